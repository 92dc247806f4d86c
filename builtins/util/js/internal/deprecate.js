'use strict';

/** `util.deprecate`. */

const process = require('internal:process/object');
const { validateString } = require('internal:shared/validators');

/** Codes that have warned. */
const warnedCodes = new Set();

/**
 * Wraps a function so that its first call warns. With a code, one warning serves all functions of that code.
 * @template {Function} F
 * @param {F} fn
 * @param {string} message
 * @param {string} [code] `DEP0000`
 * @param {{ modifyPrototype?: boolean }} [options]
 * @returns {F}
 */
function deprecate(fn, message, code, { modifyPrototype = true } = {}) {
  if (code !== undefined) validateString(code, 'code');
  const warn = makeWarner(message, code);

  function deprecated(...args) {
    warn(deprecated);
    return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args);
  }

  if (modifyPrototype) {
    // The wrapper stands for the function: its statics, its instances, its arity.
    Object.setPrototypeOf(deprecated, fn);
    if (fn.prototype) deprecated.prototype = fn.prototype;
  }
  Object.defineProperty(deprecated, 'length', { __proto__: null, value: fn.length, writable: false, enumerable: false, configurable: true });
  return deprecated;
}

/** A function that warns when it is first called and nobody forbade it; the frames of `caller` stay out of the warning's stack. */
function makeWarner(message, code) {
  let warned = false;
  return (caller) => {
    if (warned || process.noDeprecation) return;
    warned = true;
    if (code === undefined) {
      process.emitWarning(message, 'DeprecationWarning', undefined, caller);
    } else if (!warnedCodes.has(code)) {
      warnedCodes.add(code);
      process.emitWarning(message, 'DeprecationWarning', code, caller);
    }
  };
}

module.exports = { deprecate, makeWarner };
