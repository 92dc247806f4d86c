'use strict';

/**
 * What is wrong with compressed data, as an error.
 * @param {[message: string, errno: number, code: string]} failure
 */
function zlibError([message, errno, code]) {
  const error = new Error(message);
  error.errno = errno;
  error.code = code;
  return error;
}

module.exports = { zlibError };
