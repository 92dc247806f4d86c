'use strict';

/** `createCipheriv()` and `createDecipheriv()`. Both classes are streams, made into ones only when they are used as such. */

const process = require('internal:process/object');
const { StringDecoder } = require('node:string_decoder');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateEncoding, validateString } = require('internal:shared/validators');
const { adopt, pieceBytes, toBytes } = require('internal:crypto/bytes');
const { becomeTransform } = require('internal:crypto/lazy_transform');
const { secretBytes } = require('internal:crypto/keys');
const { isComposite } = require('internal:crypto/names');

const kHandle = Symbol('kHandle');
const kState = Symbol('kState');

/** Largest messages of CCM by the length of its nonce (RFC 3610, 2.1). */
const kCcmLimits = { __proto__: null, 12: 2 ** 24 - 1, 13: 2 ** 16 - 1 };
const kMaxInt32 = 2 ** 31 - 1;
/** How a tag stands with a running cipher. */
const kNoTag = 0;
const kTagGiven = 1;
const kTagUsed = 2;

/** What a running cipher remembers. */
class State {
  constructor({ mode, isAuthenticated, tagLength, limit }) {
    this.mode = mode;
    this.isAuthenticated = isAuthenticated;
    /** Undefined where any length will do. */
    this.tagLength = tagLength;
    this.limit = limit;
    this.tag = undefined;
    this.tagState = kNoTag;
    this.isUpdated = false;
    this.finished = false;
    this.failed = false;
  }
}

/**
 * @param {string} cipher
 * @param {string | BufferSource | KeyObject} key
 * @param {string | BufferSource | null} iv
 * @param {{ authTagLength?: number }} [options] and those of a Transform
 */
function Cipheriv(cipher, key, iv, options) {
  if (new.target === undefined) return new Cipheriv(cipher, key, iv, options);
  start(this, 'encrypt', cipher, key, iv, options);
}

/** As `Cipheriv`. */
function Decipheriv(cipher, key, iv, options) {
  if (new.target === undefined) return new Decipheriv(cipher, key, iv, options);
  start(this, 'decrypt', cipher, key, iv, options);
}

function start(self, direction, cipher, key, iv, options) {
  validateString(cipher, 'cipher');
  const encoding = options?.encoding;
  const secret = secretBytes(key, encoding);
  const vector = iv === null ? null : toBytes(iv, 'iv');
  const wanted = tagLengthOption(options);
  const info = infoOf(cipher);
  if (info === undefined) throw new codes.ERR_CRYPTO_UNKNOWN_CIPHER();
  const mode = modeOf(info);
  checkLengths(info, mode, vector);
  const tagLength = tagLengthOf(mode, info, cipher, wanted);
  const limit = mode === 'ccm' ? kCcmLimits[vector?.byteLength] ?? kMaxInt32 : kMaxInt32;
  self._decoder = null;
  self._options = options;
  const saidLength = isSynthetic(mode) ? 0 : tagLength ?? 0;
  self[kHandle] = new binding.Cipher(cipher, direction, secret, vector?.byteLength === 0 ? null : vector, saidLength);
  const state = new State({ mode, isAuthenticated: mode !== undefined, tagLength, limit });
  Object.defineProperty(self, kState, { __proto__: null, value: state });
}

/** What is known of each cipher used so far. @type {Map<string, unknown[]>} */
const kInfos = new Map();

function infoOf(cipher) {
  let info = kInfos.get(cipher);
  if (info === undefined) {
    info = isComposite(cipher) ? undefined : binding.cipherInfo(cipher, 0);
    // The cipher without a key changes nothing; it is there for TLS.
    if (info?.[5] === 0) info = undefined;
    if (info !== undefined) kInfos.set(cipher, info);
  }
  return info;
}

/** The modes that make their vector from the message, which they therefore take in one piece. */
function isSynthetic(mode) {
  return mode === 'siv' || mode === 'gcm-siv';
}

/** The authenticated mode, or undefined. */
function modeOf([mode, name]) {
  if (mode === 'gcm' || mode === 'ccm' || mode === 'ocb' || isSynthetic(mode)) return mode;
  return /^chacha20-poly1305$/i.test(name) ? 'chacha20-poly1305' : undefined;
}

function tagLengthOption(options) {
  const value = options?.authTagLength;
  if (value === undefined || value === null) return undefined;
  if (value >>> 0 !== value) throw new codes.ERR_INVALID_ARG_VALUE('options.authTagLength', value);
  return value;
}

function checkLengths([, , , , ivLength], mode, iv) {
  if (iv === null ? ivLength !== 0 : mode === undefined && iv.byteLength !== ivLength) throw new codes.ERR_CRYPTO_INVALID_IV();
  if (mode !== undefined && iv !== null && (iv.byteLength === 0) !== (mode === 'siv')) throw new codes.ERR_CRYPTO_INVALID_IV();
  if (mode === 'chacha20-poly1305' && iv.byteLength > 12) throw new codes.ERR_CRYPTO_INVALID_IV();
  if (mode === 'ccm' && (iv.byteLength < 7 || iv.byteLength > 13)) throw new codes.ERR_CRYPTO_INVALID_IV();
  if (mode === 'ocb' && iv.byteLength > 15) throw new codes.ERR_CRYPTO_INVALID_IV();
  if (mode === 'gcm-siv' && iv.byteLength !== ivLength) throw new codes.ERR_CRYPTO_INVALID_IV();
}

function tagLengthOf(mode, [, name], cipher, wanted) {
  if (mode === undefined) return undefined;
  if (wanted === undefined) {
    if (mode === 'gcm') return undefined;
    if (mode === 'chacha20-poly1305' || isSynthetic(mode)) return 16;
    throw invalidTag(`authTagLength required for ${cipher}`);
  }
  if (!takesTag(mode, wanted)) throw invalidTag(`Invalid authentication tag length: ${wanted}`);
  return wanted;
}

function takesTag(mode, length) {
  if (mode === 'gcm') return isGcmTagLength(length);
  if (isSynthetic(mode)) return length === 16;
  return length > 0 && length <= 16 && (mode !== 'ccm' || (length >= 4 && length % 2 === 0));
}

/** NIST SP 800-38D, 5.2.1.2. */
function isGcmTagLength(length) {
  return length === 4 || length === 8 || (length >= 12 && length <= 16);
}

function invalidTag(message) {
  return Object.assign(new codes.ERR_CRYPTO_INVALID_AUTH_TAG(), { message });
}

for (const Class of [Cipheriv, Decipheriv]) {
  becomeTransform(Class);
  Class.prototype._transform = function _transform(chunk, encoding, callback) {
    this.push(update(this, chunk, encoding));
    callback();
  };
  Class.prototype._flush = function _flush(callback) {
    try {
      this.push(finish(this));
    } catch (err) {
      callback(err);
      return;
    }
    callback();
  };
  Object.assign(Class.prototype, {
    update(data, inputEncoding, outputEncoding) {
      if (typeof data === 'string') validateEncoding(data, inputEncoding);
      else if (!ArrayBuffer.isView(data)) throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
      return decoded(this, update(this, data, inputEncoding), outputEncoding, false);
    },
    final(outputEncoding) {
      if (outputEncoding && outputEncoding !== 'buffer' && !Buffer.isEncoding(outputEncoding)) throw new codes.ERR_UNKNOWN_ENCODING(outputEncoding);
      const rest = finish(this);
      return decoded(this, rest, outputEncoding, true);
    },
    setAutoPadding(autoPadding) {
      if (this[kState].finished) throw new codes.ERR_CRYPTO_INVALID_STATE('setAutoPadding');
      this[kHandle].setAutoPadding(autoPadding === undefined ? true : !!autoPadding);
      return this;
    },
    setAAD(aadbuf, options) {
      const bytes = toBytes(aadbuf, 'aadbuf', options?.encoding);
      const state = this[kState];
      const length = plaintextLength(options);
      if (state.finished || !state.isAuthenticated) throw new codes.ERR_CRYPTO_INVALID_STATE('setAAD');
      setAdditionalData(this, bytes, length);
      return this;
    },
  });
}

Cipheriv.prototype.getAuthTag = function getAuthTag() {
  const state = this[kState];
  if (state.tag === undefined) throw new codes.ERR_CRYPTO_INVALID_STATE('getAuthTag');
  return state.tag;
};

Decipheriv.prototype.setAuthTag = function setAuthTag(tag, encoding) {
  const bytes = toBytes(tag, 'buffer', encoding);
  const state = this[kState];
  if (!state.isAuthenticated || state.finished || state.tagState !== kNoTag) throw new codes.ERR_CRYPTO_INVALID_STATE('setAuthTag');
  const length = bytes.byteLength;
  // A tag that may be as short as its sender likes protects little: shorter ones must be asked for.
  if (length !== (state.tagLength ?? 16)) throw invalidTag(`Invalid authentication tag length: ${length}`);
  state.tag = bytes;
  state.tagState = kTagGiven;
  return this;
};

function plaintextLength(options) {
  const length = options?.plaintextLength;
  if (length === undefined || length === null) return undefined;
  if (length >>> 0 !== length) throw new codes.ERR_INVALID_ARG_VALUE('options.plaintextLength', length);
  return length;
}

function setAdditionalData(cipher, bytes, length) {
  const state = cipher[kState];
  if (state.mode === 'ccm') {
    if (length === undefined) throw missingLength();
    if (length > state.limit) throw new codes.ERR_CRYPTO_INVALID_MESSAGELEN();
    useTag(cipher);
    cipher[kHandle].setMessageLength(length);
  } else {
    useTag(cipher);
  }
  if (bytes.byteLength > 0) cipher[kHandle].authenticate(bytes);
}

function missingLength() {
  return Object.assign(new codes.ERR_MISSING_ARGS('options.plaintextLength'), { message: 'options.plaintextLength required for CCM mode with AAD' });
}

/** OpenSSL wants the tag before the first byte where the mode checks it there. */
function useTag(cipher) {
  const state = cipher[kState];
  if (state.tagState !== kTagGiven) return;
  cipher[kHandle].setTag(state.tag);
  state.tagState = kTagUsed;
}

function update(cipher, data, encoding) {
  const state = cipher[kState];
  if (state.finished) throw new Error('Trying to add data in unsupported state');
  const isText = typeof data === 'string' && (encoding === undefined || encoding === 'utf8' || encoding === 'utf-8');
  const bytes = isText ? undefined : pieceBytes(data, 'data', encoding);
  // The output may be a block longer, and OpenSSL's lengths are 32-bit.
  if (bytes?.byteLength > kMaxInt32 - 64) throw new Error('Trying to add data in unsupported state');
  if (state.mode === 'ccm' || isSynthetic(state.mode)) return updateWhole(cipher, bytes ?? Buffer.from(data));
  useTag(cipher);
  try {
    return isText ? cipher[kHandle].updateText(data) : cipher[kHandle].update(bytes);
  } catch (err) {
    throw stateError(err);
  }
}

/** Modes that take their message whole decrypt only what they have authenticated: a wrong tag shows here and is told by `final()`. */
function updateWhole(cipher, bytes) {
  const state = cipher[kState];
  if (state.isUpdated && isSynthetic(state.mode)) throw new Error('Trying to add data in unsupported state');
  state.isUpdated = true;
  if (bytes.byteLength > state.limit) throw new codes.ERR_CRYPTO_INVALID_MESSAGELEN();
  const isDecrypting = cipher instanceof Decipheriv;
  if (isDecrypting && state.tagState === kNoTag) {
    state.failed = true;
    return new Uint8Array(0);
  }
  useTag(cipher);
  try {
    return cipher[kHandle].update(bytes);
  } catch (err) {
    if (!isDecrypting) throw stateError(err);
    state.failed = true;
    return new Uint8Array(0);
  }
}

/** An error that OpenSSL has no words for is one of order. */
function stateError(err) {
  return err.code === 'ERR_CRYPTO_OPERATION_FAILED' || err.library === 'Provider routines' ?
    new Error('Trying to add data in unsupported state') : err;
}

function finish(cipher) {
  const state = cipher[kState];
  if (state.finished) throw Object.assign(new codes.ERR_CRYPTO_INVALID_STATE('final'), { message: 'Invalid state' });
  state.finished = true;
  if (isSynthetic(state.mode) && !state.isUpdated) throw unauthenticated();
  return cipher instanceof Decipheriv ? finishDecryption(cipher, state) : finishEncryption(cipher, state);
}

function finishDecryption(cipher, state) {
  if (!state.isAuthenticated) return cipher[kHandle].finish();
  useTag(cipher);
  if (state.failed || state.tagState !== kTagUsed) throw unauthenticated();
  if (state.mode === 'ccm') return new Uint8Array(0);
  try {
    return cipher[kHandle].finish();
  } catch {
    throw unauthenticated();
  }
}

function unauthenticated() {
  return new Error('Unsupported state or unable to authenticate data');
}

function finishEncryption(cipher, state) {
  const rest = cipher[kHandle].finish();
  if (state.isAuthenticated) state.tag = adopt(cipher[kHandle].tag(state.tagLength ?? 16));
  return rest;
}

/** Text needs a decoder that remembers the bytes of a character cut in two; its encoding cannot change. */
function decoded(cipher, bytes, encoding, isLast) {
  if (!encoding || encoding === 'buffer') return adopt(bytes);
  if (!Buffer.isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  if (cipher._decoder === null) {
    cipher._decoder = new StringDecoder(encoding);
  } else if (cipher._decoder.encoding !== new StringDecoder(encoding).encoding) {
    const error = new codes.ERR_INVALID_ARG_VALUE('outputEncoding', encoding);
    error.message = `The argument 'outputEncoding' cannot be changed from '${cipher._decoder.encoding}'. Received '${encoding}'`;
    throw error;
  }
  const buffer = adopt(bytes);
  return isLast ? cipher._decoder.end(buffer) : cipher._decoder.write(buffer);
}

// Packages call these with `new` as well (openpgp), which a method of an object does not allow.

function createCipheriv(cipher, key, iv, options) {
  return new Cipheriv(cipher, key, iv, options);
}

function createDecipheriv(cipher, key, iv, options) {
  return new Decipheriv(cipher, key, iv, options);
}

module.exports = {
  Cipheriv,
  Decipheriv,
  createCipheriv,
  createDecipheriv,
};
