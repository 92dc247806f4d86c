// A buffer that shrinks while the pool works on it loses what it no longer holds, and nothing else.
'use strict';

const assert = require('node:assert');
const crypto = require('node:crypto');
const fs = require('node:fs');
const zlib = require('node:zlib');

function resizable(length) {
  return new ArrayBuffer(length, { maxByteLength: length });
}

// Synchronous work is there at once.
const atOnce = new Uint8Array(resizable(8));
assert.strictEqual(fs.readSync(fs.openSync(__filename), atOnce), 8);
assert.strictEqual(Buffer.from(atOnce).toString(), '// A buf');
assert.ok(crypto.randomFillSync(new Uint8Array(resizable(64))).some((byte) => byte !== 0));

// Node's process ends with a segmentation fault here.
if (process.versions.anode === undefined) return;

const gone = resizable(1 << 20);
crypto.randomFill(new Uint8Array(gone), (error) => assert.ifError(error));
gone.resize(0);

const half = resizable(1 << 16);
crypto.randomFill(new Uint8Array(half, 0, 1 << 16), (error) => {
  assert.ifError(error);
  assert.ok(new Uint8Array(half).some((byte) => byte !== 0));
});
half.resize(1 << 12);

const packed = resizable(1 << 16);
zlib.deflate(new Uint8Array(packed), (error, bytes) => {
  assert.ifError(error);
  assert.strictEqual(zlib.inflateSync(bytes).length, 1 << 16);
});
packed.resize(0);

const read = resizable(64);
fs.read(fs.openSync(__filename), new Uint8Array(read), (error, length) => {
  assert.ifError(error);
  assert.strictEqual(length, 64);
  assert.strictEqual(Buffer.from(read, 0, 8).toString(), '// A buf');
});
read.resize(8);
