'use strict';

// `node:querystring`. Programs may replace `escape` and `unescape` on the module; both are read at the time of the call.

const { Buffer } = require('node:buffer');
const { codes: { ERR_INVALID_URI } } = require('internal:shared/errors');

const MAX_KEYS = 1000;

const querystring = module.exports = {
  unescapeBuffer,
  unescape: unescapeText,
  escape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};

/** Percent-decodes to bytes; what is not an escape stays. */
function unescapeBuffer(text, decodeSpaces) {
  const bytes = Buffer.allocUnsafe(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code === PLUS && decodeSpaces) {
      code = SPACE;
    } else if (code === PERCENT) {
      const byte = escapedByte(text, i);
      if (byte !== -1) {
        code = byte;
        i += 2;
      }
    }
    bytes[length++] = code;
  }
  return bytes.slice(0, length);
}

/** Percent-decodes UTF-8, replacing what is malformed rather than throwing. */
function unescapeText(text, decodeSpaces) {
  try {
    return decodeURIComponent(text);
  } catch {
    return querystring.unescapeBuffer(text, decodeSpaces).toString();
  }
}

function escape(text) {
  const string = typeof text === 'object' ? String(text) : `${text}`;
  return encodeURIComponent(string.isWellFormed() ? string : pairSurrogates(string));
}

/**
 * @param {object} object own enumerable properties; the values of an array repeat its key
 * @param {string} [separator]
 * @param {string} [equals]
 * @param {{ encodeURIComponent?: (text: string) => string }} [options]
 */
function stringify(object, separator, equals, options) {
  if (object === null || typeof object !== 'object') return '';
  separator ||= '&';
  equals ||= '=';
  const encode = typeof options?.encodeURIComponent === 'function' ? options.encodeURIComponent : querystring.escape;
  const pairs = [];
  for (const key of Object.keys(object)) {
    const start = `${encode(key)}${equals}`;
    const value = object[key];
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) pairs.push(start + encode(primitiveText(value[i])));
    } else {
      pairs.push(start + encode(primitiveText(value)));
    }
  }
  return pairs.join(separator);
}

/**
 * @param {string} text
 * @param {string} [separator]
 * @param {string} [equals]
 * @param {{ maxKeys?: number, decodeURIComponent?: (text: string) => string }} [options] at most `maxKeys` pairs are
 *   read, 1000 by default; 0 is no limit
 * @returns {Record<string, string | string[]>} without a prototype, as the keys come from outside
 */
function parse(text, separator, equals, options) {
  const result = { __proto__: null };
  if (typeof text !== 'string' || text.length === 0) return result;
  const between = separator ? `${separator}` : '&';
  const middle = equals ? `${equals}` : '=';
  const decode = decoderOf(text, options);
  let left = typeof options?.maxKeys === 'number' ? options.maxKeys : MAX_KEYS;
  if (!(left > 0)) left = Infinity;

  // The next `=`, which may lie in a later pair: found once, as a text may have none.
  let at = -1;
  // Pairs without a character in them count too.
  for (let start = 0; start <= text.length && left > 0; left--) {
    const end = indexOrEnd(text, between, start);
    if (end > start) {
      if (at < start) at = indexOrEnd(text, middle, start);
      const isKeyOnly = at + middle.length > end;
      const key = decode(text.slice(start, isKeyOnly ? end : at));
      add(result, key, isKeyOnly ? '' : decode(text.slice(at + middle.length, end)));
    }
    start = end + between.length;
  }
  return result;
}

const PLUS = 43;
const SPACE = 32;
const PERCENT = 37;

/** Node takes whatever follows an unpaired surrogate for its other half; only the end of the text is an error. */
function pairSurrogates(text) {
  let paired = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code & 0xf800) !== 0xd800) {
      paired += text[i];
    } else {
      if (++i === text.length) throw new ERR_INVALID_URI();
      paired += String.fromCodePoint(0x10000 + ((code & 0x3ff) << 10 | (text.charCodeAt(i) & 0x3ff)));
    }
  }
  return paired;
}

function escapedByte(text, at) {
  const high = hexDigit(text.charCodeAt(at + 1));
  const low = hexDigit(text.charCodeAt(at + 2));
  return high === -1 || low === -1 ? -1 : high * 16 + low;
}

function hexDigit(code) {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 0x20;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function primitiveText(value) {
  switch (typeof value) {
    case 'string': return value;
    case 'number': return Number.isFinite(value) ? `${value}` : '';
    case 'bigint':
    case 'boolean': return `${value}`;
    default: return '';
  }
}

/** A decoder of the caller's own sees every text, ours only those with an escape in them. */
function decoderOf(text, options) {
  const custom = typeof options?.decodeURIComponent === 'function' ? options.decodeURIComponent : querystring.unescape;
  if (custom !== unescapeText) return (part) => decodedBy(custom, part);
  if (text.includes('+')) return decodeSpacesToo;
  return text.includes('%') ? decodeEscaped : asItIs;
}

function decodedBy(decode, text) {
  try {
    return decode(text.replaceAll('+', '%20'));
  } catch {
    return querystring.unescape(text, true);
  }
}

function decodeSpacesToo(text) {
  return decodeEscaped(text.includes('+') ? text.replaceAll('+', ' ') : text);
}

const ESCAPE = /%[0-9a-f]{2}/i;

/** Most texts have nothing to decode, which a search for one character says faster than the expression. */
function decodeEscaped(text) {
  return text.includes('%') && ESCAPE.test(text) ? unescapeText(text, false) : text;
}

function asItIs(text) {
  return text;
}

function indexOrEnd(text, part, start) {
  const at = text.indexOf(part, start);
  return at === -1 ? text.length : at;
}

function add(result, key, value) {
  const previous = result[key];
  if (previous === undefined) result[key] = value;
  else if (typeof previous === 'string') result[key] = [previous, value];
  else previous.push(value);
}
