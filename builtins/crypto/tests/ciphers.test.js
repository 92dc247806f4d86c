'use strict';

const assert = require('node:assert');
const crypto = require('node:crypto');

/** Encrypts and decrypts in pieces; returns the ciphertext in hexadecimal. */
function roundTrip(name, key, iv, options, text = 'sixteen bytes ok, and some more') {
  const aad = options === undefined ? undefined : Buffer.from('header');
  const length = { plaintextLength: Buffer.byteLength(text) };
  const cipher = crypto.createCipheriv(name, key, iv, options);
  if (aad) cipher.setAAD(aad, length);
  const secret = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const decipher = crypto.createDecipheriv(name, key, iv, options);
  if (aad) {
    decipher.setAuthTag(cipher.getAuthTag());
    decipher.setAAD(aad, { plaintextLength: secret.length });
  }
  assert.strictEqual(decipher.update(secret, undefined, 'utf8') + decipher.final('utf8'), text, name);
  return secret.toString('hex');
}

const key16 = Buffer.from([...Array(16).keys()]);
const key32 = Buffer.from([...Array(32).keys()]);
roundTrip('aes-128-cbc', key16, key16);
roundTrip('aes-256-ctr', key32, key16);
roundTrip('aes-128-ecb', key16, null);
roundTrip('aes-128-xts', key32, key16);
roundTrip('aes-256-gcm', key32, key16.subarray(0, 12), {});
roundTrip('aes-128-ccm', key16, key16.subarray(0, 12), { authTagLength: 16 });
roundTrip('aes-128-ocb', key16, key16.subarray(0, 12), { authTagLength: 16 });
roundTrip('chacha20-poly1305', key32, key16.subarray(0, 12), { authTagLength: 16 });

// RFC 3394, 4.1.
const wrap = crypto.createCipheriv('id-aes128-wrap', key16, Buffer.alloc(8, 0xa6));
assert.strictEqual(wrap.update('00112233445566778899aabbccddeeff', 'hex', 'hex'), '1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5');

// A wrong tag is told by final(), and by nothing before it.
const sealed = crypto.createCipheriv('aes-256-gcm', key32, Buffer.alloc(12));
const secret = Buffer.concat([sealed.update('text'), sealed.final()]);
const tag = Buffer.from(sealed.getAuthTag());
tag[0] ^= 1;
const opened = crypto.createDecipheriv('aes-256-gcm', key32, Buffer.alloc(12)).setAuthTag(tag);
opened.update(secret);
assert.throws(() => opened.final(), { message: 'Unsupported state or unable to authenticate data' });

// Lengths that do not fit.
for (const [name, key, iv, options, code] of [
  ['aes-128-cbc', key16, Buffer.alloc(3), undefined, 'ERR_CRYPTO_INVALID_IV'],
  ['aes-128-cbc', key16, null, undefined, 'ERR_CRYPTO_INVALID_IV'],
  ['aes-128-gcm', key16, Buffer.alloc(0), undefined, 'ERR_CRYPTO_INVALID_IV'],
  ['aes-128-gcm', key32, Buffer.alloc(12), undefined, 'ERR_CRYPTO_INVALID_KEYLEN'],
  ['aes-128-gcm', key16, Buffer.alloc(12), { authTagLength: 3 }, 'ERR_CRYPTO_INVALID_AUTH_TAG'],
  ['aes-128-ccm', key16, Buffer.alloc(12), undefined, 'ERR_CRYPTO_INVALID_AUTH_TAG'],
  ['nothing', key16, key16, undefined, 'ERR_CRYPTO_UNKNOWN_CIPHER'],
]) {
  assert.throws(() => crypto.createCipheriv(name, key, iv, options), { code });
}

// OpenSSL's words, and where they come from.
const truncated = crypto.createDecipheriv('aes-128-cbc', key16, key16);
truncated.update(Buffer.alloc(16));
assert.throws(() => truncated.final(), {
  code: 'ERR_OSSL_BAD_DECRYPT', library: 'Provider routines', reason: 'bad decrypt',
  opensslErrorStack: ['error:1C800064:Provider routines::bad decrypt'],
});

// As streams, again and again: each has a state of its own.
for (let i = 0; i < 4; i++) {
  const stream = crypto.createCipheriv('aes-128-cbc', key16, key16);
  stream.end('text');
  assert.strictEqual(stream.read().length, 16);
}

assert.strictEqual(crypto.getCipherInfo('aes-128-cbc').ivLength, 16);
assert.strictEqual(crypto.getCipherInfo('aes-128-gcm', { ivLength: 7 }).ivLength, 7);
assert.strictEqual(crypto.getCipherInfo('aes-128-cbc', { keyLength: 12 }), undefined);
assert(crypto.getCiphers().includes('aes-256-gcm'));
