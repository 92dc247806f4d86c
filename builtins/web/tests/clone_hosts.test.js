'use strict';

// structuredClone() of values with and without objects that their class clones, and what a getter does meanwhile.
const assert = require('node:assert');

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
