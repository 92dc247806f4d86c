'use strict';

// Password hashes without addons: bcryptjs in JavaScript, argon2, bcrypt and scrypt in WebAssembly.
const bcrypt = require('bcryptjs');
const { argon2id, bcrypt: bcryptWasm, blake3, scrypt, sha3, xxhash64 } = require('hash-wasm');

(async () => {
  console.log(bcrypt.compareSync('pw', bcrypt.hashSync('pw', 4)), await bcrypt.compare('x', await bcrypt.hash('pw', 4)), bcrypt.hashSync('pw', '$2b$04$abcdefghijklmnopqrstuu'));
  const salt = new Uint8Array(16);
  console.log(await argon2id({ password: 'pw', salt, parallelism: 1, iterations: 2, memorySize: 256, hashLength: 32, outputType: 'encoded' }));
  console.log(await bcryptWasm({ password: 'pw', salt, costFactor: 5, outputType: 'encoded' }));
  console.log(await scrypt({ password: 'pw', salt: 'salt', costFactor: 16, blockSize: 8, parallelism: 1, hashLength: 16 }));
  console.log(await sha3('a'), await blake3('a'), await xxhash64('a'));
})();
