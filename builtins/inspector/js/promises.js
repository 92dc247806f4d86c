'use strict';

/** `node:inspector/promises`. */

const inspector = require('node:inspector');

class Session extends inspector.Session {
  /**
   * @param {string} method
   * @param {object} [params]
   * @returns {Promise<object>} the result; rejects with the protocol's error
   */
  post(method, params) {
    return new Promise((resolve, reject) => {
      super.post(method, params, (error, result) => (error ? reject(error) : resolve(result)));
    });
  }
}

module.exports = { ...inspector, Session };
