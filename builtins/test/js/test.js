'use strict';

/** `node:test`. The test runner is not here yet. */

const { unavailable, unavailableFunctions } = require('internal:shared/unavailable');

const names = ['skip', 'todo', 'only', 'after', 'afterEach', 'before', 'beforeEach', 'describe', 'it', 'run', 'suite', 'test'];

module.exports = Object.assign(unavailable('test.test'), unavailableFunctions('test', names));
