'use strict';

/**
 * Calls through the first time only; later calls return undefined.
 * @template {Function} F
 * @param {F} callback
 * @returns {F}
 */
function once(callback) {
  let called = false;
  return function (...args) {
    if (called) return undefined;
    called = true;
    return Reflect.apply(callback, this, args);
  };
}

module.exports = { once };
