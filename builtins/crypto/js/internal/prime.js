'use strict';

/** `generatePrime()` and `checkPrime()`. */

const { codes } = require('internal:shared/errors');
const { kEmptyObject } = require('internal:shared/constants');
const { validateBoolean, validateFunction, validateInt32, validateObject } = require('internal:shared/validators');
const { isBytes } = require('internal:crypto/bytes');
const { bigInt } = require('internal:crypto/key_details');

/** Bytes of OpenSSL's longest number. */
const kLongest = 2 ** 26 - 8;

function generateJob(size, options) {
  validateInt32(size, 'size', 1);
  validateObject(options, 'options');
  const { safe = false, bigint = false } = options;
  validateBoolean(safe, 'options.safe');
  validateBoolean(bigint, 'options.bigint');
  const add = numberOption(options.add, 'options.add');
  const rem = numberOption(options.rem, 'options.rem');
  checkCongruence(size, add, rem);
  return { args: [size, safe, add, rem], convert: bigint ? bigInt : (bytes) => bytes.buffer };
}

function numberOption(value, name) {
  if (value === undefined) return undefined;
  if (typeof value === 'bigint') return unsigned(value, name);
  if (isBytes(value)) return value;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint'], value);
}

function unsigned(value, name) {
  if (value < 0) throw new codes.ERR_OUT_OF_RANGE(name, '>= 0', value);
  const hex = value.toString(16);
  return Uint8Array.fromHex(hex.length % 2 === 0 ? hex : `0${hex}`);
}

/** A prime of so many bits cannot be so: OpenSSL would look for it for ever. */
function checkCongruence(size, add, rem) {
  if (add === undefined) return;
  const modulus = bigInt(bytesOf(add));
  if (modulus.toString(2).length > size) throw impossible('options.add');
  if (rem !== undefined && modulus <= bigInt(bytesOf(rem))) throw impossible('options.rem');
}

function impossible(name) {
  return Object.assign(new codes.ERR_OUT_OF_RANGE(name, '', 0), { message: `invalid ${name}` });
}

function bytesOf(source) {
  return ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
}

/** @param {number} size in bits */
function generatePrime(size, options, callback) {
  if (typeof options === 'function') [callback, options] = [options, kEmptyObject];
  validateFunction(callback, 'callback');
  const { args, convert } = generateJob(size, options);
  binding.generatePrimeBytes(...args, (err, bytes) => (err === null ? callback(undefined, convert(bytes)) : callback(err)));
}

function generatePrimeSync(size, options = kEmptyObject) {
  const { args, convert } = generateJob(size, options);
  return convert(binding.generatePrimeBytes(...args));
}

function checkJob(candidate, options) {
  const bytes = typeof candidate === 'bigint' ? unsigned(candidate, 'candidate') : candidate;
  if (!isBytes(bytes)) {
    throw new codes.ERR_INVALID_ARG_TYPE('candidate', ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint'], candidate);
  }
  validateObject(options, 'options');
  const { checks = 0 } = options;
  // Each round is one full exponentiation; the limit is that of the native side's type.
  validateInt32(checks, 'options.checks', 0);
  return [bytes, checks];
}

function checkPrime(candidate, options = kEmptyObject, callback) {
  if (typeof options === 'function') [callback, options] = [options, kEmptyObject];
  validateFunction(callback, 'callback');
  const job = checkJob(candidate, options);
  // What is too long for OpenSSL is so at once.
  if (job[0].byteLength > kLongest) binding.checkPrimeBytes(...job);
  binding.checkPrimeBytes(...job, callback);
}

function checkPrimeSync(candidate, options = kEmptyObject) {
  return binding.checkPrimeBytes(...checkJob(candidate, options));
}

module.exports = { checkPrime, checkPrimeSync, generatePrime, generatePrimeSync };
