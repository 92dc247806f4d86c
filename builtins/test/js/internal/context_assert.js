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
 * @param {() => void} count called for every assertion
 */
function countedAssertions(context, count) {
  const source = require('node:assert');
  const result = {};
  for (const name of NAMES) {
    result[name] = (...args) => {
      count();
      return Reflect.apply(source[name], undefined, args);
    };
  }
  for (const [name, fn] of registered) {
    result[name] = (...args) => {
      count();
      return Reflect.apply(fn, context, args);
    };
  }
  return result;
}

module.exports = { assert, countedAssertions };
