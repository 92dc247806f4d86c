'use strict';

/** The exceptions of the Web Cryptography API, and native work as promises. */

function failure(message, name, cause) {
  const { DOMException } = require('internal:web/dom_exception');
  return new DOMException(message, cause === undefined ? name : { name, cause });
}

const notSupported = (message) => failure(message, 'NotSupportedError');
const dataError = (message, cause) => failure(message, 'DataError', cause);
const syntaxError = (message) => failure(message, 'SyntaxError');
const invalidAccess = (message) => failure(message, 'InvalidAccessError');

/** Why is not told: it could tell an attacker something. */
function operationError(cause) {
  return failure('The operation failed for an operation-specific reason', 'OperationError', cause);
}

/**
 * A blocking native function on the thread pool.
 * @template T
 * @param {(...args: unknown[]) => void} run
 * @returns {Promise<T>}
 */
function job(run, ...args) {
  return new Promise((resolve, reject) => {
    const settle = (err, value) => (err === null ? resolve(value) : reject(operationError(err)));
    try {
      run(...args, settle);
    } catch (err) {
      reject(operationError(err));
    }
  });
}

/** Usages out of place. @param {Iterable<string>} usages @param {string[]} allowed @param {string} name */
function checkUsages(usages, allowed, name) {
  for (const usage of usages) {
    if (!allowed.includes(usage)) throw syntaxError(`Unsupported key usage for ${name} key`);
  }
}

module.exports = { checkUsages, dataError, failure, invalidAccess, job, notSupported, operationError, syntaxError };
