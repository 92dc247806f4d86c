'use strict';

/** The global `crypto`: random values, identifiers and `subtle.digest()`. The rest of SubtleCrypto says that it is not there. */

const { codes } = require('internal:shared/errors');
const { isBytes } = require('internal:crypto/bytes');

const kQuota = 65536;
const kIntegerArrays = new Set([
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'BigInt64Array', 'BigUint64Array',
]);
const kDigests = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };
const kUnavailable = ['decrypt', 'deriveBits', 'deriveKey', 'encrypt', 'exportKey', 'generateKey', 'importKey', 'sign', 'unwrapKey', 'verify', 'wrapKey'];

const kConstruct = Symbol('construct');
const typedArrayName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

class SubtleCrypto {
  constructor(token) {
    if (token !== kConstruct) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  /** @returns {Promise<ArrayBuffer>} */
  async digest(algorithm, data) {
    const name = `${typeof algorithm === 'string' ? algorithm : algorithm?.name}`.toUpperCase();
    const digest = kDigests[name];
    if (digest === undefined) throw domException('Unrecognized algorithm name', 'NotSupportedError');
    if (!isBytes(data)) throw new codes.ERR_INVALID_ARG_TYPE('data', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], data);
    return binding.hashOnce(digest, data).buffer;
  }
}

for (const name of kUnavailable) {
  const method = async () => { throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(`crypto.subtle.${name}`); };
  Object.defineProperty(method, 'name', { __proto__: null, value: name });
  Object.defineProperty(SubtleCrypto.prototype, name, { __proto__: null, value: method, writable: true, enumerable: true, configurable: true });
}

const subtle = new SubtleCrypto(kConstruct);

class Crypto {
  constructor(token) {
    if (token !== kConstruct) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  get subtle() {
    checkReceiver(this);
    return subtle;
  }

  getRandomValues(array) {
    checkReceiver(this);
    return getRandomValues(array);
  }

  randomUUID() {
    checkReceiver(this);
    return require('internal:crypto/random').randomUUID();
  }
}

for (const [Class, tag] of [[Crypto, 'Crypto'], [SubtleCrypto, 'SubtleCrypto']]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, value: tag, configurable: true });
}
for (const name of ['subtle', 'getRandomValues', 'randomUUID']) {
  Object.defineProperty(Crypto.prototype, name, { __proto__: null, enumerable: true });
}

function checkReceiver(value) {
  if (!(value instanceof Crypto)) throw new codes.ERR_INVALID_THIS('Crypto');
}

/** Fills an integer array of at most 64 KiB. */
function getRandomValues(array) {
  if (!kIntegerArrays.has(Reflect.apply(typedArrayName, array, []))) {
    throw domException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
  }
  if (array.byteLength > kQuota) throw domException('The requested length exceeds 65,536 bytes', 'QuotaExceededError');
  if (array.byteLength > 0) binding.randomFill(array);
  return array;
}

function domException(message, name) {
  const { DOMException } = require('internal:web/dom_exception');
  return new DOMException(message, name);
}

const crypto = new Crypto(kConstruct);

module.exports = { Crypto, SubtleCrypto, crypto, subtle, getRandomValues };
