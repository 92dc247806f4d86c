'use strict';

/** Key encapsulation: ML-KEM, RSA (RSASVE) and the curves (DHKEM, RFC 9180). */

const { codes } = require('internal:shared/errors');
const { validateFunction } = require('internal:shared/validators');
const { toBuffer, toBytes } = require('internal:crypto/bytes');
const { privateHandle, publicHandle } = require('internal:crypto/keys');

function paramsOf({ typeName }) {
  if (typeName === 'RSA') return ['t', 'operation', 'RSASVE'];
  if (/^(?:EC|X25519|X448)$/.test(typeName)) return ['t', 'operation', 'DHKEM'];
  return undefined;
}

function pairOf([ciphertext, sharedKey]) {
  return { sharedKey: toBuffer(sharedKey), ciphertext: toBuffer(ciphertext) };
}

/** The reason, a key that cannot or a ciphertext that is none, is not told. */
function failure(message) {
  return new codes.ERR_CRYPTO_OPERATION_FAILED(message);
}

/** @param {unknown} key @param {(err: Error | null, pair: { sharedKey: Buffer, ciphertext: Buffer }) => void} [callback] */
function encapsulate(key, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  const handle = publicHandle(key);
  const run = (...later) => binding.encapsulateSecret(handle, paramsOf(handle), ...later);
  return settle(run, 'Encapsulation failed', pairOf, callback);
}

/** @param {unknown} key @param {BufferSource} ciphertext @param {(err: Error | null, sharedKey: Buffer) => void} [callback] */
function decapsulate(key, ciphertext, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  const handle = privateHandle(key);
  const bytes = toBytes(ciphertext, 'ciphertext');
  const run = (...later) => binding.decapsulateSecret(handle, paramsOf(handle), bytes, ...later);
  return settle(run, 'Decapsulation failed', toBuffer, callback);
}

function settle(run, message, convert, callback) {
  if (callback !== undefined) {
    run((err, value) => (err === null ? callback(null, convert(value)) : callback(failure('Deriving bits failed'))));
    return;
  }
  let value;
  try {
    value = run();
  } catch {
    throw failure(message);
  }
  return convert(value);
}

module.exports = { decapsulate, encapsulate, paramsOf };
