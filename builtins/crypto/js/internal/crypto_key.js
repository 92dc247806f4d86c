'use strict';

/** `CryptoKey`: a key of the Web Cryptography API. What it holds is out of user code's reach, whatever that does to prototypes. */

const { codes } = require('internal:shared/errors');
const { customInspectSymbol, kEnumerableProperty } = require('internal:shared/constants');
const { kClone, markCloneable } = require('internal:web/transferable');

const kConstruct = Symbol('construct');

/**
 * @typedef {object} Slots
 * @property {object} handle the native key
 * @property {object} algorithm with plain properties
 * @property {Set<string>} usages
 * @property {boolean} extractable
 */

class CryptoKey {
  /** @type {Slots} */
  #slots;
  #algorithm;
  #usages;

  constructor(token, slots) {
    if (token !== kConstruct) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#slots = slots;
    markCloneable(this);
  }

  get type() {
    return slotsOf(this).handle.kind;
  }

  get extractable() {
    return slotsOf(this).extractable;
  }

  /** The same object at every call; changing it does not change the key. */
  get algorithm() {
    const { algorithm } = slotsOf(this);
    this.#algorithm ??= copyAlgorithm(algorithm);
    return this.#algorithm;
  }

  get usages() {
    const { usages } = slotsOf(this);
    this.#usages ??= [...usages];
    return this.#usages;
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal:util/inspect');
    const { type, extractable, algorithm, usages } = this;
    return `CryptoKey ${inspect({ type, extractable, algorithm, usages }, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }

  [kClone]() {
    const { algorithm, extractable, handle, usages } = this.#slots;
    const { materialOf, wrap } = require('internal:crypto/key_object');
    return { data: { algorithm, extractable, usages: [...usages], material: materialOf(wrap(handle)) }, deserializeInfo: 'internal:crypto/crypto_key#revive' };
  }

  static slots(key) {
    if (typeof key !== 'object' || key === null || !(#slots in key)) throw new codes.ERR_INVALID_THIS('CryptoKey');
    return key.#slots;
  }

  static is(value) {
    return typeof value === 'object' && value !== null && #slots in value;
  }
}

const slotsOf = CryptoKey.slots;
const isCryptoKey = CryptoKey.is;
delete CryptoKey.slots;
delete CryptoKey.is;

Object.defineProperties(CryptoKey.prototype, {
  type: kEnumerableProperty,
  extractable: kEnumerableProperty,
  algorithm: kEnumerableProperty,
  usages: kEnumerableProperty,
  [Symbol.toStringTag]: { __proto__: null, value: 'CryptoKey', configurable: true },
});

function copyAlgorithm(algorithm) {
  const copy = { ...algorithm };
  if (copy.hash !== undefined) copy.hash = { ...copy.hash };
  if (copy.publicExponent !== undefined) copy.publicExponent = new Uint8Array(copy.publicExponent);
  return copy;
}

/** The order in which usages are listed. */
const kUsages = [
  'encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey', 'encapsulateBits', 'decapsulateBits', 'encapsulateKey',
  'decapsulateKey',
];

/**
 * @param {object} handle @param {object} algorithm @param {Iterable<string>} usages @param {boolean} extractable
 * @returns {CryptoKey}
 */
function makeCryptoKey(handle, algorithm, usages, extractable) {
  const given = new Set(usages);
  return new CryptoKey(kConstruct, { handle, algorithm, usages: new Set(kUsages.filter((usage) => given.has(usage))), extractable });
}

function revive({ algorithm, extractable, usages, material }) {
  const { handleOfMaterial } = require('internal:crypto/key_object');
  return makeCryptoKey(handleOfMaterial(material), algorithm, usages, extractable);
}

require('internal:util/types').setKeyTests({ isCryptoKey, isKeyObject: (value) => require('internal:crypto/key_object').isKeyObject(value) });

module.exports = { CryptoKey, isCryptoKey, kUsages, makeCryptoKey, revive, slotsOf };
