'use strict';

/** `node:constants`: the constants of os, fs and crypto in one object. */

const os = require('node:os').constants;

module.exports = Object.freeze({
  ...os.dlopen,
  ...os.errno,
  ...os.priority,
  ...os.signals,
  ...require('node:fs').constants,
  ...require('node:crypto').constants,
});
