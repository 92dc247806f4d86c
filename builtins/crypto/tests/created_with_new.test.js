'use strict';

// The functions that make ciphers, hashes and the like may be called with `new`, as packages do.

const assert = require('node:assert');
const crypto = require('node:crypto');

const key = Buffer.alloc(16);
const make = {
  createCipheriv: ['aes-128-cbc', key, key],
  createDecipheriv: ['aes-128-cbc', key, key],
  createDiffieHellman: [Buffer.from([23]), 5],
  createECDH: ['prime256v1'],
  createHash: ['sha256'],
  createHmac: ['sha256', key],
  createSign: ['sha256'],
  createVerify: ['sha256'],
};
for (const [name, args] of Object.entries(make)) {
  const made = new crypto[name](...args);
  assert.strictEqual(Object.getPrototypeOf(made), Object.getPrototypeOf(crypto[name](...args)), name);
}
