'use strict';

/** `KeyObject` and the functions that make one. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateObject, validateOneOf, validateString } = require('internal:shared/validators');
const { isBytes, toBuffer, toBytes } = require('internal:crypto/bytes');

const kHandle = Symbol('kHandle');
const kKeyTypes = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string', 'KeyObject', 'CryptoKey'];

/** A key that stays on the native side. */
class KeyObject {
  constructor(type, handle) {
    validateOneOf(type, 'type', ['secret', 'public', 'private']);
    if (!(handle instanceof binding.KeyHandle)) throw new codes.ERR_INVALID_ARG_TYPE('handle', 'object', handle);
    Object.defineProperty(this, kHandle, { __proto__: null, value: handle });
  }

  get type() {
    return this[kHandle].kind;
  }

  /** @param {KeyObject} other */
  equals(other) {
    if (!(other instanceof KeyObject)) throw new codes.ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', other);
    return other.type === this.type && this[kHandle].equals(other[kHandle]);
  }

  get [Symbol.toStringTag]() {
    return 'KeyObject';
  }
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
      if (options.format === 'jwk') {
        return { kty: 'oct', k: toBuffer(this[kHandle].exportSecret()).toString('base64url') };
      }
    }
    return toBuffer(this[kHandle].exportSecret());
  }
}

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() {
    return this[kHandle].asymmetricType;
  }

  get asymmetricKeyDetails() {
    switch (this.asymmetricKeyType) {
      case 'rsa':
      case 'rsa-pss':
        return { modulusLength: this[kHandle].bits, publicExponent: 65537n };
      case 'ec':
        return { namedCurve: this[kHandle].namedCurve };
      default:
        return {};
    }
  }
}

class PublicKeyObject extends AsymmetricKeyObject {
  /** @param {{ type: 'spki' | 'pkcs1', format: 'pem' | 'der' }} options */
  export(options) {
    return exportKey(this, options, this.asymmetricKeyType === 'rsa' ? ['pkcs1', 'spki'] : ['spki']);
  }
}

class PrivateKeyObject extends AsymmetricKeyObject {
  /** @param {{ type: 'pkcs8' | 'pkcs1' | 'sec1', format: 'pem' | 'der', cipher?: string, passphrase?: string | Buffer }} options */
  export(options) {
    const own = { 'rsa': ['pkcs1'], 'ec': ['sec1'] }[this.asymmetricKeyType] ?? [];
    return exportKey(this, options, [...own, 'pkcs8']);
  }
}

const kClasses = { secret: SecretKeyObject, public: PublicKeyObject, private: PrivateKeyObject };

function wrap(handle) {
  const Class = kClasses[handle.kind];
  return new Class(handle.kind, handle);
}

function exportKey(key, options, structures) {
  validateObject(options, 'options');
  if (options.format === 'jwk') throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('exporting asymmetric keys as JWK');
  const structure = options.type ?? (structures.length === 1 ? structures[0] : undefined);
  if (!structures.includes(structure)) throw new codes.ERR_INVALID_ARG_VALUE('options.type', options.type);
  if (options.format !== 'pem' && options.format !== 'der') throw new codes.ERR_INVALID_ARG_VALUE('options.format', options.format);
  const { cipher, passphrase } = encryption(options);
  const bytes = toBuffer(key[kHandle].export(structure, options.format, cipher, passphrase));
  return options.format === 'pem' ? bytes.toString('utf8') : bytes;
}

function encryption(options) {
  if (options.cipher === undefined || options.cipher === null) return {};
  validateString(options.cipher, 'options.cipher');
  return { cipher: options.cipher, passphrase: toBytes(options.passphrase, 'options.passphrase') };
}

/** @param {string | ArrayBuffer | ArrayBufferView} key */
function createSecretKey(key, encoding) {
  if (typeof key !== 'string' && !isBytes(key)) {
    throw new codes.ERR_INVALID_ARG_TYPE('key', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], key);
  }
  return wrap(binding.secretKey(toBytes(key, 'key', encoding)));
}

/** What a key argument says: a KeyObject, or data with its format. */
function describe(key) {
  if (key instanceof KeyObject) return { object: key };
  if (typeof key === 'string' || isBytes(key)) return { data: toBytes(key, 'key'), format: 'pem' };
  if (typeof key !== 'object' || key === null) throw new codes.ERR_INVALID_ARG_TYPE('key', kKeyTypes, key);
  if (key.key instanceof KeyObject) return { object: key.key };
  const format = key.format ?? 'pem';
  if (format === 'jwk') throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM('importing asymmetric keys from JWK');
  if (typeof key.key !== 'string' && !isBytes(key.key)) throw new codes.ERR_INVALID_ARG_TYPE('key.key', kKeyTypes, key.key);
  if (format !== 'pem' && format !== 'der') throw new codes.ERR_INVALID_ARG_VALUE('options.format', format);
  const passphrase = key.passphrase === undefined || key.passphrase === null ? undefined : toBytes(key.passphrase, 'key.passphrase', key.encoding);
  return { data: toBytes(key.key, 'key.key', key.encoding), format, type: key.type, passphrase };
}

function createPrivateKey(key) {
  const { object, data, format, passphrase } = describe(key);
  if (object !== undefined) {
    if (object.type === 'private') return object;
    throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(object.type, 'private');
  }
  return wrap(binding.privateKey(data, format, passphrase));
}

function createPublicKey(key) {
  const { object, data, format, type, passphrase } = describe(key);
  if (object !== undefined) {
    if (object.type === 'private') return wrap(binding.publicFromPrivate(object[kHandle]));
    throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(object.type, 'private');
  }
  return wrap(binding.publicKey(data, format, type, passphrase));
}

/** The native private key of a signing function's argument. */
function privateHandle(key) {
  return createPrivateKey(key)[kHandle];
}

/** The native public key of a verifying function's argument; a private key serves too. */
function publicHandle(key) {
  const { object } = describe(key);
  if (object !== undefined) {
    if (object.type === 'secret') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE('secret', 'public or private');
    return object[kHandle];
  }
  return createPublicKey(key)[kHandle];
}

/** The bytes of a secret key given in any form. */
function secretBytes(key, encoding) {
  if (key instanceof KeyObject) {
    if (key.type !== 'secret') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'secret');
    return key[kHandle].exportSecret();
  }
  if (typeof key !== 'string' && !isBytes(key)) {
    throw new codes.ERR_INVALID_ARG_TYPE('key', ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'KeyObject', 'CryptoKey'], key);
  }
  return toBytes(key, 'key', encoding);
}

/** A key pair from a native private key in PKCS#8. @param {Uint8Array} pkcs8 */
function pairOf(pkcs8) {
  const privateKey = wrap(binding.privateKey(Buffer.from(pkcs8), 'der', undefined));
  return { publicKey: createPublicKey(privateKey), privateKey };
}

module.exports = { KeyObject, createSecretKey, createPrivateKey, createPublicKey, privateHandle, publicHandle, secretBytes, pairOf };
