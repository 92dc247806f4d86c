'use strict';

/** The global `crypto`: random values and identifiers here, `subtle` in `internal:crypto/webcrypto/subtle`. */

const { codes } = require('internal:shared/errors');

const kQuota = 65536;
const kIntegerArrays = new Set([
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'BigInt64Array', 'BigUint64Array',
]);

const kConstruct = Symbol('construct');
const typedArrayName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

class Crypto {
  #isReal = true;

  constructor(token) {
    if (token !== kConstruct) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
  }

  static isReal(value) {
    return typeof value === 'object' && value !== null && #isReal in value;
  }

  get subtle() {
    checkReceiver(this);
    return require('internal:crypto/webcrypto/subtle').subtle;
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

Object.defineProperty(Crypto.prototype, Symbol.toStringTag, { __proto__: null, value: 'Crypto', configurable: true });
for (const name of ['subtle', 'getRandomValues', 'randomUUID']) {
  Object.defineProperty(Crypto.prototype, name, { __proto__: null, enumerable: true });
}

const { isReal } = Crypto;
delete Crypto.isReal;

function checkReceiver(value) {
  if (!isReal(value)) throw new codes.ERR_INVALID_THIS('Crypto');
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

module.exports = {
  Crypto,
  crypto,
  getRandomValues,
  get CryptoKey() { return require('internal:crypto/crypto_key').CryptoKey; },
  get SubtleCrypto() { return require('internal:crypto/webcrypto/subtle').SubtleCrypto; },
  get subtle() { return require('internal:crypto/webcrypto/subtle').subtle; },
};
