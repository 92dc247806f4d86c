'use strict';

/** The errors of connections that break off or speak no HTTP. */

/** @param {string} message */
function connResetException(message) {
  const error = new Error(message);
  error.code = 'ECONNRESET';
  return error;
}

/** @param {string} code such as `HPE_INVALID_METHOD` @param {string} reason the parser's text */
function parseError(code, reason) {
  const error = new Error(`Parse Error: ${reason}`);
  error.code = code;
  error.reason = reason;
  return error;
}

module.exports = { connResetException, parseError };
