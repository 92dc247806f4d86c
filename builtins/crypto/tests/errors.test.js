'use strict';

// What is told of algorithms that OpenSSL knows and no provider brings, of parameters that it does not take, and of malformed files.

const assert = require('node:assert');
const crypto = require('node:crypto');

/** The error of a call, with what Node puts on it. */
function errorOf(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: `no error: ${call}` });
}

const kUnsupported = 'error:0308010C:digital envelope routines::unsupported';

// Known, yet not provided: asked about they answer, used they fail.
for (const call of [
  () => crypto.createHash('md4'),
  () => crypto.hash('whirlpool', ''),
  () => crypto.createHmac('md4', 'key'),
  () => crypto.createSign('RSA-MD4'),
  () => crypto.createCipheriv('rc4', Buffer.alloc(16), null),
  () => crypto.createDecipheriv('bf-cbc', Buffer.alloc(16), Buffer.alloc(8)),
  () => crypto.generateKeyPairSync('ed25519', { privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'bf-cbc', passphrase: 'x' }, publicKeyEncoding: { type: 'spki', format: 'pem' } }),
]) {
  const error = errorOf(call);
  assert.deepStrictEqual([error.message, error.code, error.library, error.reason], [kUnsupported, 'ERR_OSSL_EVP_UNSUPPORTED', 'digital envelope routines', 'unsupported'], `${call}`);
}
assert.deepStrictEqual({ ...crypto.getCipherInfo('des-cbc') }, { mode: 'cbc', name: 'des-cbc', nid: 31, keyLength: 8, blockSize: 8, ivLength: 8 });
assert.deepStrictEqual({ ...crypto.getCipherInfo('rc4') }, { mode: 'stream', name: 'rc4', nid: 5, keyLength: 16, blockSize: undefined, ivLength: undefined });
assert.ok(!crypto.getCiphers().includes('rc4') && !crypto.getHashes().includes('md4'));
assert.strictEqual(errorOf(() => crypto.pbkdf2Sync('a', 'b', 1, 1, 'md4')).message, 'PBKDF2 derivation failed');
assert.strictEqual(errorOf(() => crypto.hkdfSync('md4', 'a', 'b', 'c', 1)).message, 'HKDF derivation failed');
assert.throws(() => crypto.createHash('nope'), { message: 'Digest method not supported' });
assert.throws(() => crypto.createCipheriv('null', Buffer.alloc(0), null), { code: 'ERR_CRYPTO_UNKNOWN_CIPHER' });

// How much of OpenSSL's stack there is depends on the operation.
assert.deepStrictEqual(errorOf(() => crypto.createHash('md4')).opensslErrorStack, ['error:03000086:digital envelope routines::initialization error']);
assert.deepStrictEqual(errorOf(() => crypto.createCipheriv('rc4', Buffer.alloc(16), null)).opensslErrorStack, [kUnsupported]);
assert.deepStrictEqual(errorOf(() => crypto.createPrivateKey('x')).opensslErrorStack, ['error:1E08010C:DECODER routines::unsupported']);
assert.ok(!('opensslErrorStack' in errorOf(() => new crypto.X509Certificate('x'))));

// Diffie-Hellman.
assert.throws(() => crypto.createDiffieHellman(Buffer.of(255), 1), { code: 'ERR_OSSL_DH_BAD_GENERATOR', reason: 'bad generator' });
for (const size of [-1, 0, 1]) assert.throws(() => crypto.createDiffieHellman(size), { code: 'ERR_OSSL_DH_MODULUS_TOO_SMALL' });
for (const size of [2, 256, 511, 10_001, 2 ** 31 - 1]) {
  assert.throws(() => crypto.createDiffieHellman(size), { name: 'TypeError', message: 'Invalid DH parameters', code: 'ERR_INVALID_ARG_VALUE' });
}
assert.throws(() => crypto.createDiffieHellman(512, Buffer.of(2)), { name: 'TypeError', message: 'Second argument must be an int32' });
assert.throws(() => crypto.createDiffieHellman('ff', 'hex').generateKeys(), { message: 'Key generation failed', code: 'ERR_CRYPTO_OPERATION_FAILED' });
for (const generator of [0, 1]) {
  assert.throws(() => crypto.generateKeyPairSync('dh', { primeLength: 512, generator }), { code: 'ERR_OSSL_DH_BAD_GENERATOR' });
}

// PKCS#12.
for (const bytes of ['sample', '', '\x30\x82', '\x30\x03\x02\x01\x01']) {
  assert.throws(() => crypto.parsePKCS12(Buffer.from(bytes, 'latin1')), { message: 'Input is not a valid PKCS#12 structure', code: 'ERR_CRYPTO_OPERATION_FAILED' });
}
for (const [pfx, message] of [['sample', 'not enough data'], ['', 'not enough data'], ['\x30\x03\x02\x01\x01', 'field missing']]) {
  assert.throws(() => require('node:tls').createSecureContext({ pfx: Buffer.from(pfx, 'latin1') }), { message });
}

// RFC 3713, A.
const camellia = crypto.createCipheriv('camellia-128-ecb', Buffer.from('0123456789abcdeffedcba9876543210', 'hex'), null);
assert.strictEqual(camellia.update('0123456789abcdeffedcba9876543210', 'hex', 'hex'), '67673138549669730857065648eabe43');

// Suites of TLS: those that OpenSSL has on by default, and all of TLS 1.3.
const suites = require('node:tls').getCiphers();
assert.ok(suites.includes('tls_aes_128_ccm_8_sha256') && suites.includes('ecdhe-rsa-aes128-gcm-sha256'));
assert.deepStrictEqual(suites.filter((name) => /null|adh|aria|ccm/.test(name)), ['tls_aes_128_ccm_8_sha256', 'tls_aes_128_ccm_sha256']);

// An encoding that nobody knows is UTF-8 for what is fed piece by piece, and an error for what is a key.
{
  const { createCipheriv, createHash, createHmac, createSecretKey } = crypto;
  assert.strictEqual(createHash('sha256').update('é', 'nope').digest('hex'), createHash('sha256').update('é').digest('hex'));
  assert.strictEqual(createHmac('sha256', 'k').update('é', 'nope').digest('hex'), createHmac('sha256', 'k').update('é').digest('hex'));
  assert.strictEqual(createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update('é', 'nope').length, 2);
  assert.throws(() => createSecretKey('ab', 'nope'), { code: 'ERR_UNKNOWN_ENCODING', message: 'Unknown encoding: nope' });
  for (const options of [null, 1, 's', () => {}]) assert.strictEqual(crypto.scryptSync('p', 's', 8, options).length, 8);
  for (const name of [undefined, 1, {}]) assert.throws(() => crypto.getDiffieHellman(name), { code: 'ERR_INVALID_ARG_TYPE', message: 'Group name must be a string' });
  assert.throws(() => crypto.hash('shake128', 'x', { outputLength: -1 }), { code: 'ERR_OUT_OF_RANGE', message: /^The value of "outputLength" is/ });
  for (const key of [undefined, 1, {}]) assert.throws(() => createSecretKey(key), { message: /^The "key" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView\./ });
  assert.throws(() => crypto.verify('sha256', 'x', crypto.generateKeyPairSync('ed25519').publicKey, 1), { message: /must be of type string or an instance of ArrayBuffer, Buffer/ });
  for (const name of [undefined, null, 1, true]) assert.rejects(crypto.subtle.digest(name, Buffer.alloc(1)), { name: 'NotSupportedError', message: 'Unrecognized algorithm name' });
}
