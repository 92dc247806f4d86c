'use strict';

const { getOptionValue } = require('internal:process/options');
const { defineLazyProperties } = require('internal:shared/lazy');
const { deprecate } = require('internal:util/deprecate');

require('internal:crypto/library').prepare();

/** Each family is loaded when one of its names is first read: most programs use a hash and a random number. */
for (const [specifier, names] of [
  ['internal:crypto/cipher', ['createCipheriv', 'createDecipheriv', 'Cipheriv', 'Decipheriv']],
  ['internal:crypto/exchange', [
    'createDiffieHellman', 'createDiffieHellmanGroup', 'createECDH', 'diffieHellman', 'getDiffieHellman', 'DiffieHellman', 'DiffieHellmanGroup',
    'ECDH',
  ]],
  ['internal:crypto/generate', ['generateKey', 'generateKeySync', 'generateKeyPair', 'generateKeyPairSync']],
  ['internal:crypto/hash', ['createHash', 'createHmac', 'hash', 'Hash', 'Hmac']],
  ['internal:crypto/kdf', ['argon2', 'argon2Sync', 'hkdf', 'hkdfSync', 'pbkdf2', 'pbkdf2Sync', 'scrypt', 'scryptSync']],
  ['internal:crypto/kem', ['decapsulate', 'encapsulate']],
  ['internal:crypto/key_object', ['KeyObject']],
  ['internal:crypto/keys', ['createPrivateKey', 'createPublicKey', 'createSecretKey']],
  ['internal:crypto/library', ['getFips', 'secureHeapUsed', 'setEngine', 'setFips']],
  ['internal:crypto/mac', ['createMac']],
  ['internal:crypto/names', ['getCipherInfo', 'getCiphers', 'getCurves', 'getHashes', 'getMacs']],
  ['internal:crypto/pkcs12', ['parsePKCS12']],
  ['internal:crypto/prime', ['checkPrime', 'checkPrimeSync', 'generatePrime', 'generatePrimeSync']],
  ['internal:crypto/random', [
    'randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID', 'randomUUIDv7', 'timingSafeEqual',
  ]],
  ['internal:crypto/rsa', ['privateDecrypt', 'privateEncrypt', 'publicDecrypt', 'publicEncrypt']],
  ['internal:crypto/sign', ['createSign', 'createVerify', 'sign', 'verify', 'Sign', 'Verify']],
  ['internal:crypto/spkac', ['Certificate']],
  ['internal:crypto/x509', ['X509Certificate']],
]) {
  defineLazyProperties(module.exports, specifier, names);
}

Object.defineProperty(module.exports, 'constants', {
  __proto__: null, value: require('internal:crypto/constants'), writable: false, enumerable: true, configurable: false,
});
defineGetter('webcrypto', () => require('internal:crypto/webcrypto').crypto);
defineGetter('subtle', () => require('internal:crypto/webcrypto').subtle);
defineGetter('getRandomValues', () => require('internal:crypto/webcrypto').getRandomValues);

/** Names that programs of long ago use. */
for (const name of ['pseudoRandomBytes', 'prng', 'rng']) {
  const { randomBytes } = require('internal:crypto/random');
  const value = getOptionValue('--pending-deprecation') ? deprecate(randomBytes, `crypto.${name} is deprecated.`, 'DEP0115') : randomBytes;
  Object.defineProperty(module.exports, name, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}

Object.defineProperty(module.exports, 'fips', {
  __proto__: null,
  get: deprecate(() => module.exports.getFips(), 'The crypto.fips is deprecated. Please use crypto.getFips()', 'DEP0093'),
  set: deprecate((value) => module.exports.setFips(value), 'The crypto.fips is deprecated. Please use crypto.setFips()', 'DEP0093'),
  enumerable: false,
  configurable: false,
});

function defineGetter(name, load) {
  Object.defineProperty(module.exports, name, { __proto__: null, get: load, enumerable: true, configurable: false });
}
