'use strict';

/** Signing and verifying, as streams (`createSign`, `createVerify`) and in one call (`sign`, `verify`). */

const { Writable } = require('node:stream');
const { codes } = require('internal:shared/errors');
const { validateEncoding, validateFunction, validateString } = require('internal:shared/validators');
const { adopt, encode, isBytes, pieceBytes, toBytes } = require('internal:crypto/bytes');
const { privateHandle, publicHandle } = require('internal:crypto/keys');
const { schemeOf, signatureParams } = require('internal:crypto/rsa_params');

const kDigest = Symbol('kDigest');
const kName = Symbol('kName');

/** @param {string} algorithm a digest's name @param {object} [options] of the stream */
function Sign(algorithm, options) {
  if (new.target === undefined) return new Sign(algorithm, options);
  start(this, algorithm, options);
}

/** @param {string} algorithm a digest's name @param {object} [options] of the stream */
function Verify(algorithm, options) {
  if (new.target === undefined) return new Verify(algorithm, options);
  start(this, algorithm, options);
}

function start(self, algorithm, options) {
  validateString(algorithm, 'algorithm');
  const name = /^dss1$/i.test(algorithm) ? 'sha1' : algorithm;
  const info = binding.digestInfo(name);
  if (info === undefined) throw Object.assign(new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm), { message: 'Invalid digest' });
  self[kDigest] = new binding.Digest(name);
  self[kName] = info[3];
  Reflect.apply(Writable, self, [options]);
}

for (const Class of [Sign, Verify]) {
  Object.setPrototypeOf(Class.prototype, Writable.prototype);
  Object.setPrototypeOf(Class, Writable);
  Class.prototype._write = function _write(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  };
  Class.prototype.update = function update(data, encoding) {
    if (typeof data === 'string') validateEncoding(data, encoding);
    else if (!ArrayBuffer.isView(data)) throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    running(this).update(pieceBytes(data, 'data', encoding));
    return this;
  };
}

function running(stream) {
  if (stream[kDigest] === undefined) throw Object.assign(new codes.ERR_CRYPTO_INVALID_STATE(''), { message: 'Not initialised' });
  return stream[kDigest];
}

function finish(stream) {
  const hash = running(stream).digest();
  stream[kDigest] = undefined;
  return hash;
}

Sign.prototype.sign = function sign(options, encoding) {
  if (!options) throw new codes.ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const handle = privateHandle(options, 'privateKey');
  const scheme = schemeOf(options);
  requireDigestScheme(handle);
  const hash = finish(this);
  return encode(binding.signDigest(handle, this[kName], signatureParams(handle, scheme), hash, scheme.dsaEncoding), encoding);
};

Verify.prototype.verify = function verify(options, signature, encoding) {
  const bytes = toBytes(signature, 'signature', encoding);
  const handle = publicHandle(options);
  const scheme = schemeOf(options);
  requireDigestScheme(handle);
  const hash = finish(this);
  return binding.verifyDigest(handle, this[kName], signatureParams(handle, scheme), hash, bytes, scheme.dsaEncoding);
};

/** Other keys sign messages, not digests. */
function requireDigestScheme({ typeName }) {
  if (!/^(?:RSA|RSA-PSS|DSA|EC|SM2)$/.test(typeName)) throw new codes.ERR_CRYPTO_UNSUPPORTED_OPERATION();
}

function digestName(algorithm) {
  if (algorithm === null || algorithm === undefined) return undefined;
  validateString(algorithm, 'algorithm');
  const info = binding.digestInfo(algorithm);
  if (info === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(algorithm);
  return info[3];
}

/** Signs in one call; without an algorithm by the key's own scheme. */
function sign(algorithm, data, key, callback) {
  if (algorithm !== null && algorithm !== undefined) validateString(algorithm, 'algorithm');
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = toBytes(data, 'data');
  if (!key) throw new codes.ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const scheme = schemeOf(key);
  const handle = privateHandle(key);
  const args = [handle, digestName(algorithm), signatureParams(handle, scheme), bytes, scheme.dsaEncoding];
  if (callback === undefined) return adopt(binding.signOnce(...args));
  binding.signOnce(...args, (err, signature) => (err === null ? callback(null, adopt(signature)) : callback(err)));
}

function signatureBytes(signature) {
  if (typeof signature === 'string' || isBytes(signature)) return toBytes(signature, 'signature');
  throw new codes.ERR_INVALID_ARG_TYPE('signature', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string'], signature);
}

/** Verifies in one call. */
function verify(algorithm, data, key, signature, callback) {
  if (algorithm !== null && algorithm !== undefined) validateString(algorithm, 'algorithm');
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = toBytes(data, 'data');
  const scheme = schemeOf(key);
  const given = signatureBytes(signature);
  const handle = publicHandle(key);
  const args = [handle, digestName(algorithm), signatureParams(handle, scheme), bytes, given, scheme.dsaEncoding];
  return callback === undefined ? binding.verifyOnce(...args) : binding.verifyOnce(...args, callback);
}

// Packages call these with `new` as well (openpgp), which a method of an object does not allow.

function createSign(algorithm, options) {
  return new Sign(algorithm, options);
}

function createVerify(algorithm, options) {
  return new Verify(algorithm, options);
}

module.exports = {
  Sign,
  Verify,
  createSign,
  createVerify,
  sign,
  verify,
};
