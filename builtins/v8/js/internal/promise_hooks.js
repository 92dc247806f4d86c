'use strict';

/** `v8.promiseHooks`: plain callbacks for the life of promises, without async ids. */

const { addPromiseListener, removePromiseListener } = require('internal:async_hooks/hooks');
const { reportUncaught } = require('internal:process/uncaught');
const { codes } = require('internal:shared/errors');

/** Method, event and argument name of each hook. */
const kHooks = {
  onInit: ['init', 'initHook'],
  onBefore: ['before', 'beforeHook'],
  onAfter: ['after', 'afterHook'],
  onSettled: ['settled', 'settledHook'],
};

/**
 * @param {{ init?: Function, before?: Function, after?: Function, settled?: Function }} callbacks
 * @returns {() => void} ends it
 */
function createHook({ init, before, after, settled } = {}) {
  const listener = { init, before, after, settled };
  for (const [name, argument] of Object.values(kHooks)) {
    if (listener[name] === undefined) continue;
    validateHook(listener[name], argument);
    listener[name] = reporting(listener[name]);
  }
  addPromiseListener(listener);
  return () => removePromiseListener(listener);
}

/** V8 drops what a hook throws; it is an uncaught exception. */
function reporting(callback) {
  return (promise, parent) => {
    try {
      callback(promise, parent);
    } catch (error) {
      reportUncaught(error);
    }
  };
}

/** V8 calls hooks as plain functions, and an async one would call itself forever. */
function validateHook(value, name) {
  if (typeof value !== 'function') throw new codes.ERR_INVALID_ARG_TYPE(name, 'function', value);
  const kind = Object.getPrototypeOf(value)?.constructor?.name;
  if (kind === 'AsyncFunction' || kind === 'AsyncGeneratorFunction') {
    throw new codes.ERR_INVALID_ARG_TYPE(name, 'function', value);
  }
}

const promiseHooks = { createHook };
for (const [method, [name, argument]] of Object.entries(kHooks)) {
  promiseHooks[method] = (callback) => {
    validateHook(callback, argument);
    return createHook({ [name]: callback });
  };
}

module.exports = { promiseHooks };
