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

// CCM with the vector of twelve bytes that is also what OpenSSL tells of before one is set.
{
  const cipher = crypto.createCipheriv('aes-128-ccm', Buffer.alloc(16, 1), Buffer.alloc(12, 2), { authTagLength: 16 });
  cipher.setAAD(Buffer.alloc(5), { plaintextLength: 5 });
  cipher.update(Buffer.alloc(5));
  cipher.final();
  assert.strictEqual(cipher.getAuthTag().toString('hex'), '612e15b81f619db6591d78d48c0b951b');
}

// The synthetic-vector modes take one message, whole, and need one.
for (const [name, key, iv, sealed] of [
  ['aes-128-siv', Buffer.alloc(32, 1), null, 'c26c372605a8ce84e47746c6491465a9f0fce5bc38'],
  ['aes-128-gcm-siv', Buffer.alloc(16, 1), Buffer.alloc(12, 2), '3514020b11ac9376328e4c8f0e10937a79b669a71f'],
]) {
  const cipher = crypto.createCipheriv(name, key, iv);
  cipher.setAAD(Buffer.from('aad'));
  cipher.setAAD(Buffer.from('more'));
  const text = cipher.update('hello');
  assert.throws(() => cipher.update('x'), Error);
  cipher.final();
  const tag = cipher.getAuthTag();
  assert.strictEqual(Buffer.concat([text, tag]).toString('hex'), sealed);
  const open = (givenTag) => {
    const decipher = crypto.createDecipheriv(name, key, iv);
    decipher.setAuthTag(givenTag);
    decipher.setAAD(Buffer.from('aad'));
    decipher.setAAD(Buffer.from('more'));
    const plain = decipher.update(text);
    decipher.final();
    return plain.toString();
  };
  assert.strictEqual(open(tag), 'hello');
  assert.throws(() => open(Buffer.alloc(16)), /unable to authenticate data/);
  assert.throws(() => crypto.createCipheriv(name, key, iv).final(), /unable to authenticate data/);
  assert.throws(() => crypto.createCipheriv(name, key, iv, { authTagLength: 12 }), { code: 'ERR_CRYPTO_INVALID_AUTH_TAG' });
  assert.throws(() => crypto.createCipheriv(name, key, Buffer.alloc(16)), { code: 'ERR_CRYPTO_INVALID_IV' });
}

// Algorithms without a number of OpenSSL's are told of all the same.
assert.strictEqual(JSON.stringify(crypto.getCipherInfo('aes-128-cbc-cts')), '{"mode":"cbc","name":"aes-128-cbc-cts","keyLength":16,"blockSize":16,"ivLength":16}');
assert.strictEqual(crypto.getCipherInfo('aes-256-cbc-hmac-sha256'), undefined);
assert.strictEqual(crypto.getCipherInfo('aes-128-gcm-siv', { ivLength: 13 }), undefined);
for (const name of ['sm4-gcm', 'aes-256-gcm-siv', 'aes-128-wrap-inv']) assert.ok(crypto.getCiphers().includes(name));
