'use strict';

/** `t.assert`: the assertions of node:assert and those that `assert.register` adds. */

const { validateFunction, validateString } = require('internal:shared/validators');

const NAMES = [
  'deepEqual',
  'deepStrictEqual',
  'doesNotMatch',
  'doesNotReject',
  'doesNotThrow',
  'equal',
  'fail',
  'ifError',
  'match',
  'notDeepEqual',
  'notDeepStrictEqual',
  'notEqual',
  'notStrictEqual',
  'ok',
  'partialDeepStrictEqual',
  'rejects',
  'strictEqual',
  'throws',
];

const registered = new Map();

/** `test.assert`. */
const assert = {
  register(name, fn) {
    validateString(name, 'name');
    validateFunction(fn, 'fn');
    registered.set(name, fn);
  },
};

/**
 * @param {object} context the receiver of registered assertions
 * @param {import('./test_case').Test} test whose plan counts every assertion
 */
function countedAssertions(context, test) {
  const source = require('node:assert');
  const result = {};
  for (const name of NAMES) define(result, name, source[name], undefined, test);
  const { snapshotAssertions } = require('internal:test/snapshot');
  for (const [name, fn] of Object.entries(snapshotAssertions(test))) define(result, name, fn, undefined, test);
  for (const [name, fn] of registered) define(result, name, fn, context, test);
  return result;
}

function define(result, name, fn, receiver, test) {
  result[name] = (...args) => {
    test.plan?.add();
    return Reflect.apply(fn, receiver, args);
  };
}

module.exports = { assert, countedAssertions };
