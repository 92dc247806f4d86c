// Flags: --expose-gc
'use strict';

// `memoryUsage().arrayBuffers`: what the buffers of a thread hold, wherever their memory comes from.

const assert = require('node:assert');
const fs = require('node:fs');
const { Worker } = require('node:worker_threads');
const zlib = require('node:zlib');

const MB = 1 << 20;
const held = () => process.memoryUsage().arrayBuffers;

/** The growth while `make` runs, in whole MiB. */
function growth(make) {
  // The second collection waits for the memory that the first one frees on another thread.
  gc();
  gc();
  const before = held();
  const made = make();
  const grown = held() - before;
  assert.ok(made);
  return Math.round(grown / MB);
}

assert.strictEqual(growth(() => new ArrayBuffer(3 * MB)), 3);
assert.strictEqual(growth(() => new SharedArrayBuffer(3 * MB)), 3);
assert.strictEqual(growth(() => Buffer.alloc(2 * MB)), 2);
assert.strictEqual(growth(() => Buffer.allocUnsafe(2 * MB)), 2);
assert.strictEqual(growth(() => Buffer.from('x'.repeat(MB))), 1);
assert.strictEqual(growth(() => structuredClone(new Uint8Array(MB))), 2);
assert.strictEqual(growth(() => fs.readFileSync(process.execPath)), Math.round(fs.statSync(process.execPath).size / MB));
const compressed = zlib.deflateSync(Buffer.alloc(4 * MB));
assert.ok(growth(() => zlib.inflateSync(compressed)) >= 4);
// Memory that is only set aside is not held, and that of WebAssembly is not V8's.
assert.strictEqual(growth(() => new ArrayBuffer(0, { maxByteLength: 64 * MB })), 0);
assert.strictEqual(growth(() => new WebAssembly.Memory({ initial: 64 })), 0);

// What moves is counted by its maker until it is freed.
const moving = new ArrayBuffer(5 * MB);
assert.strictEqual(growth(() => structuredClone(moving, { transfer: [moving] })), 0);

async function freedByCollections() {
  for (let turn = 0; held() > MB; turn++) {
    assert.ok(turn < 100, `still ${held()}`);
    gc();
    await new Promise(setImmediate);
  }
}

/** Each thread counts its own. */
async function inAnotherThread() {
  const text = `
    const before = process.memoryUsage().arrayBuffers;
    const buffer = new ArrayBuffer(${5 * MB});
    require('worker_threads').parentPort.postMessage(process.memoryUsage().arrayBuffers - before - buffer.byteLength);`;
  const before = held();
  const worker = new Worker(text, { eval: true });
  const uncounted = await new Promise((resolve) => worker.on('message', resolve));
  assert.ok(Math.abs(uncounted) < MB / 4, `${uncounted}`);
  await worker.terminate();
  assert.ok(held() - before < MB);
}

freedByCollections().then(inAnotherThread);
