'use strict';

/**
 * Runs a blocking op on the pool.
 * @param {Function} op of the binding
 * @param {...unknown} args the op's, without a callback
 * @returns {Promise<any>}
 */
function promised(op, ...args) {
  return new Promise((resolve, reject) => {
    op(...args, (error, value) => (error ? reject(error) : resolve(value)));
  });
}

module.exports = { promised };
