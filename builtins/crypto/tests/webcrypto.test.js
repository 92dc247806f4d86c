'use strict';

const assert = require('node:assert');
const { subtle } = globalThis.crypto;

async function main() {
  const data = Buffer.from('data');
  for (const [algorithm, usages, parameters = algorithm] of [
    [{ name: 'HMAC', hash: 'SHA-256' }, ['sign', 'verify']],
    [{ name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) }, ['sign', 'verify'], { name: 'RSA-PSS', saltLength: 20 }],
    [{ name: 'ECDSA', namedCurve: 'P-256' }, ['sign', 'verify'], { name: 'ECDSA', hash: 'SHA-384' }],
    ['Ed25519', ['sign', 'verify']],
    ['ML-DSA-65', ['sign', 'verify']],
  ]) {
    const made = await subtle.generateKey(algorithm, true, usages);
    const { privateKey = made, publicKey = made } = made;
    const signature = await subtle.sign(parameters, privateKey, data);
    assert.strictEqual(await subtle.verify(parameters, publicKey, signature, data), true);
    assert.strictEqual(await subtle.verify(parameters, publicKey, signature, Buffer.from('date')), false);
    const jwk = await subtle.exportKey('jwk', publicKey);
    const again = await subtle.importKey('jwk', jwk, algorithm, true, [usages.at(-1)]);
    assert.strictEqual(await subtle.verify(parameters, again, signature, data), true);
  }

  for (const parameters of [
    { name: 'AES-CBC', iv: new Uint8Array(16) }, { name: 'AES-CTR', counter: new Uint8Array(16).fill(255), length: 8 },
    { name: 'AES-GCM', iv: new Uint8Array(12), additionalData: data },
  ]) {
    const key = await subtle.generateKey({ name: parameters.name, length: 256 }, true, ['encrypt', 'decrypt']);
    const secret = await subtle.encrypt(parameters, key, Buffer.alloc(16, 7));
    assert.deepStrictEqual(Buffer.from(await subtle.decrypt(parameters, key, secret)), Buffer.alloc(16, 7));
    await assert.rejects(subtle.decrypt(parameters.name === 'AES-CTR' ? { ...parameters, length: 0 } : parameters, key, Buffer.alloc(7)), { name: 'OperationError' });
  }

  // Wrapped keys come back.
  const wrapping = await subtle.generateKey({ name: 'AES-KW', length: 256 }, false, ['wrapKey', 'unwrapKey']);
  const inner = await subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']);
  for (const format of ['raw', 'jwk']) {
    const wrapped = await subtle.wrapKey(format, inner, wrapping, 'AES-KW');
    const unwrapped = await subtle.unwrapKey(format, wrapped, wrapping, 'AES-KW', 'AES-GCM', true, ['encrypt']);
    assert.deepStrictEqual(await subtle.exportKey('raw', unwrapped), await subtle.exportKey('raw', inner));
  }

  // Both sides agree, and lengths are bits.
  const a = await subtle.generateKey('X25519', false, ['deriveBits']);
  const b = await subtle.generateKey('X25519', false, ['deriveBits']);
  const bits = await subtle.deriveBits({ name: 'X25519', public: b.publicKey }, a.privateKey, 256);
  assert.deepStrictEqual(await subtle.deriveBits({ name: 'X25519', public: a.publicKey }, b.privateKey, 256), bits);
  await assert.rejects(subtle.deriveBits({ name: 'X25519', public: b.publicKey }, a.privateKey, 257), { name: 'OperationError' });
  const password = await subtle.importKey('raw', data, 'PBKDF2', false, ['deriveBits']);
  const pbkdf2 = { name: 'PBKDF2', hash: 'SHA-256', salt: data, iterations: 2 };
  assert.strictEqual((await subtle.deriveBits(pbkdf2, password, 512)).byteLength, 64);
  await assert.rejects(subtle.deriveBits(pbkdf2, password, 9), { name: 'OperationError' });
  await assert.rejects(subtle.deriveBits({ ...pbkdf2, iterations: 0 }, password, 8), { name: 'OperationError' });

  const kem = await subtle.generateKey('ML-KEM-768', false, ['encapsulateBits', 'decapsulateBits']);
  const { sharedKey, ciphertext } = await subtle.encapsulateBits('ML-KEM-768', kem.publicKey);
  assert.deepStrictEqual(await subtle.decapsulateBits('ML-KEM-768', kem.privateKey, ciphertext), sharedKey);

  // What must not be.
  await assert.rejects(subtle.exportKey('raw', wrapping), { name: 'InvalidAccessError', message: 'key is not extractable' });
  await assert.rejects(subtle.digest('nothing', data), { name: 'NotSupportedError', message: 'Unrecognized algorithm name' });
  await assert.rejects(subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, []), { name: 'SyntaxError' });
  await assert.rejects(subtle.importKey('raw', Buffer.alloc(3), 'AES-GCM', true, ['encrypt']), { name: 'DataError' });
  assert.throws(() => new CryptoKey(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });

  // A key is out of reach of whoever holds it.
  inner.algorithm.name = 'changed';
  assert.strictEqual(structuredClone(inner).algorithm.name, 'AES-GCM');
  assert.strictEqual(SubtleCrypto.supports('digest', 'SHA-256'), true);
  assert.strictEqual(SubtleCrypto.supports('encrypt', 'SHA-256'), false);
}

let finished = false;
main().then(() => { finished = true; });
process.on('exit', () => assert(finished));
