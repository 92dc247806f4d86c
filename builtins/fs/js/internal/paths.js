'use strict';

/**
 * Path arguments. What passes here crosses to the system as it is: a string, or bytes for a name that need not be UTF-8.
 */

const { codes } = require('internal:shared/errors');

/** @typedef {string | Uint8Array} SystemPath */

const NUL_RULE = 'must be a string, Uint8Array, or URL without null bytes';
const typedArrayTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

/**
 * The path in the form that ops take.
 * @param {string | Uint8Array | URL} value
 * @param {string} [name] of the argument, for the error
 * @returns {SystemPath}
 */
function toPath(value, name = 'path') {
  if (typeof value !== 'string') value = withoutUrl(value, name);
  const hasNul = typeof value === 'string' ? value.includes('\u0000') : value.includes(0);
  if (hasNul) throw new codes.ERR_INVALID_ARG_VALUE(name, value, NUL_RULE);
  return value;
}

/** A path, or the number of an open file, which is checked where it is used. */
function toPathOrFd(value, name = 'path') {
  return isFd(value) ? value : toPath(value, name);
}

function withoutUrl(value, name) {
  if (isUint8Array(value)) return value;
  if (isUrl(value)) return require('node:url').fileURLToPath(value);
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'URL'], value);
}

/** A URL of this or another realm, told from the legacy `url.parse` result by what only that one has. */
function isUrl(value) {
  return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);
}

function isUint8Array(value) {
  return ArrayBuffer.isView(value) && typedArrayTag.call(value) === 'Uint8Array';
}

/** Whether the value is meant as a descriptor, and not as a path. */
function isFd(value) {
  return typeof value === 'number' && value === (value | 0);
}

/** Bytes that an op returned, as the Buffer that user code expects. */
function asBuffer(bytes) {
  return require('node:buffer').Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether names in this encoding are decoded by the op itself. */
function isUtf8(encoding) {
  return encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8';
}

/** A name as an op returned it: text for UTF-8, bytes otherwise. */
function decodeName(name, encoding) {
  if (typeof name === 'string') return name;
  const buffer = asBuffer(name);
  return encoding === 'buffer' ? buffer : buffer.toString(encoding);
}

module.exports = { asBuffer, decodeName, isFd, isUint8Array, isUrl, isUtf8, toPath, toPathOrFd };
