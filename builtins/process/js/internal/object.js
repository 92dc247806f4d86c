'use strict';

/**
 * The bare `process` object. Modules that need it while it is being assembled require it here; `node:process` exports it whole.
 */

/** The class, by name only: V8 shows the name in error texts. Never called. */
const classes = { process: function process() {} };

const prototype = classes.process.prototype;

const process = Object.create(prototype, {
  [Symbol.toStringTag]: { __proto__: null, value: 'process', writable: true, enumerable: false, configurable: false },
});

// Exported before the modules below `node:events` ask for it.
module.exports = process;

Object.setPrototypeOf(prototype, require('node:events').prototype);
