'use strict';

/** Values that several builtins compare by identity or hand out as defaults. */

module.exports = {
  /** The default of an options argument: no inherited keys, nothing to change by mistake. */
  kEmptyObject: Object.freeze({ __proto__: null }),
  /** Fields of a property descriptor that makes a class member enumerable, as WebIDL wants it. */
  kEnumerableProperty: Object.freeze({ __proto__: null, enumerable: true }),
  /** `util.inspect.custom`. */
  customInspectSymbol: Symbol.for('nodejs.util.inspect.custom'),
  /** `util.promisify.custom`. */
  promisifyCustomSymbol: Symbol.for('nodejs.util.promisify.custom'),
  /** Names of the values that a callback gets after the error; `util.promisify` then resolves with an object. */
  customPromisifyArgs: Symbol('customPromisifyArgs'),
  /** Handlers of proxies that stand for objects of the engine in Node have it: they print as plain objects. */
  kIsPlain: Symbol('kIsPlain'),
};
