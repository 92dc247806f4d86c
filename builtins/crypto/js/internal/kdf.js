'use strict';

/** Keys from passwords (`pbkdf2`, `scrypt`, `argon2`) and from other keys (`hkdf`). Each is OpenSSL's function of its name. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const {
  validateFunction, validateInteger, validateInt32, validateObject, validateOneOf, validateString, validateUint32,
} = require('internal:shared/validators');
const { toBuffer, toBytes } = require('internal:crypto/bytes');

const kMaxInt32 = 2 ** 31 - 1;

/** OpenSSL's name of a digest. */
function digestName(digest) {
  const info = binding.digestInfo(digest);
  if (info === undefined) throw new codes.ERR_CRYPTO_INVALID_DIGEST(digest);
  return info[3];
}

/** @param {[name: string, params: unknown[], length: number]} job */
function deriveSync([name, params, length]) {
  return length === 0 ? new Uint8Array(0) : binding.deriveBytes(name, params, length, undefined, undefined);
}

/** @param {(bytes: Uint8Array) => unknown} convert */
function deriveLater([name, params, length], convert, callback) {
  if (length === 0) {
    process.nextTick(callback, null, convert(new Uint8Array(0)));
    return;
  }
  binding.deriveBytes(name, params, length, undefined, undefined, (err, bytes) => {
    if (err === null) callback(null, convert(bytes));
    else callback(err);
  });
}

// --- PBKDF2 (RFC 8018) -------------------------------------------------------------------------------------------------

function pbkdf2Job(password, salt, iterations, keylen, digest) {
  validateString(digest, 'digest');
  const secret = toBytes(password, 'password');
  const bytes = toBytes(salt, 'salt');
  validateInt32(iterations, 'iterations', 1);
  validateInt32(keylen, 'keylen', 0);
  return ['PBKDF2', ['o', 'pass', secret, 'o', 'salt', bytes, 'u', 'iter', iterations, 't', 'digest', digestName(digest), 's', 'pkcs5', 1], keylen];
}

function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') [callback, digest] = [digest, undefined];
  const job = pbkdf2Job(password, salt, iterations, keylen, digest);
  validateFunction(callback, 'callback');
  deriveLater(job, toBuffer, callback);
}

function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  return toBuffer(deriveSync(pbkdf2Job(password, salt, iterations, keylen, digest)));
}

// --- scrypt (RFC 7914) -------------------------------------------------------------------------------------------------

const kScryptDefaults = { N: 16384, r: 8, p: 1, maxmem: 32 << 20 };

function scryptJob(password, salt, keylen, options) {
  const secret = toBytes(password, 'password');
  const bytes = toBytes(salt, 'salt');
  validateInt32(keylen, 'keylen', 0);
  const { N, r, p, maxmem } = scryptOptions(options);
  const isPowerOfTwo = N > 1 && Number.isInteger(Math.log2(N));
  if (!isPowerOfTwo) throw new codes.ERR_CRYPTO_INVALID_SCRYPT_PARAMS();
  if (r * p >= 2 ** 30 || N >= 2 ** (16 * r) || 128 * r * (N + p + 2) > maxmem) throw memoryLimitExceeded();
  return ['SCRYPT', ['o', 'pass', secret, 'o', 'salt', bytes, 'u', 'n', N, 'u', 'r', r, 'u', 'p', p, 'u', 'maxmem_bytes', maxmem], keylen];
}

/** In OpenSSL's words, which it would say only after it had copied the password. */
function memoryLimitExceeded() {
  const message = 'Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded';
  return Object.assign(new codes.ERR_CRYPTO_INVALID_SCRYPT_PARAMS(), { message });
}

function scryptOptions(options) {
  const found = { ...kScryptDefaults };
  if (typeof options !== 'object' || options === null) return found;
  for (const [name, long] of [['N', 'cost'], ['r', 'blockSize'], ['p', 'parallelization']]) {
    if (options[name] !== undefined && options[long] !== undefined) throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR(name, long);
    const [given, label] = options[name] !== undefined ? [options[name], name] : [options[long], long];
    if (given === undefined) continue;
    validateUint32(given, label);
    if (given !== 0) found[name] = given;
  }
  if (options.maxmem !== undefined) {
    validateInteger(options.maxmem, 'maxmem', 0);
    if (options.maxmem !== 0) found.maxmem = options.maxmem;
  }
  return found;
}

function scrypt(password, salt, keylen, options, callback) {
  if (typeof options === 'function') [callback, options] = [options, undefined];
  const job = scryptJob(password, salt, keylen, options);
  validateFunction(callback, 'callback');
  deriveLater(job, toBuffer, callback);
}

function scryptSync(password, salt, keylen, options) {
  return toBuffer(deriveSync(scryptJob(password, salt, keylen, options)));
}

// --- HKDF (RFC 5869) ---------------------------------------------------------------------------------------------------

function hkdfJob(digest, key, salt, info, length) {
  validateString(digest, 'digest');
  const secret = require('internal:crypto/keys').secretBytes(key, undefined, 'ikm');
  const saltBytes = toBytes(salt, 'salt');
  const infoBytes = toBytes(info, 'info');
  validateInteger(length, 'length', 0, kMaxInt32);
  if (infoBytes.byteLength > 1024) throw new codes.ERR_OUT_OF_RANGE('info', 'must not contain more than 1024 bytes', infoBytes.byteLength);
  const name = digestName(digest);
  if (length > 255 * binding.digestInfo(digest)[0]) throw new codes.ERR_CRYPTO_INVALID_KEYLEN();
  return ['HKDF', hkdfParams(name, secret, saltBytes, infoBytes), length];
}

function hkdfParams(digest, secret, salt, info) {
  return ['t', 'digest', digest, 'o', 'key', secret, 'o', 'salt', salt, 'o', 'info', info];
}

function hkdf(digest, key, salt, info, length, callback) {
  const job = hkdfJob(digest, key, salt, info, length);
  validateFunction(callback, 'callback');
  deriveLater(job, (bytes) => bytes.buffer, callback);
}

function hkdfSync(digest, key, salt, info, length) {
  return deriveSync(hkdfJob(digest, key, salt, info, length)).buffer;
}

// --- Argon2 (RFC 9106) -------------------------------------------------------------------------------------------------

function argon2Job(algorithm, parameters) {
  validateString(algorithm, 'algorithm');
  validateOneOf(algorithm, 'algorithm', ['argon2d', 'argon2i', 'argon2id']);
  validateObject(parameters, 'parameters');
  const { parallelism, tagLength, memory, passes } = parameters;
  const message = toBytes(parameters.message, 'parameters.message');
  const nonce = toBytes(parameters.nonce, 'parameters.nonce');
  if (nonce.byteLength < 8) throw new codes.ERR_OUT_OF_RANGE('parameters.nonce.byteLength', '>= 8 && <= 4294967295', nonce.byteLength);
  validateInteger(parallelism, 'parameters.parallelism', 1, 2 ** 24 - 1);
  validateInteger(tagLength, 'parameters.tagLength', 4, 2 ** 32 - 1);
  validateInteger(memory, 'parameters.memory', 8 * parallelism, 2 ** 32 - 1);
  validateInteger(passes, 'parameters.passes', 1, 2 ** 32 - 1);
  const params = argon2Params(message, nonce, { parallelism, memory, passes });
  if (parameters.secret !== undefined) params.push('o', 'secret', toBytes(parameters.secret, 'parameters.secret'));
  if (parameters.associatedData !== undefined) params.push('o', 'ad', toBytes(parameters.associatedData, 'parameters.associatedData'));
  return [algorithm.toUpperCase(), params, tagLength];
}

/** One thread computes all lanes: the number of lanes is part of the result, that of threads is not. */
function argon2Params(message, nonce, { parallelism, memory, passes }) {
  return ['o', 'pass', message, 'o', 'salt', nonce, 'u', 'lanes', parallelism, 'u', 'threads', 1, 'u', 'memcost', memory, 'u', 'iter', passes];
}

function argon2(algorithm, parameters, callback) {
  const job = argon2Job(algorithm, parameters);
  validateFunction(callback, 'callback');
  deriveLater(job, toBuffer, callback);
}

function argon2Sync(algorithm, parameters) {
  return toBuffer(deriveSync(argon2Job(algorithm, parameters)));
}

module.exports = { argon2, argon2Params, argon2Sync, digestName, hkdf, hkdfParams, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync };
