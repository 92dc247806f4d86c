'use strict';

/** What crypto functions take as data, and how they hand it out. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');

const kBinaryTypes = ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

/**
 * @param {string | ArrayBuffer | ArrayBufferView} data
 * @param {string} name for the error
 * @param {string} [encoding] of a string
 * @returns {ArrayBuffer | ArrayBufferView}
 */
function toBytes(data, name, encoding) {
  if (typeof data === 'string') return Buffer.from(data, encoding === 'buffer' ? 'utf8' : encoding);
  if (isBytes(data)) return data;
  throw new codes.ERR_INVALID_ARG_TYPE(name, kBinaryTypes, data);
}

/** As `toBytes()`, for what is fed piece by piece: an encoding that nobody knows is UTF-8. */
function pieceBytes(data, name, encoding) {
  return toBytes(data, name, Buffer.isEncoding(encoding) ? encoding : 'utf8');
}

/** As `toBytes()`, where strings are no bytes. */
function requireBytes(data, name) {
  if (isBytes(data)) return data;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], data);
}

function isBytes(value) {
  return ArrayBuffer.isView(value) || isAnyArrayBuffer(value);
}

/** Of any realm. */
function isAnyArrayBuffer(value) {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return true;
  return require('internal:util/types').isAnyArrayBuffer(value);
}

/** A `Buffer` over a native `Uint8Array`, without a copy. @param {Uint8Array} bytes */
function toBuffer(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const { setPrototypeOf } = Object;
const kBufferPrototype = Buffer.prototype;

/** A native result, which nobody else holds, becomes a `Buffer` itself: half the time of making another view. @param {Uint8Array} bytes */
function adopt(bytes) {
  return setPrototypeOf(bytes, kBufferPrototype);
}

/** A `Buffer` over the memory of a view or buffer, without a copy. */
function viewOf(bytes) {
  return ArrayBuffer.isView(bytes) ? toBuffer(bytes) : Buffer.from(bytes);
}

/** A native result as the caller asked for it. @param {Uint8Array} bytes @param {string} [encoding] */
function encode(bytes, encoding) {
  const buffer = adopt(bytes);
  return !encoding || encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

module.exports = { adopt, encode, isAnyArrayBuffer, isBytes, pieceBytes, requireBytes, toBuffer, toBytes, viewOf };
