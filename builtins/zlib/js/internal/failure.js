'use strict';

const constants = require('internal:zlib/constants');

/** What is wrong with compressed data, as an error. @param {string} code zlib's name @param {string} message */
function zlibError(code, message) {
  const error = new Error(message);
  error.errno = constants[code];
  error.code = code;
  return error;
}

module.exports = { zlibError };
