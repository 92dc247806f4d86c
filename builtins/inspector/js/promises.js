'use strict';

/** `node:inspector/promises`. */

module.exports = require('node:inspector');
