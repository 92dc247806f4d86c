'use strict';

/** Why tests fail: one kind of error, which holds what was thrown and a type. */

const { codes } = require('internal:shared/errors');

const FailureType = Object.freeze({
  aborted: 'testAborted',
  callbackAndPromise: 'callbackAndPromisePresent',
  cancelledByParent: 'cancelledByParent',
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
  const error = new codes.ERR_TEST_FAILURE(cause, type);
  // Frames of the runner tell nobody anything.
  const stack = error.stack.split('\n').filter((line) => !kInternalFrame.test(line)).join('\n');
  Object.defineProperty(error, 'stack', { __proto__: null, value: stack, writable: true, enumerable: false, configurable: true });
  return error;
}

function isFailure(error) {
  return error?.code === 'ERR_TEST_FAILURE';
}

/** What a test threw, as a failure. */
function toFailure(error) {
  return isFailure(error) ? error : failure(error, FailureType.testCode);
}

module.exports = { FailureType, failure, isFailure, toFailure };
