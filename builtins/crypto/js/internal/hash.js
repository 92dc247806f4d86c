'use strict';

/** `createHash()`, `createHmac()` and `hash()`. Both classes are streams, made into ones only when they are used as such. */

const process = require('internal:process/object');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { beforeSnapshot } = require('internal:shared/snapshot_steps');
const { validateEncoding, validateObject, validateString, validateUint32 } = require('internal:shared/validators');
const { adopt, isBytes, pieceBytes, toBuffer } = require('internal:crypto/bytes');
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
  const length = outputLength(options, 'options.outputLength');
  if (length === undefined && !isCopy) warnOfDefaultLength(algorithm);
  this._options = options;
  this[kHandle] = isCopy ? algorithm.fork(length) : start(algorithm, length);
  this[kState] = { [kFinalized]: false, result: undefined, encoding: undefined, idleAs: isCopy || length !== undefined ? undefined : algorithm };
}

/**
 * Native digests that are done, by algorithm. The next hash of that name starts one anew: making one costs more than hashing a short text, and
 * native memory waits for a whole collection, which a busy server has seldom (Express, which hashes each answer: 90 against 66 MiB).
 * @type {Map<string, Digest | undefined>}
 */
const idle = new Map();
beforeSnapshot(() => idle.clear());

function start(algorithm, length) {
  const handle = takeIdle(algorithm, length);
  if (handle === undefined) return new binding.Digest(algorithm, length);
  handle.restart();
  return handle;
}

/** Those with a length of their own are not kept. */
function takeIdle(algorithm, length) {
  if (length !== undefined) return undefined;
  const handle = idle.get(algorithm);
  if (handle !== undefined) idle.set(algorithm, undefined);
  return handle;
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
  this[kState] = { [kFinalized]: false };
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

function outputLength(options, label) {
  const length = typeof options === 'object' && options !== null ? options.outputLength : undefined;
  if (length !== undefined) validateUint32(length, label);
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
    if (this[kState][kFinalized]) return callback(new codes.ERR_CRYPTO_HASH_UPDATE_FAILED());
    feed(this[kHandle], chunk, encoding);
    callback();
  };
}

/** A stream that has ended may still be asked for its digest, and one that was asked may still end. */
Hash.prototype._flush = function _flush(callback) {
  const state = this[kState];
  state.result ??= this[kHandle].digest(kBytes);
  this.push(typeof state.result === 'string' ? Buffer.from(state.result, state.encoding) : toBuffer(state.result));
  callback();
};

Hash.prototype.copy = function copy(options) {
  if (this[kState][kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  return new Hash(this[kHandle], options);
};

Hash.prototype.update = function update(data, encoding) {
  const state = this[kState];
  if (state[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  if (state.result !== undefined) throw new codes.ERR_CRYPTO_HASH_UPDATE_FAILED();
  feed(this[kHandle], data, encoding);
  return this;
};

Hash.prototype.digest = function digest(encoding) {
  const state = this[kState];
  if (state[kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  if (state.result === undefined) {
    state.result = this[kHandle].digest(formOf(encoding));
    state.encoding = encoding;
    if (state.idleAs !== undefined) idle.set(state.idleAs, this[kHandle]);
  }
  state[kFinalized] = true;
  this[kHandle] = undefined;
  return inEncoding(state.result, encoding);
};

Hmac.prototype._flush = function _flush(callback) {
  const state = this[kState];
  if (!state[kFinalized]) this.push(toBuffer(finish(this, kBytes)));
  callback();
};

Hmac.prototype.update = function update(data, encoding) {
  if (this[kState][kFinalized]) throw new codes.ERR_CRYPTO_HASH_FINALIZED();
  feed(this[kHandle], data, encoding);
  return this;
};

/** A second call gives nothing, unlike a Hash's. */
Hmac.prototype.digest = function digest(encoding) {
  return inEncoding(this[kState][kFinalized] ? Buffer.alloc(0) : finish(this, formOf(encoding)), encoding);
};

function finish(hmac, form) {
  hmac[kState][kFinalized] = true;
  return hmac[kHandle].digest(form);
}

function feed(handle, data, encoding) {
  if (typeof data === 'string') {
    validateEncoding(data, encoding);
    if (encoding === undefined || encoding === 'utf8' || encoding === 'utf-8' || encoding === 'buffer') handle.updateText(data);
    else handle.update(pieceBytes(data, 'data', encoding));
    return;
  }
  if (!ArrayBuffer.isView(data)) throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  handle.update(data);
}

/** The forms that the native side writes itself, as `src/values.rs` numbers them. */
const kBytes = 0;
const kHex = 1;
const kBase64 = 2;
const kBase64url = 3;

function formOf(encoding) {
  switch (encoding) {
    case 'hex': return kHex;
    case 'base64': return kBase64;
    case 'base64url': return kBase64url;
    default: return kBytes;
  }
}

/** A text that the native side wrote as it is; bytes as `encoding` says. What is no encoding means bytes. */
function inEncoding(result, encoding) {
  if (typeof result === 'string') return result;
  const buffer = adopt(result);
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
    length = outputLength(options, 'outputLength');
  }
  validateString(encoding, 'outputEncoding');
  if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw new codes.ERR_INVALID_ARG_VALUE('outputEncoding', encoding);
  const info = digestInfo(algorithm);
  if (info === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
  if (length === undefined) warnOfDefaultLength(algorithm);
  if (length !== undefined && length !== info[0] && !info[2]) throw new Error(`Output length ${length} is invalid for ${algorithm}, which does not support XOF`);
  const handle = takeIdle(algorithm, length) ?? new binding.Digest(algorithm, length);
  const result = handle.whole(input, formOf(encoding));
  if (length === undefined) idle.set(algorithm, handle);
  return inEncoding(result, encoding);
}

const { deprecate } = require('internal:util/deprecate');

// Packages call these with `new` as well (openpgp), which a method of an object does not allow.

function createHash(algorithm, options) {
  return new Hash(algorithm, options);
}

function createHmac(algorithm, key, options) {
  return new Hmac(algorithm, key, options);
}

module.exports = {
  Hash: deprecate(Hash, 'crypto.Hash constructor is deprecated.', 'DEP0179'),
  Hmac: deprecate(Hmac, 'crypto.Hmac constructor is deprecated.', 'DEP0181'),
  createHash,
  createHmac,
  hash,
};
