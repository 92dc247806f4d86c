'use strict';

const assert = require('node:assert');
const crypto = require('node:crypto');

const kTypes = [
  ['rsa', { modulusLength: 1024 }], ['ec', { namedCurve: 'P-384' }], ['ed25519'], ['ed448'], ['x25519'], ['ml-dsa-44'],
];

// Every form comes back as the same key.
for (const [type, options] of kTypes) {
  const { publicKey, privateKey } = crypto.generateKeyPairSync(type, options);
  assert.strictEqual(publicKey.asymmetricKeyType, type);
  for (const format of ['pem', 'der', 'jwk']) {
    const spki = publicKey.export({ format, type: 'spki' });
    assert(crypto.createPublicKey({ key: spki, format, type: 'spki' }).equals(publicKey), `${type} ${format}`);
    const pkcs8 = privateKey.export({ format, type: 'pkcs8' });
    assert(crypto.createPrivateKey({ key: pkcs8, format, type: 'pkcs8' }).equals(privateKey), `${type} ${format}`);
    assert(crypto.createPublicKey({ key: pkcs8, format, type: 'pkcs8' }).equals(publicKey), `${type} ${format}`);
  }
  const passphrase = 'secret';
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase });
  assert(crypto.createPrivateKey({ key: pem, passphrase }).equals(privateKey));
  assert.throws(() => crypto.createPrivateKey({ key: pem, passphrase: 'wrong' }), Error);
  const der = privateKey.export({ format: 'der', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase });
  assert.throws(() => crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }), { code: 'ERR_MISSING_PASSPHRASE' });
}

assert.deepStrictEqual(crypto.generateKeyPairSync('rsa-pss', { modulusLength: 1024, hashAlgorithm: 'sha256', saltLength: 20 }).publicKey.asymmetricKeyDetails, {
  modulusLength: 1024, publicExponent: 65537n, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 20,
});

// A private JWK that names another public key is none; nor is a point off its curve.
const jwk = crypto.generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const other = crypto.generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
assert.throws(() => crypto.createPrivateKey({ key: { ...jwk, x: other.x }, format: 'jwk' }), { code: 'ERR_CRYPTO_INVALID_JWK' });
const point = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
assert.throws(() => crypto.createPublicKey({ key: { ...point, y: point.x }, format: 'jwk' }), { code: 'ERR_CRYPTO_INVALID_JWK', message: 'Invalid JWK EC key' });
{
  const [one, two] = [1, 2].map(() => crypto.generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' }));
  for (const mixed of [{ ...one, p: two.p }, { ...one, q: '' }, { ...one, n: two.n }]) {
    assert.throws(() => crypto.createPrivateKey({ key: mixed, format: 'jwk' }), { message: 'Invalid JWK RSA key' });
  }
}

// Bad bytes are errors, never crashes.
for (const key of ['', 'x', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', Buffer.alloc(64, 0x30)]) {
  assert.throws(() => crypto.createPrivateKey(key), Error);
  assert.throws(() => crypto.createPublicKey(key), Error);
  for (const type of ['pkcs1', 'pkcs8', 'sec1']) assert.throws(() => crypto.createPrivateKey({ key, format: 'der', type }), Error);
  assert.throws(() => new crypto.X509Certificate(key), Error);
}

// Signatures: every scheme, both ways of asking, and the zero signature that once was taken for any message.
const data = Buffer.from('data');
for (const [type, options] of [...kTypes.filter(([name]) => name !== 'x25519'), ['dsa', { modulusLength: 1024 }]]) {
  const { publicKey, privateKey } = crypto.generateKeyPairSync(type, options);
  const digest = /^(?:rsa|ec|dsa)$/.test(type) ? 'sha256' : null;
  const signature = crypto.sign(digest, data, privateKey);
  assert.strictEqual(crypto.verify(digest, data, publicKey, signature), true, type);
  assert.strictEqual(crypto.verify(digest, Buffer.from('date'), publicKey, signature), false, type);
  crypto.sign(digest, data, privateKey, (err, later) => {
    assert.ifError(err);
    crypto.verify(digest, data, publicKey, later, (failure, valid) => {
      assert.ifError(failure);
      assert.strictEqual(valid, true);
    });
  });
}
const ec = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
for (const dsaEncoding of ['der', 'ieee-p1363']) {
  assert.strictEqual(crypto.verify('sha256', data, { key: ec.publicKey, dsaEncoding }, Buffer.alloc(64)), false);
  const signature = crypto.createSign('sha256').update(data).sign({ key: ec.privateKey, dsaEncoding });
  assert.strictEqual(crypto.createVerify('sha256').update(data).verify({ key: ec.publicKey, dsaEncoding }, signature), true);
}

// A clone is a key of its own.
const clone = structuredClone(ec.privateKey);
assert.notStrictEqual(clone, ec.privateKey);
assert(clone.equals(ec.privateKey));
