'use strict';

/** What crypto functions take as data, and how they hand it out. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');

/**
 * @param {string | ArrayBuffer | ArrayBufferView} data
 * @param {string} name for the error
 * @param {string} [encoding] of a string
 * @returns {ArrayBuffer | ArrayBufferView}
 */
function toBytes(data, name, encoding) {
  if (typeof data === 'string') return Buffer.from(data, encoding === 'buffer' ? 'utf8' : encoding);
  if (isBytes(data)) return data;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], data);
}

function isBytes(value) {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof SharedArrayBuffer ||
    Object.prototype.toString.call(value) === '[object ArrayBuffer]';
}

/** A `Buffer` over a native `Uint8Array`, without a copy. @param {Uint8Array} bytes */
function toBuffer(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes as the caller asked for them. @param {Uint8Array} bytes @param {string} [encoding] */
function encode(bytes, encoding) {
  const buffer = toBuffer(bytes);
  return encoding === undefined || encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

module.exports = { toBytes, isBytes, toBuffer, encode };
