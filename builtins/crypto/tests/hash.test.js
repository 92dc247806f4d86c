'use strict';

const assert = require('node:assert');
const crypto = require('node:crypto');
const { Readable } = require('node:stream');

assert.strictEqual(crypto.createHash('sha256').update('abc').digest('hex'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
assert.strictEqual(crypto.createHash('md5').update('').digest('base64'), '1B2M2Y8AsgTpgAmY7PhCfg==');
assert.strictEqual(crypto.hash('sha1', 'abc'), 'a9993e364706816aba3e25717850c26c9cd0d89d');
assert.strictEqual(crypto.createHmac('sha256', 'key').update('The quick brown fox ').update(Buffer.from('jumps over the lazy dog')).digest('hex'),
                   'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8');
assert.strictEqual(crypto.createHash('shake256', { outputLength: 8 }).update('').digest('hex'), '46b9dd2b0ba88d13');

const first = crypto.createHash('sha1').update('a');
const copy = first.copy();
assert.strictEqual(first.update('b').digest('hex'), crypto.hash('sha1', 'ab'));
assert.strictEqual(copy.update('c').digest('hex'), crypto.hash('sha1', 'ac'));
assert.throws(() => first.update('x'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
assert.throws(() => crypto.createHash('nope'), { message: 'Digest method not supported' });
assert.throws(() => crypto.createHmac('nope', 'k'), { code: 'ERR_CRYPTO_INVALID_DIGEST', message: 'Invalid digest: nope' });
assert.throws(() => crypto.createHash('sha1').update(5), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.createHash('sha1', { outputLength: 5 }), { code: 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH' });

Readable.from(['ab', 'c']).pipe(crypto.createHash('sha256')).setEncoding('hex').on('data', (digest) => {
  assert.strictEqual(digest, crypto.hash('sha256', 'abc'));
});

// A hash is a stream too, before and after it is asked for its digest.
const asked = crypto.createHash('sha1').update('a');
const expected = asked.digest('hex');
asked.setEncoding('hex').on('data', (digest) => assert.strictEqual(digest, expected));
asked.end();
const written = crypto.createHash('sha1').on('error', (error) => assert.strictEqual(error.code, 'ERR_CRYPTO_HASH_UPDATE_FAILED'));
written.digest();
written.write('b');
const ended = crypto.createHash('sha1').on('end', () => {
  assert.throws(() => ended.update('b'), { code: 'ERR_CRYPTO_HASH_UPDATE_FAILED' });
  assert.strictEqual(ended.digest('hex'), expected);
}).resume();
ended.end('a');
const hmac = crypto.createHmac('sha1', 'k').on('end', () => {
  assert.throws(() => hmac.update('b'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
  assert.strictEqual(hmac.digest('hex'), '');
}).resume();
hmac.end('a');

// Hashes of the same name have nothing of each other, whether or not they run at the same time.
const one = crypto.createHash('md5').update('one');
const two = crypto.createHash('md5').update('two');
assert.strictEqual(one.digest('hex'), crypto.hash('md5', 'one'));
const three = crypto.createHash('md5').update('three');
assert.strictEqual(two.digest('hex'), crypto.hash('md5', 'two'));
assert.strictEqual(crypto.hash('md5', 'four'), crypto.createHash('md5').update('four').digest('hex'));
assert.strictEqual(three.digest('hex'), crypto.hash('md5', 'three'));
assert.strictEqual(crypto.createHash('md5').digest('hex'), crypto.hash('md5', ''));
