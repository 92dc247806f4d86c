'use strict';

/** The algorithms by operation, and how the argument that names one is normalized (Web Cryptography API, section 18). */

const { codes } = require('internal:shared/errors');
const { failure, notSupported, operationError } = require('internal:crypto/webcrypto/failure');
const webidl = require('internal:crypto/webcrypto/webidl');

const { toBigInteger, toBytesCopy, toCryptoKeyArgument, toInteger, toOctet, toText, toUnsignedLong } = webidl;

/** A hash is normalized too. One of another family has no name; the check of the dictionary that it is in says so. */
function toHash(value, where) {
  const identifier = webidl.toIdentifier(value, where);
  const name = typeof identifier === 'string' ? identifier : `${identifier.name}`;
  return /^SHA/i.test(name) ? normalize(identifier, 'digest') : { name: '' };
}

const kName = ['name', toText, true];
const toLength16 = toInteger(0xffff);

/** Members of the parameter dictionaries, by their names in the specification; inherited ones first, then in order. */
const kDictionaries = {
  __proto__: null,
  AeadParams: [['additionalData', toBytesCopy], ['iv', toBytesCopy, true], ['tagLength', toOctet]],
  AesCbcParams: [['iv', toBytesCopy, true]],
  AesCtrParams: [['counter', toBytesCopy, true], ['length', toOctet, true]],
  AesKeyGenParams: [['length', toLength16, true]],
  AesDerivedKeyParams: [['length', toLength16, true]],
  Argon2Params: [
    ['associatedData', toBytesCopy], ['memory', toUnsignedLong, true], ['nonce', toBytesCopy, true], ['parallelism', toUnsignedLong, true],
    ['passes', toUnsignedLong, true], ['secretValue', toBytesCopy], ['version', toOctet],
  ],
  ContextParams: [['context', toBytesCopy]],
  CShakeParams: [['customization', toBytesCopy], ['functionName', toBytesCopy], ['length', toUnsignedLong], ['outputLength', toUnsignedLong]],
  EcdhKeyDeriveParams: [['public', toCryptoKeyArgument, true]],
  EcdsaParams: [['hash', toHash, true]],
  EcKeyGenParams: [['namedCurve', toText, true]],
  EcKeyImportParams: [['namedCurve', toText, true]],
  HkdfParams: [['hash', toHash, true], ['info', toBytesCopy, true], ['salt', toBytesCopy, true]],
  HmacKeyGenParams: [['hash', toHash, true], ['length', toUnsignedLong]],
  HmacImportParams: [['hash', toHash, true], ['length', toUnsignedLong]],
  KmacKeyGenParams: [['length', toUnsignedLong]],
  KmacImportParams: [['length', toUnsignedLong]],
  KmacParams: [['customization', toBytesCopy], ['length', toUnsignedLong], ['outputLength', toUnsignedLong]],
  Pbkdf2Params: [['hash', toHash, true], ['iterations', toUnsignedLong, true], ['salt', toBytesCopy, true]],
  RsaHashedImportParams: [['hash', toHash, true]],
  RsaHashedKeyGenParams: [['modulusLength', toUnsignedLong, true], ['publicExponent', toBigInteger, true], ['hash', toHash, true]],
  RsaOaepParams: [['label', toBytesCopy]],
  RsaPssParams: [['saltLength', toUnsignedLong, true]],
};

const kRsa = ['RSASSA-PKCS1-v1_5', 'RSA-PSS', 'RSA-OAEP'];
const kEc = ['ECDSA', 'ECDH'];
const kOkp = ['Ed25519', 'Ed448', 'X25519', 'X448'];
const kMlDsa = ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'];
const kMlKem = ['ML-KEM-512', 'ML-KEM-768', 'ML-KEM-1024'];
const kAes = ['AES-CTR', 'AES-CBC', 'AES-GCM', 'AES-KW', 'AES-OCB'];
const kKmac = ['KMAC128', 'KMAC256'];
const kArgon2 = ['Argon2d', 'Argon2i', 'Argon2id'];
const kHashes = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512', 'SHA3-256', 'SHA3-384', 'SHA3-512'];

/** @param {[names: string[], dictionary?: string][]} groups */
function table(...groups) {
  const rows = { __proto__: null };
  for (const [names, type] of groups) {
    for (const name of names) rows[name.toLowerCase()] = { name, type };
  }
  return rows;
}

const kCiphers = table([['RSA-OAEP'], 'RsaOaepParams'], [['AES-CTR'], 'AesCtrParams'], [['AES-CBC'], 'AesCbcParams'],
  [['AES-GCM', 'AES-OCB', 'ChaCha20-Poly1305'], 'AeadParams']);
const kSignatures = table([['RSASSA-PKCS1-v1_5', 'HMAC', 'Ed25519']], [['RSA-PSS'], 'RsaPssParams'], [['ECDSA'], 'EcdsaParams'],
  [['Ed448', ...kMlDsa], 'ContextParams'], [kKmac, 'KmacParams']);

/** What each operation takes, by algorithm. */
const kOperations = {
  __proto__: null,
  digest: table([kHashes], [['cSHAKE128', 'cSHAKE256'], 'CShakeParams']),
  generateKey: table([kRsa, 'RsaHashedKeyGenParams'], [kEc, 'EcKeyGenParams'], [[...kOkp, ...kMlDsa, ...kMlKem, 'ChaCha20-Poly1305']],
    [kAes, 'AesKeyGenParams'], [['HMAC'], 'HmacKeyGenParams'], [kKmac, 'KmacKeyGenParams']),
  importKey: table([kRsa, 'RsaHashedImportParams'], [kEc, 'EcKeyImportParams'],
    [[...kOkp, ...kMlDsa, ...kMlKem, ...kAes, ...kArgon2, 'ChaCha20-Poly1305', 'HKDF', 'PBKDF2']], [['HMAC'], 'HmacImportParams'],
    [kKmac, 'KmacImportParams']),
  exportKey: table([[...kRsa, ...kEc, ...kOkp, ...kMlDsa, ...kMlKem, ...kAes, ...kKmac, 'ChaCha20-Poly1305', 'HMAC']]),
  sign: kSignatures,
  verify: kSignatures,
  encrypt: kCiphers,
  decrypt: kCiphers,
  wrapKey: table([['AES-KW']]),
  unwrapKey: table([['AES-KW']]),
  deriveBits: table([['HKDF'], 'HkdfParams'], [['PBKDF2'], 'Pbkdf2Params'], [['ECDH', 'X25519', 'X448'], 'EcdhKeyDeriveParams'],
    [kArgon2, 'Argon2Params']),
  'get key length': table([kAes, 'AesDerivedKeyParams'], [['HMAC'], 'HmacImportParams'], [kKmac, 'KmacImportParams'],
    [['HKDF', 'PBKDF2', 'ChaCha20-Poly1305', ...kArgon2]]),
  encapsulate: table([kMlKem]),
  decapsulate: table([kMlKem]),
};

const kWhere = { prefix: 'Failed to normalize algorithm', context: 'passed algorithm' };

/**
 * @param {string | object} algorithm
 * @param {string} operation
 * @returns {{ name: string }} a copy that user code cannot change
 */
function normalize(algorithm, operation) {
  const isObject = (typeof algorithm === 'object' && algorithm !== null) || typeof algorithm === 'function';
  if (!isObject) return normalize({ name: asText(algorithm) }, operation);
  const { name } = webidl.dictionary('Algorithm', [kName])(algorithm, kWhere);
  const row = kOperations[operation][name.toLowerCase()];
  if (row === undefined) throw notSupported('Unrecognized algorithm name');
  if (row.type === undefined) return { name: row.name };
  const parameters = webidl.dictionary(row.type, kDictionaries[row.type])(algorithm, kWhere);
  const normalized = { name: row.name, ...parameters };
  checkParameters(normalized, row.type);
  return normalized;
}

function operation(message) {
  return failure(message, 'OperationError');
}

/** What is no dictionary is a name. */
function asText(value) {
  if (typeof value === 'symbol') throw new codes.ERR_INVALID_ARG_TYPE('algorithm', ['string', 'Object'], value);
  return `${value}`;
}

/** What can be said of parameters before there is a key. */
function checkParameters(algorithm, type) {
  switch (type) {
    case 'AesCbcParams':
      if (algorithm.iv.byteLength !== 16) throw operation('algorithm.iv must contain exactly 16 bytes');
      break;
    case 'AesCtrParams':
      if (algorithm.counter.byteLength !== 16) throw operation('algorithm.counter must contain exactly 16 bytes');
      if (algorithm.length === 0 || algorithm.length > 128) throw operation('AES-CTR algorithm.length must be between 1 and 128');
      break;
    case 'AeadParams':
      checkAead(algorithm);
      break;
    case 'AesKeyGenParams':
    case 'AesDerivedKeyParams':
      if (![128, 192, 256].includes(algorithm.length)) throw operation('AES key length must be 128, 192, or 256 bits');
      break;
    case 'CShakeParams':
    case 'KmacParams':
      checkOutputLength(algorithm, type);
      break;
    case 'HmacKeyGenParams':
    case 'HmacImportParams':
    case 'KmacKeyGenParams':
    case 'KmacImportParams':
      checkSecretLength(algorithm, type);
      break;
    case 'Pbkdf2Params':
      if (algorithm.iterations === 0) throw operation('iterations cannot be zero');
      requireSha(algorithm.hash, type);
      break;
    case 'Argon2Params':
      checkArgon2(algorithm);
      break;
    case 'EcKeyGenParams':
    case 'EcKeyImportParams':
      if (!['P-256', 'P-384', 'P-521'].includes(algorithm.namedCurve)) throw notSupported('Unrecognized namedCurve');
      break;
    case 'ContextParams':
      if (algorithm.context?.byteLength > 255) throw contextTooLong();
      break;
    case 'RsaHashedKeyGenParams':
      checkRsa(algorithm);
      break;
    default:
      if (algorithm.hash !== undefined) requireSha(algorithm.hash, type);
  }
}

function contextTooLong() {
  const cause = Object.assign(new RangeError('context string must be at most 255 bytes'), { code: 'ERR_OUT_OF_RANGE' });
  return operationError(cause);
}

function requireSha({ name }, type) {
  if (!name.startsWith('SHA')) throw notSupported(`Only SHA hashes are supported in ${type}`);
}

const kTagLengths = {
  __proto__: null, 'AES-GCM': [32, 64, 96, 104, 112, 120, 128], 'AES-OCB': [64, 96, 128], 'ChaCha20-Poly1305': [128],
};

function checkAead({ name, iv, tagLength = 128 }) {
  if (!kTagLengths[name].includes(tagLength)) throw operation(`${tagLength} is not a valid ${name} tag length`);
  if (name === 'AES-OCB' && (iv.byteLength === 0 || iv.byteLength > 15)) throw operation('AES-OCB algorithm.iv must be between 1 and 15 bytes');
  if (name === 'ChaCha20-Poly1305' && iv.byteLength !== 12) throw operation('ChaCha20-Poly1305 algorithm.iv must contain exactly 12 bytes');
}

/** Earlier drafts called it `length`. */
function checkOutputLength(algorithm, type) {
  algorithm.outputLength ??= algorithm.length;
  delete algorithm.length;
  if (algorithm.outputLength === undefined) webidl.dictionary(type, [['outputLength', toUnsignedLong, true]])({}, kWhere);
  if (algorithm.outputLength % 8 !== 0) throw notSupported(`Unsupported ${type} length`);
  if (type !== 'CShakeParams') return;
  if (algorithm.functionName?.byteLength > 0) throw notSupported('Non zero-length CShakeParams.functionName is not supported');
  if (algorithm.customization?.byteLength > 0) throw notSupported('Non zero-length CShakeParams.customization is not supported');
}

function checkSecretLength({ hash, length }, type) {
  const isImport = type.endsWith('ImportParams');
  if (hash !== undefined) requireSha(hash, type);
  if (length === undefined) {
    if (hash?.name.startsWith('SHA3') && !isImport) throw notSupported(`Explicit ${type}.length member is required`);
    return;
  }
  if (length === 0) throw failure(`${type}.length cannot be 0`, isImport ? 'DataError' : 'OperationError');
}

function checkArgon2({ memory, parallelism, passes, version }) {
  if (version !== undefined && version !== 0x13) throw operation(`${version} is not a valid Argon2 version`);
  if (parallelism === 0 || parallelism > 2 ** 24 - 1) throw operation('parallelism must be > 0 and < 16777215');
  if (memory < 8 * parallelism) throw operation('memory must be at least 8 times the degree of parallelism');
  if (passes === 0) throw operation('passes must be > 0');
}

function checkRsa({ hash, publicExponent }) {
  requireSha(hash, 'RsaHashedKeyGenParams');
  if (publicExponent.length === 0 || publicExponent.every((byte) => byte === 0)) throw operation('algorithm.publicExponent must be odd');
  const significant = publicExponent.slice(publicExponent.findIndex((byte) => byte !== 0));
  if (significant.length > 4) throw operation('The publicExponent must be equivalent to an unsigned 32-bit value');
  if (significant.at(-1) % 2 === 0) throw operation('algorithm.publicExponent must be odd');
  if (significant.length === 1 && significant[0] < 3) throw operation('algorithm.publicExponent must be at least 3');
}

/** OpenSSL's names of the hashes. */
const kOpensslHashes = {
  __proto__: null, 'SHA-1': 'SHA1', 'SHA-256': 'SHA2-256', 'SHA-384': 'SHA2-384', 'SHA-512': 'SHA2-512',
  'SHA3-256': 'SHA3-256', 'SHA3-384': 'SHA3-384', 'SHA3-512': 'SHA3-512', 'cSHAKE128': 'SHAKE-128', 'cSHAKE256': 'SHAKE-256',
};
/** Their block sizes in bits, which are HMAC's key lengths where none is given. */
const kBlockBits = {
  __proto__: null, 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024, 'SHA3-256': 1088, 'SHA3-384': 832, 'SHA3-512': 576,
};

module.exports = { kBlockBits, kMlDsa, kMlKem, kOkp, kOpensslHashes, kOperations, kRsa, normalize };
