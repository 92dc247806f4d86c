'use strict';

/** Generating keys. */

const { codes } = require('internal:shared/errors');
const { validateFunction, validateInteger, validateObject, validateOneOf, validateString, validateUint32 } = require('internal:shared/validators');
const { createSecretKey, pairOf } = require('internal:crypto/keys');
const { randomBytes } = require('internal:crypto/random');

const kTypes = ['rsa', 'ec', 'ed25519', 'ed448', 'x25519', 'x448'];

function checkPair(type, options) {
  validateString(type, 'type');
  if (!kTypes.includes(type)) throw new codes.ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  if (options !== undefined) validateObject(options, 'options');
  if (type === 'rsa') {
    validateObject(options, 'options');
    validateUint32(options.modulusLength, 'options.modulusLength');
    return [type, options.modulusLength, ''];
  }
  if (type !== 'ec') return [type, 0, ''];
  validateObject(options, 'options');
  validateString(options.namedCurve, 'options.namedCurve');
  return [type, 0, options.namedCurve];
}

function encodePair(pkcs8, options) {
  const { publicKey, privateKey } = pairOf(pkcs8);
  return {
    publicKey: options?.publicKeyEncoding === undefined ? publicKey : publicKey.export(options.publicKeyEncoding),
    privateKey: options?.privateKeyEncoding === undefined ? privateKey : privateKey.export(options.privateKeyEncoding),
  };
}

function generateKeyPairSync(type, options) {
  return encodePair(binding.generateKey(...checkPair(type, options)), options);
}

function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') [callback, options] = [options, undefined];
  validateFunction(callback, 'callback');
  binding.generateKey(...checkPair(type, options), (err, pkcs8) => {
    if (err !== null) return callback(err);
    const { publicKey, privateKey } = encodePair(pkcs8, options);
    callback(null, publicKey, privateKey);
  });
}

/** `util.promisify(generateKeyPair)` gives an object. */
Object.defineProperty(generateKeyPair, Symbol.for('nodejs.util.promisify.custom'), {
  __proto__: null,
  value: (type, options) => new Promise((resolve, reject) => {
    generateKeyPair(type, options, (err, publicKey, privateKey) => (err ? reject(err) : resolve({ publicKey, privateKey })));
  }),
});

function generateKeySync(type, options) {
  validateOneOf(type, 'type', ['hmac', 'aes']);
  validateObject(options, 'options');
  if (type === 'aes') validateOneOf(options.length, 'options.length', [128, 192, 256]);
  else validateInteger(options.length, 'options.length', 8, 2 ** 31 - 1);
  return createSecretKey(randomBytes(Math.floor(options.length / 8)));
}

function generateKey(type, options, callback) {
  validateFunction(callback, 'callback');
  const key = generateKeySync(type, options);
  process.nextTick(callback, null, key);
}

module.exports = { generateKeyPair, generateKeyPairSync, generateKey, generateKeySync };
