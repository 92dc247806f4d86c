'use strict';

/** `createHash()`, `createHmac()` and `hash()`. Both classes are streams, made into ones only when they are used as such. */

const process = require('internal:process/object');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateEncoding, validateObject, validateString, validateUint32 } = require('internal:shared/validators');
const { adopt, isBytes, toBuffer } = require('internal:crypto/bytes');
const { becomeTransform } = require('internal:crypto/lazy_transform');

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
  if (length === undefined && !isCopy) warnOfDefaultLength(algorithm);
  this._options = options;
  this[kHandle] = isCopy ? algorithm.fork(length) : new binding.Digest(algorithm, length);
  this[kState] = { [kFinalized]: false, flushed: undefined };
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
  this[kHandle] = new binding.Hmac(algorithm, bytes);
  this[kState] = { [kFinalized]: false, flushed: undefined };
}

/** What is known of digests, by the names that programs give them. @type {Map<string, Array>} */
const known = new Map();

function digestInfo(algorithm) {
  let info = known.get(algorithm);
  if (info !== undefined) return info;
  info = binding.digestInfo(algorithm);
  if (info !== undefined) known.set(algorithm, info);
  return info;
}

function outputLength(options) {
  const length = typeof options === 'object' && options !== null ? options.outputLength : undefined;
  if (length !== undefined) validateUint32(length, 'options.outputLength');
  return length;
}

const kShake = /^shake-?(?:128|256)$/i;
let warned = false;

/** OpenSSL gives these no length of their own any more. */
function warnOfDefaultLength(algorithm) {
  if (warned || !kShake.test(algorithm)) return;
  warned = true;
  process.emitWarning(
    'Creating SHAKE128/256 digests without an explicit options.outputLength is deprecated.', 'DeprecationWarning', 'DEP0198');
}

for (const Class of [Hash, Hmac]) {
  becomeTransform(Class);
  Class.prototype._transform = function _transform(chunk, encoding, callback) {
    feed(this[kHandle], chunk, encoding);
    callback();
  };
  Class.prototype._flush = function _flush(callback) {
    this[kState].flushed = this[kHandle].digest();
    this.push(toBuffer(this[kState].flushed));
    callback();
  };
}

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
  return inEncoding(Buffer.alloc(0), encoding);
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
  const state = hash[kState];
  state[kFinalized] = true;
  // A stream that has ended may still be asked.
  if (state.flushed !== undefined) return inEncoding(state.flushed, encoding);
  const result = hash[kHandle].digest(nativeEncoding(encoding));
  return typeof result === 'string' ? result : inEncoding(result, encoding);
}

/** The encodings that the native side writes itself. */
function nativeEncoding(encoding) {
  return encoding === 'hex' || encoding === 'base64' || encoding === 'base64url' ? encoding : undefined;
}

/** What is no encoding means bytes. */
function inEncoding(bytes, encoding) {
  const buffer = adopt(bytes);
  if (encoding === undefined) return buffer;
  const name = `${encoding}`;
  return Buffer.isEncoding(name) ? buffer.toString(name) : buffer;
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
  const info = digestInfo(algorithm);
  if (info === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
  if (length === undefined) warnOfDefaultLength(algorithm);
  if (length !== undefined && length !== info[0] && !info[2]) throw new Error(`Output length ${length} is invalid for ${algorithm}, which does not support XOF`);
  const result = binding.hashEncoded(algorithm, input, length, nativeEncoding(encoding));
  return typeof result === 'string' ? result : inEncoding(result, encoding);
}

const { deprecate } = require('internal:util/deprecate');

module.exports = {
  Hash: deprecate(Hash, 'crypto.Hash constructor is deprecated.', 'DEP0179'),
  Hmac: deprecate(Hmac, 'crypto.Hmac constructor is deprecated.', 'DEP0181'),
  createHash(algorithm, options) { return new Hash(algorithm, options); },
  createHmac(algorithm, key, options) { return new Hmac(algorithm, key, options); },
  hash,
};
