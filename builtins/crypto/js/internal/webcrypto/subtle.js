'use strict';

/** `SubtleCrypto`. Its methods convert their arguments, normalize the algorithm, check the key, and leave the work to the families. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { kUsages, slotsOf } = require('internal:crypto/crypto_key');
const { kOperations, normalize } = require('internal:crypto/webcrypto/algorithms');
const { dataError, invalidAccess, notSupported, operationError, syntaxError } = require('internal:crypto/webcrypto/failure');
const keyPairs = require('internal:crypto/webcrypto/key_pairs');
const operations = require('internal:crypto/webcrypto/operations');
const secretKeys = require('internal:crypto/webcrypto/secret_keys');
const webidl = require('internal:crypto/webcrypto/webidl');

const kConstruct = Symbol('construct');
const kOrdinals = ['1st', '2nd', '3rd', '4th', '5th', '6th', '7th'];

const toFormat = webidl.toEnumeration('KeyFormat', ['raw', 'pkcs8', 'spki', 'jwk', 'raw-public', 'raw-seed', 'raw-secret', 'raw-private']);
const toUsages = webidl.toSequence(webidl.toEnumeration('KeyUsage', kUsages));
const { toBoolean, toBytesCopy, toCryptoKeyArgument, toIdentifier } = webidl;

/** A JWK or bytes; which of them is wanted the format says. */
function toKeyData(value, where) {
  return ArrayBuffer.isView(value) || require('internal:crypto/bytes').isAnyArrayBuffer(value) ? toBytesCopy(value, where) : value;
}

const toJsonWebKey = webidl.dictionary('JsonWebKey', []);

function checkKeyData(format, keyData) {
  const where = { prefix: "Failed to execute 'importKey' on 'SubtleCrypto'", context: '2nd argument' };
  if (format === 'jwk') toJsonWebKey(keyData, where);
  else if (!ArrayBuffer.isView(keyData)) toBytesCopy(keyData, where);
}

/** What a method takes, in order; arguments from `required` on may be left out. */
function converted(method, args, converters, required = converters.length) {
  const prefix = `Failed to execute '${method}' on 'SubtleCrypto'`;
  webidl.requireArguments(args.length, required, prefix);
  return converters.map((convert, i) =>
    (i >= required && args[i] === undefined ? undefined : convert(args[i], { prefix, context: `${kOrdinals[i]} argument` })));
}

/** The slots of a key that may do this with such an algorithm. */
function usable(key, algorithm, usage) {
  const slots = slotsOf(key);
  if (slots.algorithm.name !== algorithm.name || !slots.usages.has(usage)) throw invalidAccess(complaint(usage));
  return slots;
}

function complaint(usage) {
  const signs = usage === 'sign' || usage === 'verify';
  return signs ? `Unable to use this key to ${usage}` : 'The requested operation is not valid for the provided key';
}

function buffer(bytes) {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

class SubtleCrypto {
  #isReal = true;

  constructor(token) {
    if (token !== kConstruct) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  static isReal(value) {
    return typeof value === 'object' && value !== null && #isReal in value;
  }

  /** Whether an operation would take an algorithm. */
  static supports(operation, algorithm, lengthOrAdditionalAlgorithm = null) {
    if (this !== SubtleCrypto) throw new codes.ERR_INVALID_THIS('SubtleCrypto constructor');
    webidl.requireArguments(arguments.length, 2, "Failed to execute 'supports' on 'SubtleCrypto'");
    return require('internal:crypto/webcrypto/supports').supports(webidl.toText(operation, { prefix: '', context: '' }), algorithm, lengthOrAdditionalAlgorithm);
  }
}

const { isReal } = SubtleCrypto;
delete SubtleCrypto.isReal;

/** The methods; each is called with its arguments and answers with what its promise gives. */
const kMethods = {
  async encrypt(...args) {
    return crypt('encrypt', args);
  },
  async decrypt(...args) {
    return crypt('decrypt', args);
  },
  async sign(...args) {
    const [algorithm, key, data] = converted('sign', args, [toIdentifier, toCryptoKeyArgument, toBytesCopy]);
    const normalized = normalize(algorithm, 'sign');
    return buffer(await operations.sign(normalized, usable(key, normalized, 'sign'), data));
  },
  async verify(...args) {
    const [algorithm, key, signature, data] = converted('verify', args, [toIdentifier, toCryptoKeyArgument, toBytesCopy, toBytesCopy]);
    const normalized = normalize(algorithm, 'verify');
    return operations.verify(normalized, usable(key, normalized, 'verify'), signature, data);
  },
  async digest(...args) {
    const [algorithm, data] = converted('digest', args, [toIdentifier, toBytesCopy]);
    return buffer(await operations.digest(normalize(algorithm, 'digest'), data));
  },
  async generateKey(...args) {
    const [algorithm, extractable, usages] = converted('generateKey', args, [toIdentifier, toBoolean, toUsages]);
    const normalized = normalize(algorithm, 'generateKey');
    return familyOf(normalized).generateKey(normalized, extractable, usages);
  },
  async deriveKey(...args) {
    const [algorithm, key, derived, extractable, usages] =
      converted('deriveKey', args, [toIdentifier, toCryptoKeyArgument, toIdentifier, toBoolean, toUsages]);
    const normalized = normalize(algorithm, 'deriveBits');
    const importing = normalize(derived, 'importKey');
    const length = secretKeys.derivedLength(normalize(derived, 'get key length'));
    const base = deriving(key, normalized, 'deriveKey');
    const bits = await operations.deriveBits(normalized, base, length);
    return secretKeys.importKey('raw-secret', bits, importing, extractable, usages);
  },
  async deriveBits(...args) {
    const [algorithm, key, length = null] = converted('deriveBits', args, [toIdentifier, toCryptoKeyArgument, toNullableLength], 2);
    const normalized = normalize(algorithm, 'deriveBits');
    return buffer(await operations.deriveBits(normalized, deriving(key, normalized, 'deriveBits'), length));
  },
  async importKey(...args) {
    const [format, keyData, algorithm, extractable, usages] =
      converted('importKey', args, [toFormat, toKeyData, toIdentifier, toBoolean, toUsages]);
    checkKeyData(format, keyData);
    return imported(format, keyData, normalize(algorithm, 'importKey'), extractable, usages);
  },
  async exportKey(...args) {
    const [format, key] = converted('exportKey', args, [toFormat, toCryptoKeyArgument]);
    return exported(format, slotsOf(key));
  },
  async wrapKey(...args) {
    const [format, key, wrappingKey, algorithm] = converted('wrapKey', args, [toFormat, toCryptoKeyArgument, toCryptoKeyArgument, toIdentifier]);
    const normalized = wrappingAlgorithm(algorithm, 'wrapKey', 'encrypt');
    const wrapping = usable(wrappingKey, normalized, 'wrapKey');
    const data = exported(format, slotsOf(key));
    const bytes = format === 'jwk' ? Buffer.from(jwkText(data, normalized)) : new Uint8Array(data);
    return buffer(await operations.cipher('encrypt', normalized, wrapping, bytes));
  },
  async unwrapKey(...args) {
    const [format, wrapped, unwrappingKey, algorithm, unwrappedAlgorithm, extractable, usages] = converted(
      'unwrapKey', args, [toFormat, toBytesCopy, toCryptoKeyArgument, toIdentifier, toIdentifier, toBoolean, toUsages]);
    const normalized = wrappingAlgorithm(algorithm, 'unwrapKey', 'decrypt');
    const importing = normalize(unwrappedAlgorithm, 'importKey');
    const bytes = await operations.cipher('decrypt', normalized, usable(unwrappingKey, normalized, 'unwrapKey'), wrapped);
    return imported(format, format === 'jwk' ? parsedJwk(bytes) : bytes, importing, extractable, usages);
  },
  async getPublicKey(...args) {
    const [key, usages] = converted('getPublicKey', args, [toCryptoKeyArgument, toUsages]);
    const slots = slotsOf(key);
    if (slots.handle.kind === 'secret') throw notSupported('key must be a private key');
    if (slots.handle.kind !== 'private') throw invalidAccess('key must be a private key');
    return keyPairs.publicKeyOf(slots, usages);
  },
  async encapsulateBits(...args) {
    const [algorithm, key] = converted('encapsulateBits', args, [toIdentifier, toCryptoKeyArgument]);
    const normalized = normalize(algorithm, 'encapsulate');
    const { ciphertext, sharedKey } = await operations.encapsulate(usable(key, normalized, 'encapsulateBits'));
    return { sharedKey: buffer(sharedKey), ciphertext: buffer(ciphertext) };
  },
  async encapsulateKey(...args) {
    const [algorithm, key, sharedAlgorithm, extractable, usages] =
      converted('encapsulateKey', args, [toIdentifier, toCryptoKeyArgument, toIdentifier, toBoolean, toUsages]);
    const normalized = normalize(algorithm, 'encapsulate');
    const importing = normalize(sharedAlgorithm, 'importKey');
    const { ciphertext, sharedKey } = await operations.encapsulate(usable(key, normalized, 'encapsulateKey'));
    return { sharedKey: secretKeys.importKey('raw-secret', sharedKey, importing, extractable, usages), ciphertext: buffer(ciphertext) };
  },
  async decapsulateBits(...args) {
    const [algorithm, key, ciphertext] = converted('decapsulateBits', args, [toIdentifier, toCryptoKeyArgument, toBytesCopy]);
    const normalized = normalize(algorithm, 'decapsulate');
    return buffer(await operations.decapsulate(usable(key, normalized, 'decapsulateBits'), ciphertext));
  },
  async decapsulateKey(...args) {
    const [algorithm, key, ciphertext, sharedAlgorithm, extractable, usages] = converted(
      'decapsulateKey', args, [toIdentifier, toCryptoKeyArgument, toBytesCopy, toIdentifier, toBoolean, toUsages]);
    const normalized = normalize(algorithm, 'decapsulate');
    const importing = normalize(sharedAlgorithm, 'importKey');
    const sharedKey = await operations.decapsulate(usable(key, normalized, 'decapsulateKey'), ciphertext);
    return secretKeys.importKey('raw-secret', sharedKey, importing, extractable, usages);
  },
};

/** How many arguments each shows to ask for. */
const kLengths = {
  encrypt: 3, decrypt: 3, sign: 3, verify: 4, digest: 2, generateKey: 3, deriveKey: 5, deriveBits: 2, importKey: 5, exportKey: 2, wrapKey: 4, unwrapKey: 7,
  getPublicKey: 2, encapsulateBits: 2, encapsulateKey: 5, decapsulateBits: 3, decapsulateKey: 6,
};

for (const name of Object.keys(kLengths)) {
  const work = kMethods[name];
  const method = {
    async [name](...args) {
      if (!isReal(this)) throw new codes.ERR_INVALID_THIS('SubtleCrypto');
      return work(...args);
    },
  }[name];
  Object.defineProperty(method, 'length', { __proto__: null, value: kLengths[name], configurable: true });
  Object.defineProperty(SubtleCrypto.prototype, name, { __proto__: null, value: method, writable: true, enumerable: true, configurable: true });
}
Object.defineProperty(SubtleCrypto, 'supports', { __proto__: null, enumerable: true });
Object.defineProperty(SubtleCrypto.prototype, Symbol.toStringTag, { __proto__: null, value: 'SubtleCrypto', configurable: true });

async function crypt(direction, args) {
  const [algorithm, key, data] = converted(direction, args, [toIdentifier, toCryptoKeyArgument, toBytesCopy]);
  const normalized = normalize(algorithm, direction);
  return buffer(await operations.cipher(direction, normalized, usable(key, normalized, direction), data));
}

function toNullableLength(value, where) {
  return value === null ? null : webidl.toUnsignedLong(value, where);
}

function familyOf({ name }) {
  return keyPairs.isPairAlgorithm(name) ? keyPairs : secretKeys;
}

function deriving(key, algorithm, usage) {
  const slots = slotsOf(key);
  if (!slots.usages.has(usage)) throw invalidAccess(`baseKey does not have ${usage} usage`);
  if (slots.algorithm.name !== algorithm.name) throw invalidAccess('Key algorithm mismatch');
  return slots;
}

function imported(format, keyData, algorithm, extractable, usages) {
  if (format === 'jwk' && (keyData == null || ArrayBuffer.isView(keyData) || typeof keyData !== 'object')) throw dataError('Invalid keyData');
  if (format === 'jwk') keyData = { ...keyData };
  const key = familyOf(algorithm).importKey(format, keyData, algorithm, extractable, usages);
  if (usages.length === 0 && key.type !== 'public') throw syntaxError(`Usages cannot be empty when importing a ${key.type} key.`);
  return key;
}

/** @param {import('internal:crypto/crypto_key').Slots} slots @returns {ArrayBuffer | object} */
function exported(format, slots) {
  if (kOperations.exportKey[slots.algorithm.name.toLowerCase()] === undefined) throw notSupported(`${slots.algorithm.name} key export is not supported`);
  if (!slots.extractable) throw invalidAccess('key is not extractable');
  let result;
  try {
    result = familyOf(slots.algorithm).exportKey(format, slots);
  } catch (err) {
    throw typeof err?.code === 'string' ? operationError(err) : err;
  }
  if (format !== 'jwk') return buffer(result);
  return { key_ops: [...slots.usages], ext: slots.extractable, ...result };
}

function wrappingAlgorithm(algorithm, operation, fallback) {
  try {
    return normalize(algorithm, operation);
  } catch (err) {
    if (err?.name !== 'NotSupportedError') throw err;
    return normalize(algorithm, fallback);
  }
}

/** Key wrap takes multiples of 8 bytes; spaces after JSON do no harm. */
function jwkText(jwk, { name }) {
  const text = JSON.stringify(jwk);
  return name === 'AES-KW' ? text.padEnd(Math.ceil(text.length / 8) * 8) : text;
}

function parsedJwk(bytes) {
  let jwk;
  try {
    jwk = JSON.parse(new (require('internal:web/encoding').TextDecoder)('utf-8', { fatal: true }).decode(bytes));
  } catch (err) {
    throw dataError('Invalid wrapped JWK key', err);
  }
  if (typeof jwk !== 'object' || jwk === null || jwk.kty === undefined) throw dataError('Invalid wrapped JWK key');
  return jwk;
}

const subtle = new SubtleCrypto(kConstruct);

module.exports = { SubtleCrypto, subtle };
