'use strict';

/** `createMac()`: every message authentication code OpenSSL has, of which HMAC is one. */

const { codes } = require('internal:shared/errors');
const { kEmptyObject } = require('internal:shared/constants');
const { validateEncoding, validateObject, validateString, validateUint32 } = require('internal:shared/validators');
const { encode, requireBytes, toBytes } = require('internal:crypto/bytes');
const { becomeTransform } = require('internal:crypto/lazy_transform');

const kHandle = Symbol('kHandle');
const kFinalized = Symbol('kFinalized');

/**
 * @param {string} algorithm
 * @param {string | ArrayBuffer | ArrayBufferView | KeyObject} key
 * @param {{ digest?: string, cipher?: string, iv?: BufferSource, customization?: BufferSource, outputLength?: number }} [options]
 */
function Mac(algorithm, key, options = kEmptyObject) {
  if (new.target === undefined) return new Mac(algorithm, key, options);
  validateString(algorithm, 'algorithm');
  validateObject(options, 'options');
  const name = algorithm.toLowerCase();
  if (!require('internal:crypto/names').getMacs().includes(name)) throw new codes.ERR_CRYPTO_INVALID_MAC(algorithm);
  const bytes = require('internal:crypto/keys').secretBytes(key, options.encoding);
  this._options = options;
  this[kHandle] = new binding.Mac(name, bytes, paramsOf(name, options));
  this[kFinalized] = false;
}

function paramsOf(name, { digest, cipher, iv, customization, outputLength }) {
  const params = [];
  if (name === 'hmac') params.push('t', 'digest', requiredDigest(digest));
  if (name === 'cmac' || name === 'gmac') {
    requireOption(cipher, 'cipher', name);
    params.push('t', 'cipher', cipher);
  }
  if (name === 'gmac') {
    requireOption(iv, 'iv', name);
    params.push('o', 'iv', requireBytes(iv, 'options.iv'));
  }
  if (customization !== undefined) params.push('o', 'custom', toBytes(customization, 'options.customization'));
  if (outputLength !== undefined) {
    validateUint32(outputLength, 'options.outputLength');
    params.push('u', 'size', outputLength);
  }
  return params;
}

function requiredDigest(digest) {
  requireOption(digest, 'digest', 'hmac');
  validateString(digest, 'options.digest');
  const info = binding.digestInfo(digest);
  if (info === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
  return info[3];
}

function requireOption(value, name, mac) {
  if (value !== undefined) return;
  const error = new codes.ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  error.message = `The property 'options.${name}' is required for ${mac.toUpperCase()}`;
  throw error;
}

becomeTransform(Mac);

Mac.prototype._transform = function _transform(chunk, encoding, callback) {
  this.update(chunk, encoding);
  callback();
};

Mac.prototype._flush = function _flush(callback) {
  this.push(this.final());
  callback();
};

Mac.prototype.update = function update(data, encoding) {
  if (this[kFinalized]) throw new codes.ERR_CRYPTO_MAC_FINALIZED();
  if (typeof data === 'string') validateEncoding(data, encoding);
  else if (!ArrayBuffer.isView(data)) throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  this[kHandle].update(toBytes(data, 'data', encoding));
  return this;
};

Mac.prototype.final = function final(encoding) {
  if (this[kFinalized]) throw new codes.ERR_CRYPTO_MAC_FINALIZED();
  this[kFinalized] = true;
  return encode(this[kHandle].digest(), encoding);
};

function createMac(algorithm, key, options) {
  return new Mac(algorithm, key, options);
}

module.exports = { Mac, createMac };
