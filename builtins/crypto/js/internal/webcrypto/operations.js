'use strict';

/** What keys do: encrypt, sign, derive, encapsulate. Parameters are normalized, keys are slots. */

const { slotsOf } = require('internal:crypto/crypto_key');
const { argon2Params, hkdfParams } = require('internal:crypto/kdf');
const { kOpensslHashes } = require('internal:crypto/webcrypto/algorithms');
const { failure, invalidAccess, job } = require('internal:crypto/webcrypto/failure');

const kEmpty = new Uint8Array(0);

// --- Ciphers -----------------------------------------------------------------------------------------------------------

/** @param {'encrypt' | 'decrypt'} direction */
function cipher(direction, algorithm, key, data) {
  switch (algorithm.name) {
    case 'RSA-OAEP':
      return oaep(direction, algorithm, key, data);
    case 'AES-CTR':
      return counterMode(direction, algorithm, key, data);
    case 'AES-CBC':
      return job(binding.cipherOnce, cipherName(key, 'cbc'), direction, key.handle, algorithm.iv, undefined, 0, data);
    case 'AES-KW':
      return wrapping(direction, key, data);
    default:
      return aead(direction, algorithm, key, data);
  }
}

function cipherName(key, mode) {
  return `aes-${key.handle.secretSize * 8}-${mode}`;
}

function oaep(direction, { label }, key, data) {
  if (key.handle.kind !== (direction === 'encrypt' ? 'public' : 'private')) throw invalidAccess('The requested operation is not valid for the provided key');
  const hash = kOpensslHashes[key.algorithm.hash.name];
  const params = ['t', 'pad-mode', 'oaep', 't', 'digest', hash, 't', 'mgf1-digest', hash];
  if (label?.byteLength > 0) params.push('o', 'oaep-label', label);
  return job(binding.transformBytes, key.handle, direction, params, data);
}

function aead(direction, { name, additionalData, iv, tagLength = 128 }, key, data) {
  const algorithm = name === 'ChaCha20-Poly1305' ? 'chacha20-poly1305' : cipherName(key, name.slice(4).toLowerCase());
  if (direction === 'decrypt' && data.byteLength < tagLength / 8) throw failure('The provided data is too small.', 'OperationError');
  return job(binding.cipherOnce, algorithm, direction, key.handle, iv, additionalData, tagLength / 8, data);
}

/** RFC 3394 with its own initial value; what does not fit fails there. */
function wrapping(direction, key, data) {
  const initial = new Uint8Array(8).fill(0xa6);
  return job(binding.cipherOnce, cipherName(key, 'wrap'), direction, key.handle, initial, undefined, 0, data);
}

/** OpenSSL counts in all 128 bits; where fewer are counted, the message is cut where they wrap around. */
async function counterMode(direction, { counter, length }, key, data) {
  const name = cipherName(key, 'ctr');
  const run = (iv, part) => job(binding.cipherOnce, name, direction, key.handle, iv, undefined, 0, part);
  const blocks = BigInt(Math.ceil(data.byteLength / 16));
  if (blocks > 1n << BigInt(length)) throw failure('The operation failed for an operation-specific reason', 'OperationError');
  const before = blocksBeforeWrap(counter, length);
  if (blocks <= before) return run(counter, data);
  const at = Number(before) * 16;
  const parts = [await run(counter, data.slice(0, at)), await run(wrapped(counter, length), data.slice(at))];
  const out = new Uint8Array(data.byteLength);
  out.set(parts[0]);
  out.set(parts[1], at);
  return out;
}

function blocksBeforeWrap(counter, length) {
  let value = 0n;
  for (const byte of counter) value = (value << 8n) | BigInt(byte);
  return (1n << BigInt(length)) - BigInt.asUintN(length, value);
}

/** The counter with its counting bits at zero. */
function wrapped(counter, length) {
  const out = new Uint8Array(counter);
  for (let bit = 0; bit < length; bit++) out[15 - (bit >> 3)] &= ~(1 << (bit & 7));
  return out;
}

// --- Signatures --------------------------------------------------------------------------------------------------------

function sign(algorithm, key, data) {
  if (isMac(algorithm)) return mac(algorithm, key, data);
  requireKind(key, 'private');
  const { digest, params, encoding } = signature(algorithm, key);
  return job(binding.signOnce, key.handle, digest, params, data, encoding);
}

async function verify(algorithm, key, given, data) {
  if (isMac(algorithm)) {
    const expected = await mac(algorithm, key, data);
    return expected.byteLength === given.byteLength && binding.equalInConstantTime(expected, given);
  }
  requireKind(key, 'public');
  const { digest, params, encoding } = signature(algorithm, key);
  return job(binding.verifyOnce, key.handle, digest, params, data, given, encoding);
}

function requireKind({ handle }, kind) {
  if (handle.kind !== kind) throw invalidAccess('The requested operation is not valid for the provided key');
}

function isMac({ name }) {
  return name === 'HMAC' || name.startsWith('KMAC');
}

function mac({ name, customization, outputLength }, key, data) {
  if (name === 'HMAC') return job(binding.macOnce, 'HMAC', key.handle, ['t', 'digest', kOpensslHashes[key.algorithm.hash.name]], data);
  if (outputLength === 0) return kEmpty;
  const params = ['u', 'size', outputLength / 8];
  if (customization?.byteLength > 0) params.push('o', 'custom', customization);
  return job(binding.macOnce, name === 'KMAC128' ? 'KMAC-128' : 'KMAC-256', key.handle, params, data);
}

function signature({ name, context, hash, saltLength }, key) {
  switch (name) {
    case 'RSASSA-PKCS1-v1_5':
      return { digest: kOpensslHashes[key.algorithm.hash.name], params: ['t', 'pad-mode', 'pkcs1'] };
    case 'RSA-PSS':
      return { digest: kOpensslHashes[key.algorithm.hash.name], params: ['t', 'pad-mode', 'pss', 's', 'saltlen', saltLength] };
    case 'ECDSA':
      return { digest: kOpensslHashes[hash.name], encoding: 'ieee-p1363' };
    default:
      return { params: context?.byteLength > 0 ? ['o', 'context-string', context] : undefined };
  }
}

// --- Digests -----------------------------------------------------------------------------------------------------------

function digest({ name, outputLength }, data) {
  return job(binding.hashOnce, kOpensslHashes[name], data, outputLength === undefined ? undefined : outputLength / 8);
}

// --- Derivation --------------------------------------------------------------------------------------------------------

/** What can be said of a length before anything is derived. @param {number | null} length bits */
function checkDerivedLength({ name, hash }, length) {
  if (/^(?:ECDH|X)/.test(name)) return;
  if (length === null) throw failure('length cannot be null', 'OperationError');
  if (length % 8 !== 0) throw failure('length must be a multiple of 8', 'OperationError');
  if (name === 'HKDF' && length / 8 > 255 * binding.digestInfo(kOpensslHashes[hash.name])[0]) {
    throw failure('length exceeds the maximum derived bit length', 'OperationError');
  }
  if (name.startsWith('Argon2') && length < 32) throw failure('length must be >= 32', 'OperationError');
}

/** @returns {Promise<Uint8Array>} */
async function deriveBits(algorithm, key, length) {
  if (/^(?:ECDH|X)/.test(algorithm.name)) return sharedBits(algorithm, key, length);
  checkDerivedLength(algorithm, length);
  if (length === 0) return kEmpty;
  const [name, params, secret] = derivation(algorithm);
  return job(binding.deriveBytes, name, params, length / 8, key.handle, secret);
}

/** OpenSSL's function, its parameters and which of them the key is. */
function derivation(algorithm) {
  const { name, hash, salt } = algorithm;
  switch (name) {
    case 'HKDF': {
      const params = hkdfParams(kOpensslHashes[hash.name], kEmpty, salt, algorithm.info);
      params.splice(3, 3);
      return ['HKDF', params, 'key'];
    }
    case 'PBKDF2':
      return ['PBKDF2', ['o', 'salt', salt, 'u', 'iter', algorithm.iterations, 't', 'digest', kOpensslHashes[hash.name], 's', 'pkcs5', 1], 'pass'];
    default: {
      const params = argon2Params(kEmpty, algorithm.nonce, algorithm).slice(3);
      if (algorithm.secretValue !== undefined) params.push('o', 'secret', algorithm.secretValue);
      if (algorithm.associatedData !== undefined) params.push('o', 'ad', algorithm.associatedData);
      return [name.toUpperCase(), params, 'pass'];
    }
  }
}

async function sharedBits(algorithm, key, length) {
  const peer = slotsOf(algorithm.public);
  requireFittingPeer(peer, key);
  const secret = await job(binding.deriveSecret, key.handle, peer.handle, undefined);
  if (length === null) return secret;
  if (secret.byteLength * 8 < length) throw failure('derived bit length is too small', 'OperationError');
  const bytes = secret.slice(0, Math.ceil(length / 8));
  if (length % 8 !== 0) bytes[bytes.length - 1] &= 0xff << (8 - (length % 8));
  return bytes;
}

function requireFittingPeer(peer, key) {
  if (key.handle.kind !== 'private') throw invalidAccess('baseKey must be a private key');
  if (peer.handle.kind !== 'public') throw invalidAccess('algorithm.public must be a public key');
  if (peer.algorithm.name !== key.algorithm.name) throw invalidAccess('key algorithm mismatch');
  if (peer.algorithm.namedCurve !== key.algorithm.namedCurve) throw invalidAccess('Named curve mismatch');
}

// --- Encapsulation -----------------------------------------------------------------------------------------------------

async function encapsulate(key) {
  requireKind(key, 'public');
  const [ciphertext, sharedKey] = await job(binding.encapsulateSecret, key.handle, undefined);
  return { ciphertext, sharedKey };
}

function decapsulate(key, ciphertext) {
  requireKind(key, 'private');
  return job(binding.decapsulateSecret, key.handle, undefined, ciphertext);
}

module.exports = { checkDerivedLength, cipher, decapsulate, deriveBits, digest, encapsulate, sign, verify };
