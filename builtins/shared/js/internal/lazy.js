'use strict';

/** Properties whose module is loaded when they are first read. */

/**
 * @param {object} target
 * @param {string} specifier of a builtin module
 * @param {string[]} names of its exports, which `target` gets
 * @param {boolean} [enumerable]
 */
function defineLazyProperties(target, specifier, names, enumerable = true) {
  for (const name of names) defineLazyProperty(target, specifier, name, enumerable);
}

function defineLazyProperty(target, specifier, name, enumerable) {
  const settle = (value) =>
    Object.defineProperty(target, name, { __proto__: null, value, writable: true, enumerable, configurable: true });
  Object.defineProperty(target, name, {
    __proto__: null,
    get() {
      const value = require(specifier)[name];
      settle(value);
      return value;
    },
    set: settle,
    enumerable,
    configurable: true,
  });
}

module.exports = { defineLazyProperties };
