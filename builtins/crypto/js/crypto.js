'use strict';

const { codes } = require('internal:shared/errors');
const generate = require('internal:crypto/generate');
const hashes = require('internal:crypto/hash');
const kdf = require('internal:crypto/kdf');
const keys = require('internal:crypto/keys');
const random = require('internal:crypto/random');
const signatures = require('internal:crypto/sign');

/** Functions and classes of Node that are not here yet; each says so when it is called. */
const kUnavailable = [
  'argon2', 'argon2Sync', 'checkPrime', 'checkPrimeSync', 'createCipheriv', 'createDecipheriv', 'createDiffieHellman',
  'createDiffieHellmanGroup', 'createECDH', 'decapsulate', 'diffieHellman', 'encapsulate', 'generatePrime', 'generatePrimeSync',
  'getCipherInfo', 'getDiffieHellman', 'privateDecrypt', 'privateEncrypt', 'publicDecrypt', 'publicEncrypt', 'secureHeapUsed', 'setEngine',
  'setFips', 'Certificate', 'Cipheriv', 'Decipheriv', 'DiffieHellman', 'DiffieHellmanGroup', 'ECDH', 'X509Certificate',
];

function unavailable(name) {
  function missing() {
    throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(`crypto.${name}`);
  }
  Object.defineProperty(missing, 'name', { __proto__: null, value: name, configurable: true });
  return missing;
}

module.exports = {
  ...Object.fromEntries(kUnavailable.map((name) => [name, unavailable(name)])),
  createHash: hashes.createHash,
  createHmac: hashes.createHmac,
  createPrivateKey: keys.createPrivateKey,
  createPublicKey: keys.createPublicKey,
  createSecretKey: keys.createSecretKey,
  createSign: signatures.createSign,
  createVerify: signatures.createVerify,
  ...generate,
  ...kdf,
  getCiphers: () => [],
  getCurves: () => ['prime256v1', 'secp256k1', 'secp384r1', 'secp521r1'],
  getFips: () => 0,
  getHashes: hashes.getHashes,
  hash: hashes.hash,
  ...random,
  sign: signatures.sign,
  verify: signatures.verify,
  Hash: hashes.Hash,
  Hmac: hashes.Hmac,
  KeyObject: keys.KeyObject,
  Sign: signatures.Sign,
  Verify: signatures.Verify,
};

defineLazy('constants', () => require('internal:crypto/constants'));
defineLazy('webcrypto', () => require('internal:crypto/webcrypto').crypto);
defineLazy('subtle', () => require('internal:crypto/webcrypto').subtle);
defineLazy('getRandomValues', () => require('internal:crypto/webcrypto').getRandomValues);

function defineLazy(name, load) {
  Object.defineProperty(module.exports, name, { __proto__: null, get: load, enumerable: true, configurable: true });
}
