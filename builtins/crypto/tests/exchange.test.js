'use strict';

const assert = require('node:assert');
const crypto = require('node:crypto');

// Both sides find the same secret.
const alice = crypto.createECDH('prime256v1');
const bob = crypto.createECDH('prime256v1');
const fromAlice = alice.generateKeys('hex', 'compressed');
bob.generateKeys();
assert.deepStrictEqual(bob.computeSecret(fromAlice, 'hex'), alice.computeSecret(bob.getPublicKey()));
assert.strictEqual(crypto.ECDH.convertKey(fromAlice, 'prime256v1', 'hex', 'hex', 'uncompressed'), alice.getPublicKey('hex'));
assert.throws(() => alice.computeSecret(Buffer.alloc(65)), { code: 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY' });
assert.throws(() => alice.setPrivateKey(Buffer.alloc(32)), { code: 'ERR_CRYPTO_INVALID_KEYTYPE' });
assert.throws(() => crypto.createECDH('nothing'), { code: 'ERR_CRYPTO_INVALID_CURVE' });

const group = crypto.getDiffieHellman('modp5');
const own = crypto.createDiffieHellman(group.getPrime(), group.getGenerator());
group.generateKeys();
own.generateKeys();
assert.deepStrictEqual(own.computeSecret(group.getPublicKey()), group.computeSecret(own.getPublicKey()));
assert.strictEqual(group.setPrivateKey, undefined);
assert.throws(() => own.computeSecret(Buffer.from([1])), { code: 'ERR_CRYPTO_INVALID_KEYLEN', message: 'Supplied key is too small' });

// By key objects, now and later.
const x = crypto.generateKeyPairSync('x25519');
const y = crypto.generateKeyPairSync('x25519');
const secret = crypto.diffieHellman({ privateKey: x.privateKey, publicKey: y.publicKey });
crypto.diffieHellman({ privateKey: y.privateKey, publicKey: x.publicKey }, (err, later) => {
  assert.ifError(err);
  assert.deepStrictEqual(later, secret);
});
assert.throws(() => crypto.diffieHellman({ privateKey: x.privateKey, publicKey: crypto.generateKeyPairSync('x448').publicKey }), {
  code: 'ERR_CRYPTO_INCOMPATIBLE_KEY',
});

for (const [type, options] of [['ml-kem-768'], ['x25519'], ['rsa', { modulusLength: 1024 }]]) {
  const { publicKey, privateKey } = crypto.generateKeyPairSync(type, options);
  const { sharedKey, ciphertext } = crypto.encapsulate(publicKey);
  assert.deepStrictEqual(crypto.decapsulate(privateKey, ciphertext), sharedKey);
}

// RSA in both directions; a wrong padding gives other bytes rather than an oracle (implicit rejection).
const rsa = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const message = Buffer.from('message');
const oaep = { oaepHash: 'sha256', oaepLabel: Buffer.from('label') };
const sealed = crypto.publicEncrypt({ key: rsa.publicKey, ...oaep }, message);
assert.deepStrictEqual(crypto.privateDecrypt({ key: rsa.privateKey, ...oaep }, sealed), message);
assert.throws(() => crypto.privateDecrypt(rsa.privateKey, sealed), { code: 'ERR_OSSL_RSA_OAEP_DECODING_ERROR' });
assert.deepStrictEqual(crypto.publicDecrypt(rsa.publicKey, crypto.privateEncrypt(rsa.privateKey, message)), message);
const padding = crypto.constants.RSA_PKCS1_PADDING;
assert.notDeepStrictEqual(crypto.privateDecrypt({ key: rsa.privateKey, padding }, sealed), message);

// Primes.
assert.strictEqual(crypto.checkPrimeSync(crypto.generatePrimeSync(64, { bigint: true })), true);
assert.strictEqual(crypto.checkPrimeSync(91n), false);
assert.throws(() => crypto.generatePrimeSync(32, { add: 2n ** 40n }), { code: 'ERR_OUT_OF_RANGE' });
