'use strict';

/** The assertions, as methods of `Assert`; without an instance they run with the default options. */

const { codes } = require('internal:shared/errors');
const { validateFunction, validateOneOf } = require('internal:shared/validators');
const { AssertionError } = require('internal:assert/assertion_error');

const kOptions = Symbol('options');

const DEFAULT_OPTIONS = Object.freeze({ diff: 'simple', skipPrototype: false });

/** @param {{ diff?: 'simple' | 'full', strict?: boolean, skipPrototype?: boolean }} [options] */
function Assert(options) {
  if (!new.target) throw new codes.ERR_CONSTRUCT_CALL_REQUIRED('Assert');
  const { diff = 'simple', strict = true, skipPrototype = false } = options ?? {};
  validateOneOf(diff, 'options.diff', ['simple', 'full']);
  this.AssertionError = AssertionError;
  Object.defineProperty(this, kOptions, { __proto__: null, value: { diff, skipPrototype }, enumerable: false });
  if (!strict) return;
  this.equal = this.strictEqual;
  this.deepEqual = this.deepStrictEqual;
  this.notEqual = this.notStrictEqual;
  this.notDeepEqual = this.notDeepStrictEqual;
}

/** The methods by name. Each names itself as the start of the stack. */
const assertions = {
  fail(message) {
    if (message instanceof Error) throw message;
    const isOwn = message !== undefined;
    const error = new AssertionError({
      message: isOwn ? message : 'Failed',
      operator: 'fail',
      stackStartFn: assertions.fail,
      diff: optionsOf(this).diff,
    });
    error.generatedMessage = !isOwn;
    throw error;
  },

  ok(...args) {
    assertOk(assertions.ok, args, optionsOf(this));
  },

  equal(actual, expected, ...message) {
    requireBoth(arguments.length);
    // eslint-disable-next-line eqeqeq -- what it is for
    if (actual != expected && !(Number.isNaN(actual) && Number.isNaN(expected))) {
      fail(this, assertions.equal, { actual, expected, operator: '==' }, message);
    }
  },

  notEqual(actual, expected, ...message) {
    requireBoth(arguments.length);
    // eslint-disable-next-line eqeqeq -- what it is for
    if (actual == expected || (Number.isNaN(actual) && Number.isNaN(expected))) {
      fail(this, assertions.notEqual, { actual, expected, operator: '!=' }, message);
    }
  },

  deepEqual(actual, expected, ...message) {
    requireBoth(arguments.length);
    if (!comparisons().isDeepEqual(actual, expected)) {
      fail(this, assertions.deepEqual, { actual, expected, operator: 'deepEqual' }, message);
    }
  },

  notDeepEqual(actual, expected, ...message) {
    requireBoth(arguments.length);
    if (comparisons().isDeepEqual(actual, expected)) {
      fail(this, assertions.notDeepEqual, { actual, expected, operator: 'notDeepEqual' }, message);
    }
  },

  deepStrictEqual(actual, expected, ...message) {
    requireBoth(arguments.length);
    if (!comparisons().isDeepStrictEqual(actual, expected, optionsOf(this).skipPrototype)) {
      fail(this, assertions.deepStrictEqual, { actual, expected, operator: 'deepStrictEqual' }, message);
    }
  },

  notDeepStrictEqual(actual, expected, ...message) {
    requireBoth(arguments.length);
    if (comparisons().isDeepStrictEqual(actual, expected, optionsOf(this).skipPrototype)) {
      fail(this, assertions.notDeepStrictEqual, { actual, expected, operator: 'notDeepStrictEqual' }, message);
    }
  },

  strictEqual(actual, expected, ...message) {
    requireBoth(arguments.length);
    if (!Object.is(actual, expected)) {
      fail(this, assertions.strictEqual, { actual, expected, operator: 'strictEqual' }, message);
    }
  },

  notStrictEqual(actual, expected, ...message) {
    requireBoth(arguments.length);
    if (Object.is(actual, expected)) {
      fail(this, assertions.notStrictEqual, { actual, expected, operator: 'notStrictEqual' }, message);
    }
  },

  partialDeepStrictEqual(actual, expected, ...message) {
    requireBoth(arguments.length);
    if (!comparisons().isPartialStrictEqual(actual, expected)) {
      fail(this, assertions.partialDeepStrictEqual, { actual, expected, operator: 'partialDeepStrictEqual' }, message);
    }
  },

  match(string, regexp, ...message) {
    assertMatch(this, assertions.match, string, regexp, message, true);
  },

  doesNotMatch(string, regexp, ...message) {
    assertMatch(this, assertions.doesNotMatch, string, regexp, message, false);
  },

  throws(fn, ...args) {
    exceptions().expectException(this, assertions.throws, thrownBy(fn), args);
  },

  rejects: async function rejects(promiseFn, ...args) {
    exceptions().expectException(this, assertions.rejects, await rejectionOf(promiseFn), args);
  },

  doesNotThrow(fn, ...args) {
    exceptions().expectNoException(this, assertions.doesNotThrow, thrownBy(fn), args);
  },

  doesNotReject: async function doesNotReject(promiseFn, ...args) {
    exceptions().expectNoException(this, assertions.doesNotReject, await rejectionOf(promiseFn), args);
  },

  ifError(value) {
    if (value === null || value === undefined) return;
    exceptions().failIfError(assertions.ifError, value, optionsOf(this).diff);
  },
};

for (const name of Object.keys(assertions)) {
  Object.defineProperty(Assert.prototype, name, {
    __proto__: null,
    value: assertions[name], writable: true, enumerable: true, configurable: true,
  });
}

// --- What they share -------------------------------------------------------------------------------------------------

/** The options of the instance a method was called on; a method taken off it has the defaults. */
function optionsOf(receiver) {
  return receiver?.[kOptions] ?? DEFAULT_OPTIONS;
}

function requireBoth(count) {
  if (count < 2) throw new codes.ERR_MISSING_ARGS('actual', 'expected');
}

/** Loaded by the first assertion that needs them. */
function comparisons() {
  return require('internal:util/comparisons');
}

function exceptions() {
  return require('internal:assert/exceptions');
}

/**
 * Throws what the caller gave as message if that is an error, otherwise an AssertionError.
 * @param {unknown} receiver of the assertion
 * @param {Function} stackStartFn
 * @param {{ actual: unknown, expected: unknown, operator: string }} comparison
 * @param {[message?: string | Error | Function, ...values: unknown[]]} message with values for its placeholders
 */
function fail(receiver, stackStartFn, comparison, message) {
  const text = messageText(message, comparison);
  throw new AssertionError({ ...comparison, message: text, stackStartFn, diff: optionsOf(receiver).diff });
}

/** @returns {unknown} undefined when the assertion has to find a message itself */
function messageText([message, ...values], { actual, expected }) {
  if (message instanceof Error) throw message;
  if (message === '' || message === null) return undefined;
  if (typeof message === 'function') return message(actual, expected);
  if (typeof message === 'string' && values.length > 0) return require('internal:util/format').format(message, ...values);
  return message;
}

function assertOk(stackStartFn, args, options = DEFAULT_OPTIONS) {
  const [value, ...message] = args;
  if (value) return;
  let text = 'No value argument passed to `assert.ok()`';
  let isGenerated = true;
  if (args.length > 0) {
    const own = messageText(message, { actual: value, expected: true });
    isGenerated = own === undefined;
    text = own ?? require('internal:assert/source_expression').falsyMessage(value);
  }
  const error = new AssertionError({
    actual: value, expected: true, message: text, operator: '==', stackStartFn, diff: options.diff,
  });
  error.generatedMessage = isGenerated;
  throw error;
}

function assertMatch(receiver, stackStartFn, string, regexp, message, shouldMatch) {
  if (!(regexp instanceof RegExp)) throw new codes.ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
  const isString = typeof string === 'string';
  if (isString && (RegExp.prototype.exec.call(regexp, string) !== null) === shouldMatch) return;
  const comparison = { actual: string, expected: regexp, operator: stackStartFn.name };
  const own = messageText(message, comparison);
  const error = new AssertionError({
    ...comparison,
    message: own ?? mismatchMessage(string, regexp, shouldMatch),
    stackStartFn,
    diff: optionsOf(receiver).diff,
  });
  error.generatedMessage = own === undefined;
  throw error;
}

function mismatchMessage(string, regexp, shouldMatch) {
  const { inspect } = require('internal:util/inspect');
  if (typeof string !== 'string') {
    return `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})`;
  }
  const rule = shouldMatch ? 'did not match' : 'was expected to not match';
  return `The input ${rule} the regular expression ${inspect(regexp)}. Input:\n\n${inspect(string)}\n`;
}

// --- What a function throws or a promise rejects with ------------------------------------------------------------------

/** Stands for no exception: any value can be thrown. */
const NOTHING = { nothing: true };

function thrownBy(fn) {
  validateFunction(fn, 'fn');
  try {
    fn();
  } catch (error) {
    return error;
  }
  return NOTHING;
}

async function rejectionOf(promiseFn) {
  const promise = typeof promiseFn === 'function' ? promiseFn() : promiseFn;
  if (!isThenable(promise)) {
    if (typeof promiseFn === 'function') throw new codes.ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', promise);
    throw new codes.ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promise);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return NOTHING;
}

function isThenable(value) {
  return (
    value instanceof Promise ||
    (value !== null && typeof value === 'object' && typeof value.then === 'function' && typeof value.catch === 'function')
  );
}

module.exports = { Assert, NOTHING, assertOk, optionsOf };
