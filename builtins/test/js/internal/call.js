'use strict';

/** Calls the functions of tests and hooks. */

const { isPromise } = require('internal:util/types');
const { FailureType, failure } = require('internal:test/failure');

/**
 * Calls `fn` with `args`; one that takes a parameter more is given a callback.
 * @returns {Promise<void>}
 */
async function callWithDone(fn, thisValue, args) {
  if (fn.length !== args.length + 1) return Reflect.apply(fn, thisValue, args);
  const { promise, resolve, reject } = Promise.withResolvers();
  let isCalled = false;
  const done = (error) => {
    if (isCalled) throw failure('callback invoked multiple times', FailureType.multipleCallbacks);
    isCalled = true;
    if (error) reject(error);
    else resolve();
  };
  const returned = Reflect.apply(fn, thisValue, [...args, done]);
  if (isPromise(returned)) {
    returned.catch(() => {});
    throw failure('passed a callback but also returned a Promise', FailureType.callbackAndPromise);
  }
  return promise;
}

/** A function that does its work once; later calls get the same promise. */
function once(work) {
  let result;
  return () => (result ??= work());
}

module.exports = { callWithDone, once };
