'use strict';

/** Keys from passwords (`pbkdf2`, `scrypt`) and from other keys (`hkdf`). */

const { codes } = require('internal:shared/errors');
const { validateFunction, validateInteger, validateInt32, validateObject, validateString, validateUint32 } = require('internal:shared/validators');
const { toBuffer, toBytes } = require('internal:crypto/bytes');

const kMaxInt32 = 2 ** 31 - 1;

function checkPbkdf2(password, salt, iterations, keylen, digest) {
  validateString(digest, 'digest');
  const bytes = [toBytes(password, 'password'), toBytes(salt, 'salt')];
  validateInt32(iterations, 'iterations', 1);
  validateInt32(keylen, 'keylen', 0);
  if (binding.digestSize(digest) === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
  return [...bytes, iterations, keylen, digest];
}

function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') [callback, digest] = [digest, undefined];
  const args = checkPbkdf2(password, salt, iterations, keylen, digest);
  validateFunction(callback, 'callback');
  binding.pbkdf2(...args, (err, key) => finish(err, key, callback));
}

function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  return toBuffer(binding.pbkdf2(...checkPbkdf2(password, salt, iterations, keylen, digest)));
}

const kScryptDefaults = { N: 16384, r: 8, p: 1, maxmem: 32 << 20 };

function checkScrypt(password, salt, keylen, options) {
  const bytes = [toBytes(password, 'password'), toBytes(salt, 'salt')];
  validateInt32(keylen, 'keylen', 0);
  const { N, r, p, maxmem } = scryptOptions(options);
  const isPowerOfTwo = N > 1 && Number.isInteger(Math.log2(N));
  if (!isPowerOfTwo || r < 1 || p < 1 || r * p >= 2 ** 30) throw new codes.ERR_CRYPTO_INVALID_SCRYPT_PARAMS();
  if (128 * N * r > maxmem) {
    throw Object.assign(new codes.ERR_CRYPTO_INVALID_SCRYPT_PARAMS(), { message: 'Invalid scrypt params: memory limit exceeded' });
  }
  return [...bytes, N, r, p, maxmem, keylen];
}

function scryptOptions(options) {
  const found = { ...kScryptDefaults };
  if (options === undefined) return found;
  validateObject(options, 'options');
  for (const [name, long] of [['N', 'cost'], ['r', 'blockSize'], ['p', 'parallelization']]) {
    if (options[name] !== undefined && options[long] !== undefined) throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR(name, long);
    const [given, label] = options[name] !== undefined ? [options[name], name] : [options[long], long];
    if (given === undefined) continue;
    validateUint32(given, label);
    if (given !== 0) found[name] = given;
  }
  if (options.maxmem !== undefined) {
    validateInteger(options.maxmem, 'maxmem', 0);
    found.maxmem = options.maxmem;
  }
  return found;
}

function scrypt(password, salt, keylen, options, callback) {
  if (typeof options === 'function') [callback, options] = [options, undefined];
  const args = checkScrypt(password, salt, keylen, options);
  validateFunction(callback, 'callback');
  binding.scrypt(...args, (err, key) => finish(err, key, callback));
}

function scryptSync(password, salt, keylen, options) {
  return toBuffer(binding.scrypt(...checkScrypt(password, salt, keylen, options)));
}

function checkHkdf(digest, key, salt, info, length) {
  validateString(digest, 'digest');
  const secret = require('internal:crypto/keys').secretBytes(key);
  const bytes = [secret, toBytes(salt, 'salt'), toBytes(info, 'info')];
  validateInteger(length, 'length', 0, kMaxInt32);
  if (bytes[2].byteLength > 1024) {
    throw new codes.ERR_OUT_OF_RANGE('info', 'must not contain more than 1024 bytes', bytes[2].byteLength);
  }
  const size = binding.digestSize(digest);
  if (size === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
  if (length > 255 * size) throw new codes.ERR_CRYPTO_INVALID_KEYLEN();
  return [digest, ...bytes, length];
}

function hkdf(digest, key, salt, info, length, callback) {
  const args = checkHkdf(digest, key, salt, info, length);
  validateFunction(callback, 'callback');
  binding.hkdf(...args, (err, bytes) => (err === null ? callback(null, bytes.buffer) : callback(err)));
}

function hkdfSync(digest, key, salt, info, length) {
  return binding.hkdf(...checkHkdf(digest, key, salt, info, length)).buffer;
}

function finish(err, key, callback) {
  if (err === null) callback(null, toBuffer(key));
  else callback(err);
}

module.exports = { pbkdf2, pbkdf2Sync, scrypt, scryptSync, hkdf, hkdfSync };
