'use strict';

// Inputs that mean harm: an error or false, and never a wrong answer, an endless computation or a crash.

const assert = require('node:assert');
const crypto = require('node:crypto');
const { subtle } = crypto.webcrypto;

const repeat = (byte, count) => Buffer.alloc(count, byte);
const refused = (call, expected) => assert.throws(call, expected, `${call}`);

// Tags: a wrong one, one bit off, a shorter one, none.
{
  const key = repeat(1, 32);
  const iv = repeat(2, 12);
  for (const [name, options] of [['aes-256-gcm', {}], ['aes-256-ccm', { authTagLength: 16 }], ['aes-256-ocb', { authTagLength: 16 }], ['chacha20-poly1305', { authTagLength: 16 }]]) {
    const cipher = crypto.createCipheriv(name, key, iv, options);
    const secret = Buffer.concat([cipher.update('text'), cipher.final()]);
    const right = cipher.getAuthTag();
    const open = (tag) => {
      const decipher = crypto.createDecipheriv(name, key, iv, options);
      if (tag !== undefined) decipher.setAuthTag(tag);
      return decipher.update(secret, undefined, 'utf8') + decipher.final('utf8');
    };
    assert.strictEqual(open(right), 'text');
    for (let bit = 0; bit < 128; bit += 17) {
      const wrong = Buffer.from(right);
      wrong[bit >> 3] ^= 1 << (bit & 7);
      refused(() => open(wrong), /unable to authenticate data/);
    }
    for (const length of [0, 1, 4, 8, 12, 15, 17, 32]) {
      const tag = Buffer.concat([right, right]).subarray(0, length);
      refused(() => open(tag), { code: 'ERR_CRYPTO_INVALID_AUTH_TAG', message: `Invalid authentication tag length: ${length}` });
    }
    refused(() => open(undefined), /unable to authenticate data/);
  }
  // A short tag must be asked for.
  const decipher = crypto.createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 12 });
  decipher.setAuthTag(repeat(0, 12));
  refused(() => decipher.setAuthTag(repeat(0, 12)), { code: 'ERR_CRYPTO_INVALID_STATE' });
  for (const length of [0, 1, 3, 17, 128]) refused(() => crypto.createDecipheriv('aes-256-gcm', key, iv, { authTagLength: length }), { code: 'ERR_CRYPTO_INVALID_AUTH_TAG' });
  refused(() => crypto.createCipheriv('aes-256-gcm', key, repeat(0, 0)), { code: 'ERR_CRYPTO_INVALID_IV' });
  for (const length of [0, 1, 8, 15, 17]) refused(() => crypto.createCipheriv('aes-256-cbc', key, repeat(0, length)), { code: 'ERR_CRYPTO_INVALID_IV' });
  for (const length of [0, 6, 14]) refused(() => crypto.createCipheriv('aes-256-ccm', key, repeat(0, length), { authTagLength: 16 }), { code: 'ERR_CRYPTO_INVALID_IV' });
  const used = crypto.createCipheriv('aes-256-gcm', key, iv);
  used.final();
  for (const call of [() => used.final(), () => used.update('x'), () => used.setAAD(iv)]) refused(call, Error);
}

// Signatures of zeros, beyond the order, without one number, with bytes after them, of other lengths.
{
  const { publicKey, privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
  for (const der of ['', '00', '3006020100020100', '3006020101020100', '3006020100020101', '30060201ff0201ff', '3003020101', '308000', '3080020100020100', 'ff'.repeat(72), `3046022100${order}022100${order}`]) {
    assert.strictEqual(crypto.verify('sha256', 'x', publicKey, Buffer.from(der, 'hex')), false, der);
  }
  for (const raw of [repeat(0, 0), repeat(0, 64), repeat(0, 63), repeat(0, 65), repeat(255, 64), Buffer.from(order + order, 'hex')]) {
    assert.strictEqual(crypto.verify('sha256', 'x', { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw), false);
  }
  const signature = crypto.sign('sha256', 'x', privateKey);
  assert.ok(crypto.verify('sha256', 'x', publicKey, signature));
  assert.ok(!crypto.verify('sha256', 'x', publicKey, Buffer.concat([signature, repeat(0, 1)])));
  const ed25519 = crypto.generateKeyPairSync('ed25519');
  for (const raw of [repeat(0, 0), repeat(0, 63), repeat(0, 64), repeat(255, 64)]) assert.ok(!crypto.verify(null, 'x', ed25519.publicKey, raw));
}

// Numbers that are huge or nothing: refused before they are computed with.
{
  const number = (bits) => Buffer.concat([Buffer.of(0x80), Buffer.alloc(bits / 8 - 2), Buffer.of(1)]).toString('base64url');
  const rsa = (n, e = 'AQAB') => crypto.createPublicKey({ format: 'jwk', key: { kty: 'RSA', n, e } });
  for (const bits of [16_384, 16_392, 65_536]) {
    assert.ok(!crypto.verify('sha256', 'x', rsa(number(bits)), repeat(0, bits / 8)));
    assert.ok(!crypto.verify('sha256', 'x', rsa(number(bits), number(bits)), repeat(0, bits / 8)));
  }
  for (const bits of [16_392, 65_536]) refused(() => crypto.publicEncrypt(rsa(number(bits)), repeat(0, 8)), Error);
  for (const modulusLength of [0, 1, 256, 511]) refused(() => crypto.generateKeyPairSync('rsa', { modulusLength }), Error);
  for (const publicExponent of [0, 1, 2, 4]) refused(() => crypto.generateKeyPairSync('rsa', { modulusLength: 512, publicExponent }), Error);
  refused(() => crypto.scryptSync('a', 'b', 1, { N: 2 ** 20, maxmem: 1 }), { code: 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS' });
  refused(() => crypto.hkdfSync('sha1', 'a', 'b', 'c', 255 * 20 + 1), { code: 'ERR_CRYPTO_INVALID_KEYLEN' });
  refused(() => crypto.pbkdf2Sync('a', 'b', 0, 1, 'sha1'), { code: 'ERR_OUT_OF_RANGE' });
}

// Keys that are none.
{
  const kNoKeys = [
    '', '-----BEGIN', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----', '-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----',
    '-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----', '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----', '\0',
  ];
  for (const text of kNoKeys) {
    refused(() => crypto.createPrivateKey(text), Error);
    refused(() => crypto.createPublicKey(text), Error);
    refused(() => new crypto.X509Certificate(text), Error);
  }
  for (const type of ['pkcs1', 'pkcs8', 'sec1']) {
    for (const der of ['', '00', '3000', '30820000', '308400ffffff', '30ffffffffff', '3080'.repeat(1000)]) {
      refused(() => crypto.createPrivateKey({ key: Buffer.from(der, 'hex'), format: 'der', type }), Error);
    }
  }
  refused(() => crypto.createPrivateKey({ key: repeat(0, 1), format: 'der', type: 'nope' }), { message: "The property 'key.type' is invalid. Received 'nope'" });
  // Every byte of a good one changed.
  const good = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'der', type: 'pkcs8' });
  for (let at = 0; at < good.length; at++) {
    const bad = Buffer.from(good);
    bad[at] ^= 0x55;
    try {
      crypto.createPrivateKey({ key: bad, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
    } catch (error) {
      assert.ok(error instanceof Error);
    }
  }
}

// JSON Web Keys: members of other kinds, halves that do not belong together, points off the curve.
{
  const jwkOf = (type, options) => crypto.generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' });
  const keys = { rsa: jwkOf('rsa', { modulusLength: 1024 }), ec: jwkOf('ec', { namedCurve: 'P-256' }), okp: jwkOf('ed25519'), akp: jwkOf('ml-dsa-44') };
  const code = 'ERR_CRYPTO_INVALID_JWK';
  for (const key of Object.values(keys)) {
    assert.strictEqual(crypto.createPrivateKey({ format: 'jwk', key }).type, 'private');
    assert.strictEqual(crypto.createPublicKey({ format: 'jwk', key }).type, 'public');
    for (const member of Object.keys(key)) {
      for (const value of [1, {}, null]) {
        for (const create of [crypto.createPrivateKey, crypto.createPublicKey]) refused(() => create({ format: 'jwk', key: { ...key, [member]: value } }), { code });
      }
    }
    const secret = key.priv === undefined ? 'd' : 'priv';
    const message = 'JWK does not contain private key material';
    refused(() => crypto.createPrivateKey({ format: 'jwk', key: { ...key, [secret]: undefined } }), { code, message });
  }
  for (const [type, options, name] of [['ec', { namedCurve: 'P-256' }, 'ec'], ['ed25519', undefined, 'okp']]) {
    const { d } = jwkOf(type, options);
    for (const create of [crypto.createPrivateKey, crypto.createPublicKey]) refused(() => create({ format: 'jwk', key: { ...keys[name], d } }), { code });
  }
  for (const coordinate of ['', 'AA', repeat(0, 32).toString('base64url'), repeat(255, 32).toString('base64url'), repeat(1, 99).toString('base64url')]) {
    refused(() => crypto.createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: coordinate, y: coordinate } }), { code });
  }
  refused(() => crypto.createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-255', x: 'AQ', y: 'AQ' } }), { code: 'ERR_CRYPTO_INVALID_CURVE' });
  for (const kty of ['oct', 'rsa', '']) refused(() => crypto.createPublicKey({ format: 'jwk', key: { kty } }), { code, message: `${kty} is not a supported JWK key type` });
}

// Names that a certificate may be checked for: none, with a NUL, very long.
{
  const pem = require('node:fs').readFileSync(require('node:path').join(__dirname, '../../tls/tests/fixtures/server.pem'));
  const certificate = new crypto.X509Certificate(pem);
  assert.strictEqual(certificate.checkHost('localhost'), 'localhost');
  for (const name of ['', '.', 'localhost.evil.example', 'x'.repeat(1 << 20)]) {
    assert.strictEqual(certificate.checkHost(name), undefined);
    assert.strictEqual(certificate.checkEmail(name), undefined);
  }
  for (const name of ['\0', 'localhost\0.evil.example']) {
    for (const check of ['checkHost', 'checkEmail', 'checkIP']) refused(() => certificate[check](name), { code: 'ERR_INVALID_ARG_VALUE' });
  }
  refused(() => certificate.checkIP(''), { code: 'ERR_INVALID_ARG_VALUE' });
}

refused(() => crypto.timingSafeEqual(repeat(0, 1), repeat(0, 2)), { code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH' });
refused(() => crypto.timingSafeEqual('a', 'a'), { code: 'ERR_INVALID_ARG_TYPE' });

// SubtleCrypto: lengths of what is derived, tags, shared secrets of zeros.
(async () => {
  const name = 'OperationError';
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: repeat(0, 0), info: repeat(0, 0) };
  const pbkdf2 = { name: 'PBKDF2', hash: 'SHA-256', salt: repeat(0, 0), iterations: 1 };
  for (const algorithm of [hkdf, pbkdf2]) {
    const key = await subtle.importKey('raw', repeat(0, 4), algorithm.name, false, ['deriveBits']);
    for (const length of [null, 1, 7, 9]) await assert.rejects(subtle.deriveBits(algorithm, key, length), { name });
    assert.strictEqual((await subtle.deriveBits(algorithm, key, 0)).byteLength, 0);
    assert.strictEqual((await subtle.deriveBits(algorithm, key, 8)).byteLength, 1);
  }
  const key = await subtle.importKey('raw', repeat(0, 4), 'HKDF', false, ['deriveBits']);
  await assert.rejects(subtle.deriveBits(hkdf, key, 255 * 32 * 8 + 8), { name });
  const pair = await subtle.generateKey('X25519', false, ['deriveBits']);
  const zero = await subtle.importKey('raw', repeat(0, 32), 'X25519', true, []);
  await assert.rejects(subtle.deriveBits({ name: 'X25519', public: zero }, pair.privateKey, 256), { name });
  await assert.rejects(subtle.deriveBits({ name: 'X25519', public: pair.publicKey }, pair.privateKey, 264), { name });
  const aes = await subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['encrypt', 'decrypt']);
  for (const tagLength of [0, 8, 31, 95, 129]) await assert.rejects(subtle.encrypt({ name: 'AES-GCM', iv: repeat(0, 12), tagLength }, aes, repeat(0, 3)), { name });
  for (const length of [0, 15, 16, 20]) await assert.rejects(subtle.decrypt({ name: 'AES-GCM', iv: repeat(0, 12) }, aes, repeat(0, length)), { name });
  const hmac = await subtle.importKey('raw', repeat(0, 4), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  for (const length of [0, 31, 32, 33]) assert.strictEqual(await subtle.verify('HMAC', hmac, repeat(0, length), repeat(0, 1)), false);
  const ecdsa = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  for (const signature of [repeat(0, 0), repeat(0, 63), repeat(0, 64), repeat(255, 64)]) {
    assert.strictEqual(await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, ecdsa.publicKey, signature, repeat(0, 1)), false);
  }
})();
