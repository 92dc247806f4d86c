'use strict';

/**
 * The bare `process` object. Modules that need it while it is being assembled require it here; `node:process` exports it whole.
 */

const EventEmitter = require('node:events');

/** Gives the object its class name in `util.inspect` and error texts; never called. */
function constructor() {
  throw new TypeError('Illegal constructor');
}
Object.defineProperty(constructor, 'name', { __proto__: null, value: 'process', configurable: true });

const prototype = Object.create(EventEmitter.prototype, {
  constructor: { __proto__: null, value: constructor, writable: true, enumerable: false, configurable: true },
});

const process = Object.create(prototype, {
  [Symbol.toStringTag]: { __proto__: null, value: 'process', writable: true, enumerable: false, configurable: false },
});

module.exports = process;
