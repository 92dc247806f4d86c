'use strict';

/** `node:assert`: the assertions as functions of their own, and in `strict` with the strict ones under the short names. */

const { AssertionError } = require('internal:assert/assertion_error');
const { Assert, assertOk } = require('internal:assert/assertions');

const NAMES = [
  'fail',
  'equal',
  'notEqual',
  'deepEqual',
  'notDeepEqual',
  'deepStrictEqual',
  'notDeepStrictEqual',
  'strictEqual',
  'notStrictEqual',
  'partialDeepStrictEqual',
  'match',
  'doesNotMatch',
  'throws',
  'rejects',
  'doesNotThrow',
  'doesNotReject',
  'ifError',
];

/** Fails unless the first argument is truthy. */
function assert(...args) {
  assertOk(assert, args);
}

/** The same with `strict` as its name. */
function strict(...args) {
  assertOk(strict, args);
}

function ok(...args) {
  assertOk(ok, args);
}

assert.AssertionError = AssertionError;
assert.ok = ok;
for (const name of NAMES) assert[name] = Assert.prototype[name];

Object.assign(strict, assert, {
  equal: assert.strictEqual,
  notEqual: assert.notStrictEqual,
  deepEqual: assert.deepStrictEqual,
  notDeepEqual: assert.notDeepStrictEqual,
  Assert,
});
strict.strict = strict;

assert.strict = strict;
assert.Assert = Assert;

module.exports = assert;
