'use strict';

// `node:string_decoder`: bytes that arrive in pieces, as strings of whole characters.

const { Buffer } = require('node:buffer');
const { encodingNamed } = require('internal:buffer/encodings');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_UNKNOWN_ENCODING } } = require('internal:shared/errors');

/**
 * The state, seven bytes: up to four of an unfinished character, how many it still needs, how many it has, and the
 * kind of its encoding. Node's name for it, as `util.inspect` shows it.
 */
const kState = Symbol('kNativeDecoder');
const NEEDED = 4;
const HELD = 5;
const KIND = 6;

const KINDS = { __proto__: null, ascii: 0, utf8: 1, base64: 2, utf16le: 3, latin1: 4, hex: 5, base64url: 7 };

/** How many bytes at the end of a piece begin a character that the piece does not finish, by kind. */
const unfinished = [];
unfinished[KINDS.utf8] = unfinishedUtf8;
unfinished[KINDS.utf16le] = unfinishedUtf16;
unfinished[KINDS.base64] = unfinished[KINDS.base64url] = (bytes) => ({ held: bytes.length % 3, total: 3 });

/**
 * A function, as old-style subclasses call it on their instances.
 * @param {string} [encoding]
 */
function StringDecoder(encoding) {
  const known = encodingNamed(encoding ?? 'utf8');
  if (known === undefined) throw new ERR_UNKNOWN_ENCODING(encoding);
  this.encoding = known.name;
  this[kState] = Buffer.alloc(7);
  this[kState][KIND] = KINDS[known.name];
}

/**
 * The whole characters that `buf` completes or brings; the rest is kept for the next piece.
 * @param {string | ArrayBufferView} buf
 * @returns {string}
 */
StringDecoder.prototype.write = function write(buf) {
  if (typeof buf === 'string') return buf;
  if (!ArrayBuffer.isView(buf)) throw new ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray', 'DataView'], buf);
  const state = this[kState];
  if (state === undefined) throw new ERR_INVALID_THIS('StringDecoder');

  const encoding = encodingNamed(this.encoding);
  const measure = unfinished[state[KIND]];
  let bytes = Buffer.isBuffer(buf) ? buf : Buffer.from(buf.buffer, buf.byteOffset, buf.byteLength);
  if (measure === undefined) return encoding.slice(bytes, 0, bytes.length);

  if (state[HELD] > 0) {
    if (bytes.length < state[NEEDED] && continues(state, bytes)) return hold(state, bytes);
    rememberCompletion(state, bytes);
    bytes = Buffer.concat([state.subarray(0, state[HELD]), bytes]);
  }
  const { held, total } = measure(bytes);
  const end = bytes.length - held;
  const text = encoding.slice(bytes, 0, end);
  state[HELD] = held;
  state[NEEDED] = held > 0 ? total - held : 0;
  for (let i = 0; i < held; i++) state[i] = bytes[end + i];
  return text;
};

/** What is left, with the bytes of `buf` before it when given. */
StringDecoder.prototype.end = function end(buf) {
  const text = buf === undefined ? '' : this.write(buf);
  const state = this[kState];
  const held = state[HELD];
  state[HELD] = state[NEEDED] = 0;
  return held > 0 ? text + encodingNamed(this.encoding).slice(state, 0, held) : text;
};

/** Forgets what was kept and decodes from `offset` on; a method of the days before streams. */
StringDecoder.prototype.text = function text(buf, offset) {
  this[kState][HELD] = this[kState][NEEDED] = 0;
  return this.write(buf.slice(offset));
};

defineGetter('lastChar', function() {
  return this[kState].subarray(0, 4);
});
defineGetter('lastNeed', function() {
  return this[kState][NEEDED];
});
defineGetter('lastTotal', function() {
  return this[kState][HELD] + this[kState][NEEDED];
});

module.exports = { StringDecoder };

function defineGetter(name, get) {
  Object.defineProperty(StringDecoder.prototype, name, { __proto__: null, configurable: true, enumerable: true, get });
}

/** Whether all of a short piece belongs to the unfinished character. */
function continues(state, bytes) {
  if (state[KIND] !== KINDS.utf8) return true;
  for (let i = 0; i < bytes.length; i++) {
    if ((bytes[i] & 0xc0) !== 0x80) return false;
  }
  return true;
}

function hold(state, bytes) {
  for (let i = 0; i < bytes.length; i++) state[state[HELD] + i] = bytes[i];
  state[HELD] += bytes.length;
  state[NEEDED] -= bytes.length;
  return '';
}

/** Leaves the completed character in `lastChar`. */
function rememberCompletion(state, bytes) {
  const held = state[HELD];
  for (let i = 0; i < state[NEEDED] && i < bytes.length; i++) {
    if (!continues(state, bytes.subarray(i, i + 1))) return;
    state[held + i] = bytes[i];
  }
}

/** Goes by the lead byte alone; whether the bytes are valid is seen when they are decoded. */
function unfinishedUtf8(bytes) {
  for (let held = 1; held <= 3 && held <= bytes.length; held++) {
    const byte = bytes[bytes.length - held];
    if ((byte & 0xc0) === 0x80) continue;
    const total = byte >= 0xf0 ? (byte < 0xf8 ? 4 : 1) : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return held < total ? { held, total } : WHOLE;
  }
  return WHOLE;
}

function unfinishedUtf16(bytes) {
  const odd = bytes.length % 2;
  const isHighSurrogate = bytes.length > 1 && (bytes[bytes.length - odd - 1] & 0xfc) === 0xd8;
  if (isHighSurrogate) return { held: 2 + odd, total: 4 };
  return odd === 1 ? { held: 1, total: 2 } : WHOLE;
}

const WHOLE = { held: 0, total: 0 };
