'use strict';

/** The error of a connection that breaks off. @param {string} message */
function connResetException(message) {
  return Object.assign(new Error(message), { code: 'ECONNRESET' });
}

module.exports = { connResetException };
