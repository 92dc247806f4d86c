'use strict';

const { codes } = require('internal:shared/errors');
const { Buffer, kMaxLength, limits } = require('internal:buffer/class');
const { encodingNamed } = require('internal:buffer/encodings');
const { isUint8Array } = require('internal:buffer/search');

const kStringMaxLength = 2 ** 29 - 24;

/** Bytes of one encoding as bytes of another; what cannot be expressed becomes `?`. */
function transcode(source, fromEncoding, toEncoding) {
  if (!isUint8Array(source)) throw new codes.ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  if (source.length === 0) return Buffer.alloc(0);
  const from = transcodable(fromEncoding);
  const to = transcodable(toEncoding);
  if (from === undefined || to === undefined) throw transcodeError();
  const text = from.slice(source, 0, source.length);
  const limit = { latin1: 0xff, ascii: 0x7f }[to.name];
  return Buffer.from(limit === undefined ? text : replaceAbove(text, limit), to.name);
}

function transcodable(name) {
  const encoding = encodingNamed(name);
  return ['utf8', 'utf16le', 'latin1', 'ascii'].includes(encoding?.name) ? encoding : undefined;
}

function replaceAbove(text, limit) {
  return Array.from(text, (character) => (character.codePointAt(0) > limit ? '?' : character)).join('');
}

function transcodeError() {
  return Object.assign(new Error('Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]'), { code: 'U_ILLEGAL_ARGUMENT_ERROR', errno: 1 });
}

function requireBytes(input) {
  const tag = Object.prototype.toString.call(input);
  if (ArrayBuffer.isView(input) || tag === '[object ArrayBuffer]' || tag === '[object SharedArrayBuffer]') {
    if (input.buffer?.detached === true || input.detached === true) {
      throw new codes.ERR_INVALID_STATE('Cannot validate on a detached buffer');
    }
    return;
  }
  throw new codes.ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
}

function isUtf8(input) {
  requireBytes(input);
  return binding.isUtf8(input);
}

function isAscii(input) {
  requireBytes(input);
  return binding.isAscii(input);
}

/** Base64 of a string of bytes. */
function btoa(input) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('input');
  const encoded = binding.binaryToBase64(`${input}`);
  if (encoded === -1) throw invalidCharacter('Invalid character');
  return encoded;
}

/** The bytes of base64 as a string. */
function atob(input) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('input');
  const decoded = binding.forgivingBase64(`${input}`);
  if (decoded === -1) {
    throw invalidCharacter(/[^A-Za-z0-9+/=\t\n\f\r ]/.test(input) ?
      'Invalid character' :
      'The string to be decoded is not correctly encoded.');
  }
  return decoded;
}

function invalidCharacter(message) {
  const { DOMException } = require('internal:web/dom_exception');
  return new DOMException(message, 'InvalidCharacterError');
}

module.exports = {
  Buffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  btoa,
  atob,
};

Object.defineProperties(module.exports, {
  constants: {
    __proto__: null,
    value: Object.defineProperties({}, {
      MAX_LENGTH: { __proto__: null, value: kMaxLength, writable: false, enumerable: true },
      MAX_STRING_LENGTH: { __proto__: null, value: kStringMaxLength, writable: false, enumerable: true },
    }),
    writable: false,
    enumerable: true,
  },
  INSPECT_MAX_BYTES: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() { return limits.INSPECT_MAX_BYTES; },
    set(value) {
      require('internal:shared/validators').validateNumber(value, 'INSPECT_MAX_BYTES', 0);
      limits.INSPECT_MAX_BYTES = value;
    },
  },
  Blob: lazily(() => require('internal:buffer/blob').Blob),
  resolveObjectURL: lazily(() => require('internal:buffer/blob').resolveObjectURL),
  File: lazily(() => require('internal:buffer/blob').File),
});

function lazily(get) {
  return { __proto__: null, configurable: true, enumerable: true, get };
}
