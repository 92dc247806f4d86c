// Flags: --openssl-legacy-provider
'use strict';

// Outdated algorithms, which programs of old (webpack 4) still ask for.

const assert = require('node:assert');
const crypto = require('node:crypto');

const hash = (name, text) => crypto.createHash(name).update(text).digest('hex');

// RFC 1320, A.5; ISO/IEC 10118-3.
assert.strictEqual(hash('md4', 'abc'), 'a448017aaf21d8525fc10ae87aa6729d');
assert.strictEqual(crypto.hash('md4', 'abc'), 'a448017aaf21d8525fc10ae87aa6729d');
assert.ok(hash('whirlpool', '').startsWith('19fa61d75522a466'));
assert.ok(crypto.createHmac('md4', 'key').update('text').digest().length === 16);
for (const name of ['RSA-MD4', 'RSA-MDC2', 'md4', 'mdc2', 'whirlpool']) assert.ok(crypto.getHashes().includes(name), name);

function encrypt(name, key, text, iv = null) {
  const cipher = crypto.createCipheriv(name, Buffer.from(key, 'hex'), iv === null ? null : Buffer.from(iv, 'hex')).setAutoPadding(false);
  return cipher.update(text, 'hex', 'hex') + cipher.final('hex');
}

// Vectors of the algorithms' own papers: Schneier (Blowfish), RFC 2144 (CAST-128), RFC 2268 (RC2), RFC 6229 (RC4), RFC 4269 (SEED), FIPS 46.
assert.strictEqual(encrypt('bf-ecb', '0123456789abcdef', '1111111111111111'), '61f9c3802281b096');
assert.strictEqual(encrypt('cast5-ecb', '0123456712345678234567893456789a', '0123456789abcdef'), '238b4fe5847e44b2');
assert.strictEqual(encrypt('rc4', '0102030405', '00'.repeat(16)), 'b2396305f03dc027ccc3524a0a1118a8');
assert.strictEqual(encrypt('seed-ecb', '00'.repeat(16), '000102030405060708090a0b0c0d0e0f'), '5ebac6e0054e166819aff1cc6d346cdb');
assert.strictEqual(encrypt('des-ecb', '133457799bbcdff1', '0123456789abcdef'), '85e813540f0ab405');
assert.strictEqual(encrypt('idea-ecb', '00010002000300040005000600070008', '0000000100020003'), '11fbed2b01986de5');

// Keys of any length, where the algorithm takes them; never one that it does not.
for (const length of [1, 5, 16, 56]) assert.strictEqual(encrypt('bf-ecb', '00'.repeat(length), '00'.repeat(8)), '4ef997456198dd78');
for (const [name, length] of [['des-ecb', 7], ['des-ecb', 9], ['seed-ecb', 15], ['idea-ecb', 17], ['aes-128-ecb', 24]]) {
  assert.throws(() => crypto.createCipheriv(name, Buffer.alloc(length), null), { code: 'ERR_CRYPTO_INVALID_KEYLEN' }, `${name} ${length}`);
}
assert.strictEqual(crypto.getCipherInfo('bf-cbc', { keyLength: 7 }).keyLength, 7);
assert.strictEqual(crypto.getCipherInfo('des-cbc', { keyLength: 7 }), undefined);
for (const name of ['bf', 'cast', 'des', 'desx', 'idea', 'rc2', 'rc4', 'rc4-hmac-md5', 'seed']) assert.ok(crypto.getCiphers().includes(name), name);
