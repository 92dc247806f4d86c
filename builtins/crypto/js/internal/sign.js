'use strict';

/** Signing and verifying, as streams (`createSign`, `createVerify`) and in one call (`sign`, `verify`). */

const { Writable } = require('node:stream');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateEncoding, validateFunction, validateOneOf, validateString } = require('internal:shared/validators');
const { encode, toBuffer, toBytes } = require('internal:crypto/bytes');
const { privateHandle, publicHandle } = require('internal:crypto/keys');

/** Collects what is to be signed; Ed25519 needs the whole of it at once. */
class Collector extends Writable {
  #chunks = [];
  #algorithm;

  constructor(algorithm, options) {
    super(options);
    validateString(algorithm, 'algorithm');
    if (binding.digestSize(algorithm) === undefined) {
      throw Object.assign(new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm), { message: 'Invalid digest' });
    }
    this.#algorithm = algorithm;
  }

  get algorithm() {
    return this.#algorithm;
  }

  get data() {
    return Buffer.concat(this.#chunks);
  }

  _write(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  }

  update(data, encoding) {
    if (typeof data === 'string') validateEncoding(data, encoding);
    else if (!ArrayBuffer.isView(data)) throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    const bytes = toBytes(data, 'data', encoding);
    this.#chunks.push(typeof data === 'string' ? bytes : Buffer.from(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
    return this;
  }
}

class SignClass extends Collector {
  sign(options, encoding) {
    if (!options) throw new codes.ERR_CRYPTO_SIGN_KEY_REQUIRED();
    const { padding, saltLength, dsaEncoding } = schemeOf(options);
    return encode(binding.signOnce(this.algorithm, this.data, privateHandle(options), padding, saltLength, dsaEncoding), encoding);
  }
}

class VerifyClass extends Collector {
  verify(options, signature, encoding) {
    const { padding, saltLength, dsaEncoding } = schemeOf(options);
    const bytes = toBytes(signature, 'signature', encoding);
    return binding.verifyOnce(this.algorithm, this.data, publicHandle(options), bytes, padding, saltLength, dsaEncoding);
  }
}

/** Both may be called without `new`, as in Node. */
function callable(Class, name) {
  function Constructor(algorithm, options) {
    return new Class(algorithm, options);
  }
  Object.defineProperty(Constructor, 'name', { __proto__: null, value: name, configurable: true });
  Object.defineProperty(Class, 'name', { __proto__: null, value: name, configurable: true });
  Constructor.prototype = Class.prototype;
  return Constructor;
}

const Sign = callable(SignClass, 'Sign');
const Verify = callable(VerifyClass, 'Verify');

function schemeOf(options) {
  if (typeof options !== 'object' || options === null) return {};
  const { padding, saltLength, dsaEncoding } = options;
  if (padding !== undefined && !Number.isInteger(padding)) throw new codes.ERR_INVALID_ARG_VALUE('options.padding', padding);
  if (saltLength !== undefined && !Number.isInteger(saltLength)) throw new codes.ERR_INVALID_ARG_VALUE('options.saltLength', saltLength);
  if (dsaEncoding !== undefined) validateOneOf(dsaEncoding, 'options.dsaEncoding', ['der', 'ieee-p1363']);
  return { padding, saltLength, dsaEncoding };
}

function checkAlgorithm(algorithm) {
  if (algorithm === null || algorithm === undefined) return undefined;
  validateString(algorithm, 'algorithm');
  if (binding.digestSize(algorithm) === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm);
  return algorithm;
}

/** Signs in one call; without an algorithm by the key's own scheme. */
function sign(algorithm, data, key, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  const digest = checkAlgorithm(algorithm);
  const bytes = dataOf(data);
  if (!key) throw new codes.ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const { padding, saltLength, dsaEncoding } = schemeOf(key);
  const run = () => toBuffer(binding.signOnce(digest, bytes, privateHandle(key), padding, saltLength, dsaEncoding));
  return answer(run, callback);
}

/** Verifies in one call. */
function verify(algorithm, data, key, signature, callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
  const digest = checkAlgorithm(algorithm);
  const bytes = dataOf(data);
  const { padding, saltLength, dsaEncoding } = schemeOf(key);
  const given = dataOf(signature, 'signature');
  const run = () => binding.verifyOnce(digest, bytes, publicHandle(key), given, padding, saltLength, dsaEncoding);
  return answer(run, callback);
}

function dataOf(data, name = 'data') {
  if (typeof data === 'string') throw new codes.ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], data);
  return toBytes(data, name);
}

function answer(run, callback) {
  if (callback === undefined) return run();
  let result;
  try {
    result = run();
  } catch (err) {
    process.nextTick(callback, err);
    return;
  }
  process.nextTick(callback, null, result);
}

module.exports = {
  Sign,
  Verify,
  createSign(algorithm, options) { return new SignClass(algorithm, options); },
  createVerify(algorithm, options) { return new VerifyClass(algorithm, options); },
  sign,
  verify,
};
