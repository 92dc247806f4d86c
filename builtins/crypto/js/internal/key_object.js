'use strict';

/** `KeyObject`: a key that stays on the native side. */

const { codes } = require('internal:shared/errors');
const { validateObject, validateOneOf } = require('internal:shared/validators');
const { toBuffer } = require('internal:crypto/bytes');
const { kClone, markCloneable } = require('internal:web/transferable');

// It tells `util.types` what keys are.
require('internal:crypto/crypto_key');

const kHandle = Symbol('kHandle');
const kDetails = Symbol('kDetails');

class KeyObject {
  constructor(type, handle) {
    validateKeyType(type);
    if (typeof handle !== 'object' || !(handle instanceof binding.KeyHandle)) {
      throw new codes.ERR_INVALID_ARG_TYPE('handle', 'object', handle);
    }
    Object.defineProperty(this, kHandle, { __proto__: null, value: handle });
    markCloneable(this);
  }

  get type() {
    return this[kHandle].kind;
  }

  /** The key behind a `CryptoKey`. */
  static from(key) {
    if (!require('internal:crypto/crypto_key').isCryptoKey(key)) throw new codes.ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
    return wrap(require('internal:crypto/crypto_key').slotsOf(key).handle);
  }

  toCryptoKey(algorithm, extractable, keyUsages) {
    return require('internal:crypto/webcrypto/key_objects').toCryptoKey(this, algorithm, extractable, keyUsages);
  }

  /** @param {KeyObject} other */
  equals(other) {
    if (!isKeyObject(other)) throw new codes.ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', other);
    return other.type === this.type && this[kHandle].equals(other[kHandle]);
  }

  /** What a message carries is the key's material; the clone makes a native key of its own. */
  [kClone]() {
    return { data: materialOf(this), deserializeInfo: 'internal:crypto/key_object#fromMaterial' };
  }
}

Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { __proto__: null, value: 'KeyObject', configurable: true });

function validateKeyType(type) {
  if (type !== 'secret' && type !== 'public' && type !== 'private') throw new codes.ERR_INVALID_ARG_VALUE('type', type);
}

class SecretKeyObject extends KeyObject {
  /** Length in bytes. */
  get symmetricKeySize() {
    return this[kHandle].secretSize;
  }

  /** @param {{ format?: 'buffer' | 'jwk' }} [options] */
  export(options) {
    if (options !== undefined) {
      validateObject(options, 'options');
      validateOneOf(options.format, 'options.format', [undefined, 'buffer', 'jwk']);
      if (options.format === 'jwk') return { kty: 'oct', k: toBuffer(this[kHandle].exportSecret()).toString('base64url') };
    }
    return toBuffer(this[kHandle].exportSecret());
  }
}

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() {
    return require('internal:crypto/key_types').nodeKeyType(this[kHandle].typeName);
  }

  /** What is public about the key besides its type. The object is one and the same at every call. */
  get asymmetricKeyDetails() {
    if (this[kDetails] === undefined) {
      const value = require('internal:crypto/key_details').detailsOf(this.asymmetricKeyType, this[kHandle]);
      Object.defineProperty(this, kDetails, { __proto__: null, value });
    }
    return this[kDetails];
  }
}

class PublicKeyObject extends AsymmetricKeyObject {
  /** @param {{ type: 'spki' | 'pkcs1', format: 'pem' | 'der' | 'jwk' | 'raw-public' }} options */
  export(options) {
    const { publicOutput } = require('internal:crypto/key_options');
    if (options?.format === 'jwk') return require('internal:crypto/jwk').exportJwk(this);
    return exportPublic(this[kHandle], publicOutput(options, this.asymmetricKeyType));
  }
}

class PrivateKeyObject extends AsymmetricKeyObject {
  /** @param {{ type: 'pkcs8' | 'pkcs1' | 'sec1', format: 'pem' | 'der' | 'jwk', cipher?: string, passphrase?: string | Buffer }} options */
  export(options) {
    const { privateOutput } = require('internal:crypto/key_options');
    const encoding = privateOutput(options, this.asymmetricKeyType);
    return encoding.format === 'jwk' ? require('internal:crypto/jwk').exportJwk(this) : exportPrivate(this[kHandle], encoding);
  }
}

const kClasses = { secret: SecretKeyObject, public: PublicKeyObject, private: PrivateKeyObject };

/** The `KeyObject` of a native handle. */
function wrap(handle) {
  const kind = handle.kind;
  return new kClasses[kind](kind, handle);
}

/** @param {import('internal:crypto/key_options').KeyEncoding} encoding */
function exportPublic(handle, encoding) {
  if (encoding.format === 'jwk') return require('internal:crypto/jwk').exportJwk(wrap(handle));
  if (encoding.format.startsWith('raw')) return require('internal:crypto/raw_keys').exportRaw(handle, encoding);
  return written(handle.exportPublic(encoding.format, encoding.type), encoding.format);
}

/** @param {import('internal:crypto/key_options').KeyEncoding} encoding */
function exportPrivate(handle, encoding) {
  if (encoding.format === 'jwk') return require('internal:crypto/jwk').exportJwk(wrap(handle));
  if (encoding.format.startsWith('raw')) return require('internal:crypto/raw_keys').exportRaw(handle, encoding);
  return written(handle.exportPrivate(encoding.format, encoding.type, encoding.cipher, encoding.passphrase), encoding.format);
}

function written(bytes, format) {
  const buffer = toBuffer(bytes);
  return format === 'pem' ? buffer.toString('utf8') : buffer;
}

function materialOf(key) {
  const handle = key[kHandle];
  switch (handle.kind) {
    case 'secret': return { kind: 'secret', bytes: handle.exportSecret() };
    case 'public': return { kind: 'public', bytes: handle.exportPublic('der', 'spki') };
    default: return { kind: 'private', bytes: handle.exportPrivate('der', 'pkcs8') };
  }
}

function handleOfMaterial({ kind, bytes }) {
  switch (kind) {
    case 'secret': return binding.secretKey(bytes);
    case 'public': return binding.publicKey(bytes, 'der', 'spki');
    default: return binding.privateKey(bytes, 'der', 'pkcs8');
  }
}

function fromMaterial(material) {
  return wrap(handleOfMaterial(material));
}

function isKeyObject(value) {
  return value instanceof KeyObject && value[kHandle] !== undefined;
}

/** The native key of a `KeyObject`. */
function handleOf(key) {
  return key[kHandle];
}

module.exports = {
  KeyObject, exportPrivate, exportPublic, fromMaterial, handleOf, handleOfMaterial, isKeyObject, materialOf, wrap,
};
