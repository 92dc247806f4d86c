'use strict';
const assert = require('node:assert');

process.removeAllListeners('warning');
process.on('warning', (warning) => assert.strictEqual(warning.code, 'DEP0025'));
assert.strictEqual(require('node:sys'), require('node:util'));
