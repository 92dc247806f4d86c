'use strict';

const assert = require('node:assert');
const crypto = require('node:crypto');

assert.strictEqual(crypto.randomBytes(16).length, 16);
assert.notDeepStrictEqual(crypto.randomBytes(16), crypto.randomBytes(16));
assert.match(crypto.randomUUID(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
for (let i = 0; i < 100; i++) assert.ok([5, 6, 7].includes(crypto.randomInt(5, 8)));
for (const range of [1, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 1, 2 ** 32, 2 ** 48 - 1]) {
  let most = -1;
  for (let i = 0; i < 2000; i++) {
    const value = crypto.randomInt(range);
    assert.ok(Number.isInteger(value) && value >= 0 && value < range);
    most = Math.max(most, value);
  }
  assert.ok(most >= range * 0.9 - 1);
}
assert.throws(() => crypto.randomInt(5, 5), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => crypto.randomBytes(-1), { code: 'ERR_OUT_OF_RANGE' });
assert.ok(crypto.timingSafeEqual(Buffer.from('ab'), Buffer.from('ab')));
assert.throws(() => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab')), { code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH' });
assert.strictEqual(globalThis.crypto.getRandomValues(new Uint8Array(4)).length, 4);

// RFC 6070, RFC 7914 and RFC 5869 vectors.
assert.strictEqual(crypto.pbkdf2Sync('password', 'salt', 4096, 20, 'sha1').toString('hex'), '4b007901b765489abead49d926f721d065a429c1');
assert.strictEqual(crypto.scryptSync('', '', 64, { N: 16, r: 1, p: 1 }).toString('hex').slice(0, 32), '77d6576238657b203b19ca42c18a0497');
assert.strictEqual(
  Buffer.from(crypto.hkdfSync('sha256', Buffer.alloc(22, 0x0b), Buffer.from('000102030405060708090a0b0c', 'hex'), Buffer.from('f0f1f2f3f4f5f6f7f8f9', 'hex'), 42)).toString('hex'),
  '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865');
assert.throws(() => crypto.scryptSync('a', 'b', 64, { N: 3 }), { code: 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS' });
assert.throws(() => crypto.pbkdf2Sync('a', 'b', 1, 1, 'nope'), { code: 'ERR_CRYPTO_INVALID_DIGEST' });

let calls = 0;
crypto.pbkdf2('password', 'salt', 1, 20, 'sha1', (err, key) => {
  assert.ifError(err);
  assert.strictEqual(key.toString('hex'), '0c60c80f961f0e71f3a9b524af6012062fe037a6');
  calls++;
});
crypto.randomFill(new Uint32Array(4), (err, array) => {
  assert.ifError(err);
  assert.strictEqual(array.length, 4);
  calls++;
});
process.on('exit', () => assert.strictEqual(calls, 2));
