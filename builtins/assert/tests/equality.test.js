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

assert.strictEqual(assert.strict.equal, assert.strictEqual);
assert.strictEqual(require('node:assert/strict'), assert.strict);

// Instances carry their options, functions taken off them do not.
const loose = new assert.Assert({ strict: false });
loose.equal(1, '1');
new assert.Assert({ skipPrototype: true }).deepStrictEqual(new (class A {})(), {});
assert.throws(() => new assert.Assert({ diff: 'none' }), { code: 'ERR_INVALID_ARG_VALUE' });
