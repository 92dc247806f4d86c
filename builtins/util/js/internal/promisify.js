'use strict';

/** Between callbacks and promises: `util.promisify` and `util.callbackify`. */

const process = require('internal:process/object');
const { codes, hideFrame } = require('internal:shared/errors');
const { customPromisifyArgs, promisifyCustomSymbol } = require('internal:shared/constants');
const { validateFunction } = require('internal:shared/validators');

/**
 * @param {Function} original takes a callback `(error, value)` as its last argument
 * @returns {Function} returns a promise instead
 */
function promisify(original) {
  validateFunction(original, 'original');
  const custom = original[promisifyCustomSymbol];
  if (custom) {
    validateFunction(custom, 'util.promisify.custom');
    return markPromisified(custom, custom);
  }
  // Set by builtins whose callbacks get several values.
  const valueNames = original[customPromisifyArgs];

  function promisified(...args) {
    return new Promise((resolve, reject) => {
      const returned = Reflect.apply(original, this, [
        ...args,
        (error, ...values) => {
          if (error) reject(error);
          else resolve(valueNames !== undefined && values.length > 1 ? named(valueNames, values) : values[0]);
        },
      ]);
      if (returned instanceof Promise) warnOfPromise();
    });
  }

  Object.setPrototypeOf(promisified, Object.getPrototypeOf(original));
  markPromisified(promisified, promisified);
  const descriptors = Object.getOwnPropertyDescriptors(original);
  for (const key of Reflect.ownKeys(descriptors)) Object.defineProperty(promisified, key, { __proto__: null, ...descriptors[key] });
  return promisified;
}

promisify.custom = promisifyCustomSymbol;

/** To promisify it again gives the same function. */
function markPromisified(fn, value) {
  return Object.defineProperty(fn, promisifyCustomSymbol, { __proto__: null, value, enumerable: false, writable: false, configurable: true });
}

function named(names, values) {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}

function warnOfPromise() {
  process.emitWarning(
    'Calling promisify on a function that returns a Promise is likely a mistake.',
    'DeprecationWarning',
    'DEP0174',
  );
}

/**
 * @param {Function} original returns a promise
 * @returns {Function} takes a callback `(error, value)` as its last argument instead
 */
function callbackify(original) {
  validateFunction(original, 'original');

  function callbackified(...args) {
    const callback = args.pop();
    validateFunction(callback, 'last argument');
    const bound = callback.bind(this);
    // The callback runs outside the promise: what it throws is an uncaught exception, not a rejection.
    Reflect.apply(original, this, args).then(
      (value) => process.nextTick(bound, null, value),
      (reason) => process.nextTick(callWithReason, reason, bound),
    );
  }

  const descriptors = Object.getOwnPropertyDescriptors(original);
  if (typeof descriptors.length.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name.value === 'string') descriptors.name.value += 'Callbackified';
  for (const key of Reflect.ownKeys(descriptors)) Object.defineProperty(callbackified, key, { __proto__: null, ...descriptors[key] });
  return callbackified;
}

/** A falsy reason could not be told from success. */
function callWithReason(reason, callback) {
  const error = reason ? reason : hideFrame(callWithReason, new codes.ERR_FALSY_VALUE_REJECTION(reason));
  return callback(error);
}

module.exports = { callbackify, promisify };
