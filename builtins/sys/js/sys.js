'use strict';

const process = require('internal:process/object');

process.emitWarning('sys is deprecated. Use `node:util` instead.', 'DeprecationWarning', 'DEP0025');

module.exports = require('node:util');
