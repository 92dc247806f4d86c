'use strict';

const assert = require('node:assert');
const crypto = require('node:crypto');

for (const [type, options, digest] of [
  ['rsa', { modulusLength: 2048 }, 'sha256'],
  ['ec', { namedCurve: 'P-256' }, 'sha256'],
  ['ed25519', undefined, null],
]) {
  const { publicKey, privateKey } = crypto.generateKeyPairSync(type, options);
  assert.strictEqual(publicKey.asymmetricKeyType, type);
  const signature = crypto.sign(digest, Buffer.from('data'), privateKey);
  assert.strictEqual(crypto.verify(digest, Buffer.from('data'), publicKey, signature), true);
  assert.strictEqual(crypto.verify(digest, Buffer.from('datA'), publicKey, signature), false);
  assert.strictEqual(crypto.verify(digest, Buffer.from('data'), publicKey, Buffer.from('garbage')), false);
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  assert.match(pem, /^-----BEGIN PRIVATE KEY-----\n/);
  assert.ok(crypto.createPrivateKey(pem).equals(privateKey));
  assert.ok(crypto.createPublicKey(pem).equals(publicKey));
}

const { publicKey, privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
const fixed = crypto.sign('sha256', Buffer.from('x'), { key: privateKey, dsaEncoding: 'ieee-p1363' });
assert.strictEqual(fixed.length, 64);
assert.ok(crypto.verify('sha256', Buffer.from('x'), { key: publicKey, dsaEncoding: 'ieee-p1363' }, fixed));
assert.ok(crypto.createVerify('sha256').update('x').verify(publicKey, crypto.createSign('sha256').update('x').sign(privateKey)));

const secret = crypto.createSecretKey(Buffer.from('0123'));
assert.deepStrictEqual([secret.type, secret.symmetricKeySize, secret.export().toString()], ['secret', 4, '0123']);
assert.throws(() => crypto.createPrivateKey('not a key'), /unsupported|DECODER|PEM|no start line/i);
assert.throws(() => crypto.createHmac('sha1', privateKey), { code: 'ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE' });
