'use strict';

// structuredClone() of values with and without objects that their class clones, and what a getter does meanwhile.
const assert = require('node:assert');
const { markAsUntransferable } = require('node:worker_threads');

let calls = 0;
const error = new DOMException('text', 'DataCloneError');
const blob = new Blob(['x']);
const value = {
  get counted() { return ++calls; },
  blob,
  again: blob,
  error,
  map: new Map([[1, new Set([2])]]),
};
const copy = structuredClone(value);
assert.strictEqual(calls, 1);
assert.strictEqual(copy.counted, 1);
assert.ok(copy.blob instanceof Blob && copy.blob !== blob && copy.blob === copy.again);
assert.ok(copy.error instanceof DOMException && copy.error.message === 'text');
assert.deepStrictEqual(copy.map, value.map);

const cycle = { list: [1, 2] };
cycle.self = cycle;
const copied = structuredClone(cycle);
assert.ok(copied.self === copied && copied !== cycle);
const shared = new SharedArrayBuffer(4);
const both = structuredClone({ one: shared, two: shared });
assert.strictEqual(both.one, both.two);
new Int32Array(both.one)[0] = 7;
assert.strictEqual(new Int32Array(shared)[0], 7);
assert.throws(() => structuredClone({ f() {} }), { name: 'DataCloneError' });
const thrown = new Error('from a getter');
assert.throws(() => structuredClone({ get x() { throw thrown; } }), thrown);

// Objects with a native side of which no clone could be made are an error, not an empty object; so are instances of their subclasses.
class OwnURL extends URL {}
for (const object of [
  new URL('http://a/'), new OwnURL('http://a/'), new URLSearchParams('a=1'), new Headers(), new Request('http://a/'), new Response('x'), new FormData(),
]) {
  assert.throws(() => structuredClone({ object }), { name: 'DataCloneError' }, object.constructor.name);
}
assert.deepStrictEqual(structuredClone(new (class Point { x = 1; })()), { x: 1 });

// What only looks like something that moves.
for (const Class of [MessagePort, ReadableStream, WritableStream, TransformStream]) {
  const fake = Object.create(Class.prototype);
  assert.throws(() => structuredClone(fake, { transfer: [fake] }), { name: 'DataCloneError', message: 'Found invalid value in transferList.' });
}

// Memory that must not move does not move by the methods of the language either.
const kept = new ArrayBuffer(3);
markAsUntransferable(kept);
for (const buffer of [kept, Buffer.from('pooled').buffer]) {
  assert.throws(() => buffer.transfer(), TypeError);
  assert.throws(() => structuredClone(buffer, { transfer: [buffer] }), { name: 'DataCloneError' });
  assert.ok(buffer.byteLength > 0);
}
