'use strict';

/** The test, suite or hook in whose context code runs: calls of `test()` go to it, and so do exceptions that nobody catches. */

const { AsyncLocalStorage } = require('node:async_hooks');

const currentUnit = new AsyncLocalStorage({ name: 'node:test' });

module.exports = { currentUnit };
