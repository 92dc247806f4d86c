'use strict';

/** Why tests fail: one kind of error, which holds what was thrown and a type. */

const { codes } = require('internal:shared/errors');
const { inspect } = require('internal:util/inspect');

const FailureType = Object.freeze({
  aborted: 'testAborted',
  callbackAndPromise: 'callbackAndPromisePresent',
  cancelledByParent: 'cancelledByParent',
  expectedFailure: 'expectedFailure',
  hook: 'hookFailed',
  multipleCallbacks: 'multipleCallbackInvocations',
  parentFinished: 'parentAlreadyFinished',
  subtests: 'subtestsFailed',
  testCode: 'testCodeFailure',
  timeout: 'testTimeoutFailure',
});

const kInternalFrame = /^\s+at .*\(?node:internal\//;

/**
 * @param {unknown} cause what was thrown, or a text
 * @param {string} type
 */
function failure(cause, type) {
  const error = new codes.ERR_TEST_FAILURE(cause, type, inspectFailure);
  // Frames of the runner tell nobody anything.
  const stack = error.stack.split('\n').filter((line) => !kInternalFrame.test(line)).join('\n');
  Object.defineProperty(error, 'stack', { __proto__: null, value: stack, writable: true, enumerable: false, configurable: true });
  return error;
}

function isFailure(error) {
  return error?.code === 'ERR_TEST_FAILURE';
}

/** What a test threw, as text, also where it does not let itself be shown. */
function inspectFailure(value, options) {
  try {
    return inspect(value, options);
  } catch {
    return inspect(value, { ...options, customInspect: false });
  }
}

/** What a test threw, as a failure. */
function toFailure(error) {
  return isFailure(error) ? error : failure(error, FailureType.testCode);
}

module.exports = { FailureType, failure, inspectFailure, isFailure, toFailure };
