'use strict';

// HMACs by every spelling of a digest's name, over empty keys and in pieces, and integers and identifiers from the caches.
const assert = require('node:assert');
const crypto = require('node:crypto');

const expected = crypto.createHmac('sha256', 'key').update('text').digest('hex');
assert.strictEqual(expected, '6afa9046a9579cad143a384c1b564b9a250d27d6f6a63f9f20bf3a7594c9e2c6');
for (const name of ['SHA256', 'sha-256', 'SHA2-256', 'RSA-SHA256']) {
  assert.strictEqual(crypto.createHmac(name, 'key').update('te').update(Buffer.from('xt')).digest('hex'), expected);
}
assert.strictEqual(crypto.createHmac('sha1', '').update('').digest('hex'), 'fbdb1d1b18aa6c08324b7d64b71fb76370690e1d');
assert.strictEqual(crypto.createHmac('md5', Buffer.alloc(200)).digest().length, 16);
assert.throws(() => crypto.createHmac('nothing', 'key'), { code: 'ERR_CRYPTO_INVALID_DIGEST' });

const seen = new Set();
for (let i = 0; i < 2000; i++) {
  const number = crypto.randomInt(2 ** 40, 2 ** 40 + 2 ** 47);
  assert.ok(Number.isSafeInteger(number) && number >= 2 ** 40 && number < 2 ** 40 + 2 ** 47);
  seen.add(number);
  seen.add(crypto.randomUUID());
}
assert.strictEqual(seen.size, 4000);
const counts = [0, 0, 0];
for (let i = 0; i < 3000; i++) counts[crypto.randomInt(3)]++;
assert.ok(counts.every((count) => count > 700), `${counts}`);
