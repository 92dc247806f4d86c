'use strict';

// What SubtleCrypto says of wrong arguments, and lengths of keys that are no whole bytes.

const assert = require('node:assert');
const { subtle } = require('node:crypto').webcrypto;

const D = new Uint8Array(16);
const gcm = (length) => subtle.generateKey({ name: 'AES-GCM', length }, true, ['encrypt']);
const failed = (method) => `Failed to execute '${method}' on 'SubtleCrypto': `;

(async () => {
  await assert.rejects(gcm(-1), { name: 'TypeError', message: 'Failed to normalize algorithm: length in passed algorithm is outside the expected range of 0 to 65535.' });
  await assert.rejects(gcm('x'), { message: 'Failed to normalize algorithm: length in passed algorithm is not a finite number.' });
  const key = { name: 'AES-GCM', length: 128 };
  await assert.rejects(subtle.generateKey(key, true, 1), { message: `${failed('generateKey')}3rd argument cannot be converted to sequence.` });
  await assert.rejects(subtle.generateKey(key, true, ['nope']), { message: `${failed('generateKey')}3rd argument[0] 'nope' is not a valid enum value of type KeyUsage.` });
  for (const value of [1, 'x', true]) {
    await assert.rejects(subtle.importKey('raw', value, 'AES-GCM', true, ['encrypt']), { message: /2nd argument is not instance of ArrayBuffer, Buffer, TypedArray, or DataView\./ });
    await assert.rejects(subtle.importKey('jwk', value, 'AES-GCM', true, ['encrypt']), { message: /2nd argument cannot be converted to a dictionary$/ });
  }
  for (const value of [null, undefined, D]) await assert.rejects(subtle.importKey('jwk', value, 'AES-GCM', true, ['encrypt']), { name: 'DataError', message: 'Invalid keyData' });

  // Hashes that are none.
  for (const hash of [{}, [], 'MD5', { name: 1 }]) {
    await assert.rejects(subtle.generateKey({ name: 'HMAC', hash }, true, ['sign']), { name: 'NotSupportedError', message: 'Only SHA hashes are supported in HmacKeyGenParams' });
  }
  await assert.rejects(subtle.generateKey({ name: 'HMAC', hash: 'SHA256' }, true, ['sign']), { name: 'NotSupportedError', message: 'Unrecognized algorithm name' });

  // Halves in the form of the other.
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  await assert.rejects(subtle.exportKey('spki', pair.privateKey), { name: 'InvalidAccessError', message: 'Key must be a public key' });
  await assert.rejects(subtle.exportKey('pkcs8', pair.publicKey), { name: 'InvalidAccessError', message: 'Key must be a private key' });

  // So many bits, and zeros after them.
  for (const length of [1, 7, 9, 31]) {
    const made = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-256', length }, true, ['sign']);
    const bytes = new Uint8Array(await subtle.exportKey('raw', made));
    assert.deepStrictEqual([made.algorithm.length, bytes.length], [length, Math.ceil(length / 8)]);
    assert.strictEqual(bytes.at(-1) & (0xff >> length % 8), 0);
  }
  const ones = new Uint8Array([255, 255]);
  const nine = await subtle.importKey('raw', ones, { name: 'HMAC', hash: 'SHA-256', length: 9 }, true, ['sign']);
  assert.deepStrictEqual([...new Uint8Array(await subtle.exportKey('raw', nine))], [0xff, 0x80]);
  assert.deepStrictEqual([...ones], [255, 255]);
  for (const length of [7, 8, 17]) await assert.rejects(subtle.importKey('raw', ones, { name: 'HMAC', hash: 'SHA-256', length }, true, ['sign']), { name: 'DataError' });
})();
