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
  const decode = ownDecoder(options);
  let left = typeof options?.maxKeys === 'number' ? options.maxKeys : MAX_KEYS;
  // What counting down by one does not meet is no limit.
  if (!(left > 0 && Number.isInteger(left))) left = Infinity;

  // One pass over the characters, which also says what there is to decode. `at` is where the middle of this pair begins.
  const firstOfBetween = between.charCodeAt(0);
  const firstOfMiddle = middle.charCodeAt(0);
  let start = 0;
  let at = -1;
  let key = '';
  let keyCodes = NOTHING;
  let codes = NOTHING;
  for (let i = 0; i <= text.length; i++) {
    // Behind the end it is NaN.
    const code = text.charCodeAt(i);
    if (code === firstOfBetween || i === text.length) {
      // What begins like a separator is nothing else, as in Node.
      if (between.length > 1 && i < text.length && !text.startsWith(between, i)) continue;
      if (at !== -1 && at + middle.length <= i) add(result, key, decoded(text.slice(at + middle.length, i), codes, decode));
      else if (i > start) add(result, decoded(text.slice(start, i), keyCodes | codes, decode), '');
      // Pairs without a character in them count too.
      if (--left <= 0) break;
      start = i + between.length;
      i = start - 1;
      at = -1;
      keyCodes = codes = NOTHING;
    } else if (code === firstOfMiddle && at === -1 && (middle.length === 1 || text.startsWith(middle, i))) {
      at = i;
      key = decoded(text.slice(start, i), codes, decode);
      keyCodes = codes;
      codes = NOTHING;
    } else if (code === PLUS) {
      codes |= SPACES;
    } else if (code === PERCENT) {
      if (escapedByte(text, i) !== -1) codes |= ESCAPES;
    }
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

/** What a part of a query has in it to decode. */
const NOTHING = 0;
const SPACES = 1;
const ESCAPES = 2;

/** A decoder of the caller's own sees every text, ours only those with something to decode. */
function ownDecoder(options) {
  const decode = typeof options?.decodeURIComponent === 'function' ? options.decodeURIComponent : querystring.unescape;
  return decode === unescapeText ? undefined : decode;
}

function decoded(text, codes, decode) {
  if (decode !== undefined) return decodedBy(decode, text);
  if (codes === NOTHING) return text;
  const spaced = codes & SPACES ? text.replaceAll('+', ' ') : text;
  return codes & ESCAPES ? unescapeText(spaced, false) : spaced;
}

function decodedBy(decode, text) {
  if (text === '') return text;
  const spaced = text.replaceAll('+', '%20');
  try {
    return decode(spaced);
  } catch {
    return querystring.unescape(spaced, true);
  }
}

function add(result, key, value) {
  const previous = result[key];
  if (previous === undefined) result[key] = value;
  else if (typeof previous === 'string') result[key] = [previous, value];
  else previous.push(value);
}
