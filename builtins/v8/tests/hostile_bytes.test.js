'use strict';

// Bytes that no serializer wrote, messages that cannot be copied, and memory that shrinks or goes away while somebody uses it: errors, and the
// process lives.

const assert = require('node:assert');
const v8 = require('node:v8');
const { Worker } = require('node:worker_threads');

const values = [
  { a: [1, 2n, -0, 'text', 'wide \u1234'], b: new Map([[{}, new Set([1])]]), c: new Date(0), d: /x/gi }, new Error('e', { cause: 1 }), new Uint8Array([1, 2, 3]),
  new Float64Array(4), new ArrayBuffer(8), [1, , 3], Object(1), Object('s'), Buffer.from('buffer'), -(2n ** 100n),
];
let state = 12345;
const random = (below) => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return (state >>> 8) % below;
};

// Bytes with single faults, cut short, and of no sense at all.
for (const value of values) {
  const bytes = v8.serialize(value);
  for (let round = 0; round < 300; round++) {
    const broken = Buffer.from(bytes);
    for (let faults = 0; faults <= round % 3; faults++) broken[random(broken.length)] = random(256);
    read(broken);
    read(bytes.subarray(0, random(bytes.length)));
  }
}
for (let round = 0; round < 1000; round++) read(Buffer.from(Array.from({ length: 2 + random(40) }, (_, i) => (i === 0 ? 0xff : i === 1 ? 0x0f : random(256)))));
for (const bytes of ['', 'ff', 'ff0f', 'ff0f41ffffffff0f', 'ff0f22ffffffff07', 'ff0f42ffffffff0f', 'ff0f5cffffffffffffffff', 'ff0f5affffffff0f', 'ff0f5e80808080', 'ff0f3b'.repeat(1000)]) {
  assert.throws(() => v8.deserialize(Buffer.from(bytes, 'hex')), Error, bytes);
}

/** Whatever comes out, it is a value or an error. */
function read(bytes) {
  try {
    v8.deserialize(bytes);
  } catch (error) {
    assert.ok(error instanceof Error);
  }
  const reader = new v8.Deserializer(bytes);
  try {
    reader.readHeader();
    reader.readUint32();
    reader.readUint64();
    reader.readDouble();
    reader.readRawBytes(random(1 << 30));
  } catch (error) {
    assert.ok(error instanceof Error);
  }
}

const cannotClone = { name: 'DataCloneError', code: 25 };
for (const value of [() => {}, Symbol('s'), new WeakMap(), new Proxy({}, {}), Promise.resolve(), { deep: { f() {} } }]) {
  assert.throws(() => structuredClone(value), cannotClone);
  const { port1, port2 } = new MessageChannel();
  assert.throws(() => port1.postMessage(value), cannotClone);
  port1.close();
  port2.close();
}
const detached = new ArrayBuffer(8);
structuredClone(detached, { transfer: [detached] });
assert.throws(() => structuredClone(detached, { transfer: [detached] }), cannotClone);
assert.throws(() => structuredClone(new Uint8Array(detached)), TypeError);
const twice = new ArrayBuffer(8);
assert.throws(() => structuredClone(twice, { transfer: [twice, twice] }), cannotClone);

// A getter that takes the memory away while it is copied.
const taken = new ArrayBuffer(1024);
const trap = { get first() { structuredClone(taken, { transfer: [taken] }); return 1; }, second: new Uint8Array(taken) };
try {
  structuredClone(trap);
} catch (error) {
  assert.ok(error instanceof Error);
}

// Memory that changes its length while calls of this runtime have it.
const fs = require('node:fs');
const zlib = require('node:zlib');
const crypto = require('node:crypto');
const growing = new ArrayBuffer(64, { maxByteLength: 1 << 16 });
const view = new Uint8Array(growing);
const shrink = () => {
  growing.resize(1);
  return 0;
};
for (const call of [
  () => Buffer.from(growing).fill({ valueOf: shrink }), () => Buffer.from(growing).copy(Buffer.alloc(64), { valueOf: shrink }),
  () => Buffer.from(growing).write('text', { valueOf: shrink }), () => fs.readSync(0, view, { valueOf: shrink }),
  () => crypto.randomFillSync(view, { valueOf: shrink }), () => zlib.crc32(view, { valueOf: shrink }), () => new TextDecoder().decode(view, { get stream() { return Boolean(shrink()); } }),
  () => new TextEncoder().encodeInto('text', view),
]) {
  growing.resize(64);
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof Error);
  }
}

// Work under way on memory that is given away. Memory that shrinks meanwhile is another thing: both runtimes crash.
const given = new Uint8Array(1 << 16);
zlib.deflate(given, () => {});
crypto.randomFill(given, () => {});
try {
  structuredClone(given.buffer, { transfer: [given.buffer] });
} catch (error) {
  assert.ok(error instanceof Error);
}

// Shared memory that a thread grows and fills meanwhile.
const shared = new SharedArrayBuffer(1024, { maxByteLength: 1 << 20 });
const worker = new Worker(`
  const { workerData, parentPort } = require('node:worker_threads');
  parentPort.postMessage('begins');
  for (let size = 1024; size <= 1 << 20; size += 1024) {
    workerData.grow(size);
    new Uint8Array(workerData).fill(size);
  }
`, { eval: true, workerData: shared });
worker.once('message', () => {
  for (let round = 0; round < 200; round++) {
    const now = new Uint8Array(shared);
    v8.serialize(now);
    Buffer.from(now).toString('base64');
    zlib.crc32(now);
    crypto.createHash('md5').update(now).digest();
  }
});
worker.on('exit', (code) => assert.strictEqual(code, 0));
