'use strict';

// What the thread pool does for a program is seen by async hooks, each request under the name that Node gives it; also after ticks and rejections.

const assert = require('node:assert');
const { createHook } = require('node:async_hooks');
const crypto = require('node:crypto');
const fs = require('node:fs');
const zlib = require('node:zlib');

const { privateKey, publicKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { subtle } = crypto;
const data = Buffer.from('data');
const seen = [];
const hook = createHook({ init(id, type) { seen.push(type); } }).enable();

const requests = {
  FSREQCALLBACK: [(done) => fs.stat(__filename, done), (done) => fs.readdir(__dirname, done), (done) => fs.mkdtemp('/no/such/folder', done)],
  PBKDF2REQUEST: [(done) => crypto.pbkdf2('a', 'b', 1, 8, 'sha1', done)],
  SCRYPTREQUEST: [(done) => crypto.scrypt('a', 'b', 8, { N: 2 }, done)],
  DERIVEBITSREQUEST: [(done) => crypto.hkdf('sha1', 'a', 'b', '', 8, done)],
  RANDOMBYTESREQUEST: [(done) => crypto.randomBytes(8, done), (done) => crypto.randomFill(Buffer.alloc(4), done)],
  RANDOMPRIMEREQUEST: [(done) => crypto.generatePrime(32, done)],
  CHECKPRIMEREQUEST: [(done) => crypto.checkPrime(7n, done)],
  KEYPAIRGENREQUEST: [(done) => crypto.generateKeyPair('ec', { namedCurve: 'P-256' }, done)],
  SIGNREQUEST: [(done) => crypto.sign('sha256', data, privateKey, done), (done) => crypto.verify('sha256', data, publicKey, data, done)],
  HASHREQUEST: [(done) => subtle.digest('SHA-1', data).then(done)],
  ZLIB: [(done) => zlib.gzip(data, done)],
};

async function main() {
  for (const [type, ways] of Object.entries(requests)) {
    for (const way of ways) {
      seen.length = 0;
      const ended = new Promise(way);
      assert.ok(seen.includes(type), `${way}: ${seen}`);
      await ended.catch(() => {});
      await new Promise(process.nextTick);
      Promise.reject(new Error('handled later')).catch(() => {});
    }
  }
  hook.disable();
}

main();
