'use strict';

/** Which objects are contextified, and the contexts behind them. */

/**
 * By the object that the program sees. The global object holds its context, so both go when the program lets go of them.
 * @type {WeakMap<object, { global: object, drains: boolean, wasm: boolean }>}
 */
const contexts = new WeakMap();

/** @returns {object} the object that stands for the context */
function registerContext(object, context) {
  contexts.set(object, context);
  return object;
}

function globalOf(object) {
  return contexts.get(object);
}

function isContext(object) {
  return contexts.has(object);
}

module.exports = { globalOf, isContext, registerContext };
