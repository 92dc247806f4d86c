'use strict';

/** Keys of AES, ChaCha20-Poly1305, HMAC, KMAC, HKDF, PBKDF2 and Argon2. */

const { Buffer } = require('node:buffer');
const { makeCryptoKey } = require('internal:crypto/crypto_key');
const { toBuffer } = require('internal:crypto/bytes');
const { kBlockBits } = require('internal:crypto/webcrypto/algorithms');
const { checkUsages, dataError, job, notSupported, syntaxError } = require('internal:crypto/webcrypto/failure');
const { checkJwk } = require('internal:crypto/webcrypto/jwk_checks');

const kCipherUsages = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
const kWrapUsages = ['wrapKey', 'unwrapKey'];
const kMacUsages = ['sign', 'verify'];
const kDeriveUsages = ['deriveKey', 'deriveBits'];
const kOnlyForDeriving = /^(?:HKDF|PBKDF2|Argon2)/;
/** These came after `raw` had been found too vague. */
const kWithoutRaw = /^(?:AES-OCB|ChaCha20-Poly1305|KMAC|Argon2)/;

function usagesOf(name) {
  if (name === 'AES-KW') return kWrapUsages;
  if (name.startsWith('AES') || name === 'ChaCha20-Poly1305') return kCipherUsages;
  return kOnlyForDeriving.test(name) ? kDeriveUsages : kMacUsages;
}

/** Bits of a generated key. */
function generatedLength({ name, hash, length }) {
  if (name === 'HMAC') return length ?? kBlockBits[hash.name];
  if (name === 'KMAC128') return length ?? 128;
  return length ?? 256;
}

async function generateKey(algorithm, extractable, usages) {
  checkUsages(usages, usagesOf(algorithm.name), algorithm.name);
  if (usages.length === 0) throw syntaxError('Usages cannot be empty when creating a key.');
  const length = generatedLength(algorithm);
  const bytes = new Uint8Array(Math.ceil(length / 8));
  await job(binding.randomFill, bytes);
  return makeCryptoKey(binding.secretKey(inBits(bytes, length)), keyAlgorithm(algorithm, length), usages, extractable);
}

/** What the key says of itself. */
function keyAlgorithm({ name, hash }, length) {
  if (name === 'HMAC') return { name, length, hash: { name: hash.name } };
  if (name === 'ChaCha20-Poly1305' || kOnlyForDeriving.test(name)) return { name };
  return { name, length };
}

function importKey(format, keyData, algorithm, extractable, usages) {
  const { name } = algorithm;
  checkUsages(usages, usagesOf(name), name === 'PBKDF2' || name === 'HKDF' ? `a ${name}` : name);
  if (kOnlyForDeriving.test(name) && extractable) throw syntaxError(`${name} keys are not extractable`);
  const bytes = secretOf(format, keyData, algorithm, extractable, usages);
  return fromBytes(bytes, algorithm, extractable, usages);
}

function fromBytes(bytes, algorithm, extractable, usages) {
  const length = checkedLength(bytes, algorithm);
  if (usages.length === 0) throw syntaxError('Usages cannot be empty when importing a secret key.');
  return makeCryptoKey(binding.secretKey(inBits(bytes, length)), keyAlgorithm(algorithm, length), usages, extractable);
}

/** So many bits of a key; what is left of the last byte is 0. @param {Uint8Array} bytes @param {number} length */
function inBits(bytes, length) {
  if (length % 8 === 0) return bytes;
  const kept = new Uint8Array(toBuffer(bytes));
  kept[kept.length - 1] &= 0xff << (8 - (length % 8));
  return kept;
}

function secretOf(format, keyData, algorithm, extractable, usages) {
  const { name } = algorithm;
  if (format === 'raw-secret' || (format === 'raw' && !kWithoutRaw.test(name))) return keyData;
  if (format !== 'jwk' || kOnlyForDeriving.test(name)) throw notSupported(`Unable to import ${name} using ${format} format`);
  if (keyData.kty === undefined) throw dataError('Invalid keyData');
  checkJwk(keyData, { kty: 'oct', use: usagesOf(name) === kMacUsages ? 'sig' : 'enc', usages, extractable });
  if (typeof keyData.k !== 'string') throw dataError('Invalid keyData');
  const bytes = Buffer.from(keyData.k, 'base64url');
  checkedLength(bytes, algorithm);
  if (keyData.alg !== undefined && keyData.alg !== jwkAlgorithm(algorithm, bytes.length * 8)) {
    throw dataError('JWK "alg" does not match the requested algorithm');
  }
  return bytes;
}

/** @returns {number} bits */
function checkedLength(bytes, { name, length }) {
  const bits = bytes.byteLength * 8;
  if (name.startsWith('AES')) {
    if (bits !== 128 && bits !== 192 && bits !== 256) throw dataError('Invalid key length');
  } else if (name === 'ChaCha20-Poly1305') {
    if (bits !== 256) throw dataError('Invalid key length');
  } else if (!kOnlyForDeriving.test(name)) {
    if (bits === 0) throw dataError('Zero-length key is not supported');
    if (length === undefined) return bits;
    if (length > bits || length <= bits - 8) throw dataError('Invalid key length');
    return length;
  }
  return bits;
}

const kJwkHashes = { __proto__: null, 'SHA-1': 'HS1', 'SHA-256': 'HS256', 'SHA-384': 'HS384', 'SHA-512': 'HS512' };

/** RFC 7518 and the registrations after it. */
function jwkAlgorithm({ name, hash }, bits) {
  switch (name) {
    case 'HMAC': return kJwkHashes[hash.name];
    case 'KMAC128': return 'K128';
    case 'KMAC256': return 'K256';
    case 'ChaCha20-Poly1305': return 'C20P';
    default: return `A${bits}${name.slice(4)}`;
  }
}

/** @param {import('internal:crypto/crypto_key').Slots} slots */
function exportKey(format, { handle, algorithm }) {
  const { name } = algorithm;
  if (format === 'raw-secret' || (format === 'raw' && !kWithoutRaw.test(name))) return handle.exportSecret();
  if (format !== 'jwk') throw notSupported(`Unable to export ${name} secret key using ${format} format`);
  const jwk = { kty: 'oct', k: toBuffer(handle.exportSecret()).toString('base64url') };
  const alg = jwkAlgorithm(algorithm, handle.secretSize * 8);
  if (alg !== undefined) jwk.alg = alg;
  return jwk;
}

/** Bits that `deriveKey()` must derive for such a key; null for as many as there are. */
function derivedLength({ name, hash, length }) {
  if (kOnlyForDeriving.test(name)) return null;
  if (name === 'HMAC') return length ?? kBlockBits[hash.name];
  if (name === 'KMAC128') return length ?? 128;
  return length ?? 256;
}

module.exports = { derivedLength, exportKey, fromBytes, generateKey, importKey };
