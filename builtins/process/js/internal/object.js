'use strict';

/**
 * The bare `process` object. Modules that need it while it is being assembled require it here; `node:process` exports it whole.
 */

const EventEmitter = require('node:events');

/** The class, by name only: V8 shows the name in error texts. Never called. */
const classes = { process: function process() {} };

const prototype = Object.create(EventEmitter.prototype, {
  constructor: { __proto__: null, value: classes.process, writable: true, enumerable: false, configurable: true },
});
classes.process.prototype = prototype;

const process = Object.create(prototype, {
  [Symbol.toStringTag]: { __proto__: null, value: 'process', writable: true, enumerable: false, configurable: false },
});

module.exports = process;
