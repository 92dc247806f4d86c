'use strict';

/** `createHash()`, `createHmac()` and `hash()`. Both classes are streams, made into ones only when they are used as such. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateEncoding, validateObject, validateString, validateUint32 } = require('internal:shared/validators');
const { encode, isBytes } = require('internal:crypto/bytes');

const kHandle = Symbol('kHandle');
const kState = Symbol('kState');
const kFinalized = Symbol('kFinalized');

/**
 * @param {string} algorithm
 * @param {{ outputLength?: number }} [options] and those of a Transform
 */
function Hash(algorithm, options) {
  if (new.target === undefined) return new Hash(algorithm, options);
  const isCopy = algorithm instanceof binding.Digest;
  if (!isCopy) validateString(algorithm, 'algorithm');
  const length = outputLength(options);
  this._options = options;
  this[kHandle] = isCopy ? algorithm.fork(length) : new binding.Digest(algorithm, length);
  this[kState] = { [kFinalized]: false };
}

/**
 * @param {string} algorithm
 * @param {string | ArrayBuffer | ArrayBufferView | KeyObject} key
 */
function Hmac(algorithm, key, options) {
  if (new.target === undefined) return new Hmac(algorithm, key, options);
  validateString(algorithm, 'hmac');
  const encoding = options?.encoding;
  const bytes = require('internal:crypto/keys').secretBytes(key, encoding);
  this._options = options;
  this[kHandle] = new binding.Mac(algorithm, bytes);
  this[kState] = { [kFinalized]: false };
}

function outputLength(options) {
  const length = typeof options === 'object' && options !== null ? options.outputLength : undefined;
  if (length !== undefined) validateUint32(length, 'options.outputLength');
  return length;
}

for (const Class of [Hash, Hmac]) becomeStream(Class);

Hash.prototype.copy = function copy(options) {
  if (this[kState][kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  return new Hash(this[kHandle], options);
};

Hash.prototype.update = function update(data, encoding) {
  if (this[kState][kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  feed(this[kHandle], data, encoding);
  return this;
};

Hash.prototype.digest = function digest(encoding) {
  if (this[kState][kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  return finish(this, encoding);
};

Hmac.prototype.update = function update(data, encoding) {
  if (this[kState][kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  feed(this[kHandle], data, encoding);
  return this;
};

/** A second call gives nothing, unlike a Hash's. */
Hmac.prototype.digest = function digest(encoding) {
  if (!this[kState][kFinalized]) return finish(this, encoding);
  return encode(Buffer.alloc(0), encoding);
};

function feed(handle, data, encoding) {
  if (typeof data === 'string') {
    validateEncoding(data, encoding);
    if (encoding === undefined || encoding === 'utf8' || encoding === 'utf-8' || encoding === 'buffer') handle.updateText(data);
    else handle.update(Buffer.from(data, encoding));
    return;
  }
  if (!ArrayBuffer.isView(data)) throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  handle.update(data);
}

function finish(hash, encoding) {
  const bytes = hash[kHandle].digest();
  hash[kState][kFinalized] = true;
  return encode(bytes, encoding === undefined ? undefined : `${encoding}`);
}

/**
 * Gives a class Transform's prototype; its state is made when something first looks at it, because most digests are never piped.
 */
function becomeStream(Class) {
  const { Transform } = require('node:stream');
  Object.setPrototypeOf(Class.prototype, Transform.prototype);
  Object.setPrototypeOf(Class, Transform);
  for (const name of ['_readableState', '_writableState', '_events', '_eventsCount', '_maxListeners']) {
    Object.defineProperty(Class.prototype, name, {
      __proto__: null,
      get() {
        startStream(this, Transform);
        return this[name];
      },
      set(value) {
        Object.defineProperty(this, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
      },
      configurable: true,
    });
  }
  Class.prototype._transform = function _transform(chunk, encoding, callback) {
    this[kHandle].update(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
    callback();
  };
  Class.prototype._flush = function _flush(callback) {
    this.push(this.digest());
    callback();
  };
}

function startStream(hash, Transform) {
  const options = hash._options;
  for (const name of ['_readableState', '_writableState', '_events', '_eventsCount', '_maxListeners']) hash[name] = undefined;
  Transform.call(hash, options);
}

/**
 * A digest in one call.
 * @param {string} algorithm
 * @param {string | ArrayBufferView} input
 * @param {string | { outputEncoding?: string, outputLength?: number }} [options]
 */
function hash(algorithm, input, options) {
  validateString(algorithm, 'algorithm');
  if (typeof input !== 'string' && !isBytes(input)) {
    throw new codes.ERR_INVALID_ARG_TYPE('input', ['Buffer', 'TypedArray', 'DataView', 'string'], input);
  }
  let encoding = 'hex';
  let length;
  if (typeof options === 'string') encoding = options;
  else if (options !== undefined) {
    validateObject(options, 'options');
    encoding = options.outputEncoding ?? 'hex';
    length = outputLength(options);
  }
  validateString(encoding, 'outputEncoding');
  if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw new codes.ERR_INVALID_ARG_VALUE('outputEncoding', encoding);
  if (binding.digestSize(algorithm) === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
  return encode(binding.hashOnce(algorithm, typeof input === 'string' ? Buffer.from(input) : input, length), encoding);
}

/** Names OpenSSL offers as digests, of those that Node lists. */
const kNames = [
  'RSA-MD5', 'RSA-RIPEMD160', 'RSA-SHA1', 'RSA-SHA1-2', 'RSA-SHA224', 'RSA-SHA256', 'RSA-SHA3-224', 'RSA-SHA3-256', 'RSA-SHA3-384',
  'RSA-SHA3-512', 'RSA-SHA384', 'RSA-SHA512', 'RSA-SHA512/224', 'RSA-SHA512/256', 'RSA-SM3', 'blake2b512', 'blake2s256',
  'id-rsassa-pkcs1-v1_5-with-sha3-224', 'id-rsassa-pkcs1-v1_5-with-sha3-256', 'id-rsassa-pkcs1-v1_5-with-sha3-384',
  'id-rsassa-pkcs1-v1_5-with-sha3-512', 'md5', 'md5-sha1', 'md5WithRSAEncryption', 'ripemd', 'ripemd160', 'ripemd160WithRSA', 'rmd160',
  'sha1', 'sha1WithRSAEncryption', 'sha224', 'sha224WithRSAEncryption', 'sha256', 'sha256WithRSAEncryption', 'sha3-224', 'sha3-256',
  'sha3-384', 'sha3-512', 'sha384', 'sha384WithRSAEncryption', 'sha512', 'sha512-224', 'sha512-224WithRSAEncryption', 'sha512-256',
  'sha512-256WithRSAEncryption', 'sha512WithRSAEncryption', 'shake128', 'shake256', 'sm3', 'sm3WithRSAEncryption', 'ssl3-md5', 'ssl3-sha1',
];

let available;

/** @returns {string[]} */
function getHashes() {
  available ??= kNames.filter((name) => binding.digestSize(name) !== undefined);
  return available.slice();
}

module.exports = {
  Hash,
  Hmac,
  createHash(algorithm, options) { return new Hash(algorithm, options); },
  createHmac(algorithm, key, options) { return new Hmac(algorithm, key, options); },
  hash,
  getHashes,
};
