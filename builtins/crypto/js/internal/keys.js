'use strict';

/** The functions that make a `KeyObject`, and what every function that takes a key does with it. */

const { codes } = require('internal:shared/errors');
const { validateObject } = require('internal:shared/validators');
const { isBytes, toBytes } = require('internal:crypto/bytes');
const { isCryptoKey, slotsOf } = require('internal:crypto/crypto_key');
const { handleOf, isKeyObject, KeyObject, wrap } = require('internal:crypto/key_object');
const { inputEncoding, inputPassphrase } = require('internal:crypto/key_options');
const { isURL } = require('internal:url/url');

const kDataTypes = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string'];
const kDataAndKeyTypes = [...kDataTypes, 'KeyObject', 'CryptoKey'];

// What a function wants a key for.
/** A public key, made from a private one where that is given. */
const kCreatePublic = 'create public';
/** A private key, never from a KeyObject. */
const kCreatePrivate = 'create private';
/** Any half will do: verifying, encrypting. */
const kConsumePublic = 'consume public';
/** Signing, decrypting. */
const kConsumePrivate = 'consume private';

/** Where the URI of a private key will do. */
const kWithUrl = { [kCreatePrivate]: [...kDataTypes, 'URL'], [kConsumePrivate]: [...kDataAndKeyTypes, 'URL'] };

/** @param {string | ArrayBuffer | ArrayBufferView} key @param {string} [encoding] */
function createSecretKey(key, encoding) {
  if (typeof key !== 'string' && !isBytes(key)) {
    throw new codes.ERR_INVALID_ARG_TYPE('key', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], key);
  }
  return wrap(binding.secretKey(toBytes(key, 'key', encoding)));
}

function createPrivateKey(key) {
  return wrap(asymmetricHandle(key, kCreatePrivate));
}

function createPublicKey(key) {
  return wrap(publicHalf(asymmetricHandle(key, kCreatePublic)));
}

function publicHalf(handle) {
  return handle.kind === 'private' ? handle.toPublic() : handle;
}

/** The native private key of a signing or decrypting function's argument. */
function privateHandle(key, name) {
  return asymmetricHandle(key, kConsumePrivate, name);
}

/** The native key of a verifying or encrypting function's argument; a private key serves too. */
function publicHandle(key, name) {
  return asymmetricHandle(key, kConsumePublic, name);
}

function asymmetricHandle(key, purpose, name = 'key') {
  if (isKeyObject(key)) return objectHandle(key, purpose);
  if (isCryptoKey(key)) return objectHandle(KeyObject.from(key), purpose);
  if (typeof key === 'string' || isBytes(key)) return parse(toBytes(key, name), { format: 'pem' }, purpose);
  if (isPrivate(purpose) && isURL(key)) return storedHandle(key);
  if (typeof key !== 'object' || key === null) throw wrongType(name, purpose, key);
  return describedHandle(key, purpose, name);
}

function describedHandle(key, purpose, name) {
  const { key: data, encoding, format } = key;
  if (isKeyObject(data)) return objectHandle(data, purpose);
  if (isCryptoKey(data)) return objectHandle(KeyObject.from(data), purpose);
  const wantsPrivate = isPrivate(purpose);
  if (wantsPrivate && isURL(data)) return storedHandle(data, inputPassphrase(key, name));
  if (format === 'jwk') {
    validateObject(data, `${name}.key`);
    return require('internal:crypto/jwk').importJwk(data, !wantsPrivate);
  }
  if (typeof format === 'string' && format.startsWith('raw-')) return require('internal:crypto/raw_keys').importRaw(key, !wantsPrivate);
  if (typeof data !== 'string' && !isBytes(data)) throw wrongType(`${name}.key`, purpose, data);
  return parse(toBytes(data, name, encoding), inputEncoding(key, name, wantsPrivate ? false : undefined), purpose);
}

function isPrivate(purpose) {
  return purpose === kConsumePrivate || purpose === kCreatePrivate;
}

/** A private key in a file, or wherever else OpenSSL's STORE reaches. @param {URL} url @param {Uint8Array} [passphrase] */
function storedHandle(url, passphrase) {
  require('internal:process/permission').requireOption('--allow-openssl-store');
  return binding.storedPrivateKey(url.href, passphrase);
}

function wrongType(name, purpose, value) {
  return new codes.ERR_INVALID_ARG_TYPE(name, kWithUrl[purpose] ?? kDataAndKeyTypes, value);
}

function objectHandle(key, purpose) {
  if (purpose === kCreatePrivate) {
    throw new codes.ERR_INVALID_ARG_TYPE('key', ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], key);
  }
  if (key.type !== 'private') {
    if (purpose !== kConsumePublic) throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'private');
    if (key.type !== 'public') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'private or public');
  }
  return handleOf(key);
}

/** DER has no label that would say which half it is; its structure does. */
function parse(data, { format, type, passphrase }, purpose) {
  if (purpose === kConsumePrivate || purpose === kCreatePrivate) return binding.privateKey(data, format, type ?? 'pkcs8', passphrase);
  if (format === 'der' && (type === 'pkcs8' || type === 'sec1')) return binding.privateKey(data, format, type, passphrase).toPublic();
  if (format === 'der' && type === 'pkcs1') return pkcs1(data, passphrase);
  return binding.publicKey(data, format, type ?? 'spki', passphrase);
}

/** PKCS#1 names both halves; the private one is the longer to read, so the public one is tried first. */
function pkcs1(data, passphrase) {
  try {
    return binding.publicKey(data, 'der', 'pkcs1', passphrase);
  } catch (publicError) {
    try {
      return binding.privateKey(data, 'der', 'pkcs1', passphrase).toPublic();
    } catch {
      throw publicError;
    }
  }
}

/** The bytes of a secret key given in any form. */
function secretBytes(key, encoding, name = 'key') {
  if (isKeyObject(key) || isCryptoKey(key)) return secretHandle(key).exportSecret();
  if (typeof key !== 'string' && !isBytes(key)) throw new codes.ERR_INVALID_ARG_TYPE(name, kDataAndKeyTypes, key);
  return toBytes(key, name, encoding);
}

/** The native secret key of any form. */
function secretHandle(key, encoding, name = 'key') {
  if (isKeyObject(key) || isCryptoKey(key)) {
    const handle = isKeyObject(key) ? handleOf(key) : slotsOf(key).handle;
    if (handle.kind !== 'secret') throw new codes.ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(handle.kind, 'secret');
    return handle;
  }
  return binding.secretKey(secretBytes(key, encoding, name));
}

module.exports = { createPrivateKey, createPublicKey, createSecretKey, privateHandle, publicHandle, secretBytes };
