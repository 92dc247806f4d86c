'use strict';

/**
 * Runs a blocking op on the pool.
 * @param {Function} op of the binding
 * @param {...unknown} args the op's, without a callback
 * @returns {Promise<any>}
 */
function promised(op, ...args) {
  return traced(
    new Promise((resolve, reject) => {
      op(...args, (error, value) => (error ? reject(error) : resolve(value)));
    }),
  );
}

/**
 * The outcome of `promise`. An error of the system is made where no JavaScript runs; here it gets the stack of the functions that wait.
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
async function traced(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error.syscall !== undefined) Error.captureStackTrace(error, traced);
    throw error;
  }
}

module.exports = { promised, traced };
