'use strict';
const assert = require('node:assert');

const verdict = (name, a, b) => {
  try {
    assert[name](a, b);
    return true;
  } catch (error) {
    if (error.code !== 'ERR_ASSERTION') throw error;
    return false;
  }
};

/** Rows: values, then the verdicts of deepEqual, deepStrictEqual and partialDeepStrictEqual. */
const circular = () => {
  const object = {};
  object.self = object;
  return object;
};
for (const [a, b, loose, strict, partial] of [
  [1, '1', true, false, false],
  [NaN, NaN, true, true, true],
  [[0], [-0], true, false, false],
  [[1, , 3], [1, undefined, 3], false, false, false],
  [{ a: 1, b: 2 }, { a: 1 }, false, false, true],
  [[1, 2, 3], [1, 3], false, false, true],
  [[1, 2, 3], [3, 1], false, false, false],
  [new Set([{ a: 1 }, { b: 2 }]), new Set([{ b: 2 }, { a: 1 }]), true, true, true],
  [new Set([1, '2']), new Set(['1', 2]), true, false, false],
  [new Map([[{}, 1], [{}, 2]]), new Map([[{}, 2], [{}, 1]]), true, true, true],
  [new Error('a'), new TypeError('a'), false, false, false],
  [new Error('a', { cause: 1 }), new Error('a', { cause: 2 }), false, false, false],
  [new (class A {})(), {}, true, false, true],
  [Object(1), Object(2), false, false, false],
  [new Date(NaN), new Date(NaN), true, true, true],
  [/a/g, /a/i, false, false, false],
  [new Float32Array([0]), new Float32Array([-0]), true, false, false],
  [new Uint8Array([1, 2, 3]), new Uint8Array([1, 3]), false, false, true],
  [circular(), circular(), true, true, true],
  [{ [Symbol.for('s')]: 1 }, {}, true, false, true],
  [new WeakMap(), new WeakMap(), false, false, false],
]) {
  assert.strictEqual(verdict('deepEqual', a, b), loose);
  assert.strictEqual(verdict('deepStrictEqual', a, b), strict);
  assert.strictEqual(verdict('partialDeepStrictEqual', a, b), partial);
}

// Cycles close on both sides at once, or nowhere.
const ring = (length) => {
  const objects = Array.from({ length }, () => ({}));
  objects.forEach((object, i) => { object.next = objects[(i + 1) % length]; });
  return objects[0];
};
const withLead = { next: ring(1) };
const shared = ring(1);
for (const [a, b, same] of [
  [ring(2), ring(2), true],
  [ring(1), ring(2), false],
  [withLead, ring(1), false],
  [ring(1), withLead, false],
  [[shared, shared], [ring(1), ring(1)], true],
  [new Map([['ring', ring(3)]]), new Map([['ring', ring(3)]]), true],
  [new Set([ring(2)]), new Set([ring(2)]), true],
]) assert.strictEqual(verdict('deepStrictEqual', a, b), same);

// What has lost its prototype is compared by its properties.
const asObject = (value) => Object.setPrototypeOf(value, null);
const ofClass = (message, prototype) => Object.create(prototype, { message: { value: message } });
for (const [a, b, same] of [
  [asObject(new Map([[1, 2]])), asObject(new Map([[1, 3]])), true],
  [asObject(new Set([1])), asObject({}), true],
  [asObject(new Uint8Array(1)), asObject(new Uint8Array([1])), false],
  [asObject(Promise.resolve(1)), asObject(Promise.resolve(2)), true],
  [asObject(new Date(0)), asObject(new Date(1)), false],
  [asObject(new Error('a')), asObject(new Error('b')), false],
  [asObject(Object(1)), asObject(Object(2)), false],
  [ofClass('a', Error.prototype), ofClass('b', Error.prototype), true],
  [new Proxy(new Map([[1, 2]]), {}), new Map([[1, 2]]), false],
  [new Proxy([1], {}), [1], true],
  [new Proxy({ a: 1 }, {}), { a: 1 }, true],
]) assert.strictEqual(verdict('deepStrictEqual', a, b), same);

// Keys count when they are enumerable, in any order; the first that differs ends the comparison.
const hidden = (object, key) => Object.defineProperty(object, key, { enumerable: false });
const symbol = Symbol('key');
const thrower = { get a() { throw new RangeError('read'); }, b: 1 };
for (const [a, b, same] of [
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [hidden({ a: 1, b: 1 }, 'a'), { a: 1 }, false],
  [hidden({ a: 1, b: 1 }, 'a'), hidden({ a: 1, b: 1 }, 'b'), false],
  [{ a: undefined }, { b: undefined }, false],
  [{ [symbol]: 1 }, { [symbol]: 2 }, false],
  [hidden({ [symbol]: 1 }, symbol), {}, true],
  [{ [symbol]: 1 }, hidden({ [symbol]: 1 }, symbol), false],
  [Object.assign([1], { x: 1 }), [1], false],
  [[1], Object.assign([1], { [symbol]: 1 }), false],
  [Object.assign(new Map(), { x: 1 }), new Map(), false],
  [hidden([1], 0), [1], true],
]) assert.strictEqual(verdict('deepStrictEqual', a, b), same);
assert.throws(() => verdict('deepStrictEqual', thrower, { a: 1, c: 1 }), RangeError);

// Holes of arrays, and arrays far longer than what they hold.
const far = (value) => Object.assign([], { 4e9: value });
for (const [a, b, same] of [
  [[, 1], [, 1], true],
  [[, 1], [undefined, 1], false],
  [[undefined, 1], [, 1], false],
  [new Array(5), new Array(6), false],
  [far(1), far(1), true],
  [far(1), far(2), false],
  [[undefined, { a: [undefined] }], [undefined, { a: [undefined] }], true],
]) assert.strictEqual(verdict('deepStrictEqual', a, b), same);

// Views by their bytes, whatever they say of their length; floats by their numbers when loose.
const floats = (low) => new Float64Array(new Uint32Array([low, 0x7ff80000]).buffer);
const shortened = (byte) => Object.defineProperty(new Uint8Array([byte]), 'length', { value: 0 });
for (const [a, b, same, isLoose] of [
  [floats(0), floats(0), true, false],
  [floats(0), floats(1), false, false],
  [new Float64Array([0, -0]), new Float64Array([-0, 0]), false, true],
  [shortened(1), shortened(2), false, false],
  [new DataView(new ArrayBuffer(2)), new DataView(new ArrayBuffer(2)), true, true],
  [new Uint8Array([1, 2, 3]).subarray(1), new Uint8Array([2, 3]), true, true],
  [new Uint8Array(2).buffer, new Uint8Array(3).buffer, false, false],
  [new SharedArrayBuffer(2), new SharedArrayBuffer(2), true, true],
  [new Uint8Array(1), new Int8Array(1), false, false],
  [Object.assign(new Uint8Array(1), { x: 1 }), new Uint8Array(1), false, false],
]) {
  assert.strictEqual(verdict('deepStrictEqual', a, b), same);
  assert.strictEqual(verdict('deepEqual', a, b), isLoose);
}

assert.strictEqual(assert.strict.equal, assert.strictEqual);
assert.strictEqual(require('node:assert/strict'), assert.strict);

// Instances carry their options, functions taken off them do not.
const loose = new assert.Assert({ strict: false });
loose.equal(1, '1');
new assert.Assert({ skipPrototype: true }).deepStrictEqual(new (class A {})(), {});
assert.throws(() => new assert.Assert({ diff: 'none' }), { code: 'ERR_INVALID_ARG_VALUE' });
