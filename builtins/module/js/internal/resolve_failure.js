'use strict';

/** Makes Node's errors from the failures that the resolution ops give, and emits the deprecations they met. */

const process = require('internal:process/object');
const { codedToString, kIsNodeError } = require('internal:shared/errors');

const classes = { __proto__: null, Error, TypeError, URIError };

/**
 * Whether the outcome of an op is a failure.
 * @param {unknown} outcome a string, undefined, or the fields of a failure
 */
function isFailure(outcome) {
  return typeof outcome === 'object';
}

/**
 * @param {string[]} failure `[code, class, message, name, value, ...]`
 * @returns {Error & { code?: string }}
 */
function failureError([code, className, message, ...properties]) {
  const error = new classes[className](message);
  if (code.startsWith('ERR_')) {
    Object.defineProperty(error, kIsNodeError, { __proto__: null, value: true });
    Object.defineProperty(error, 'toString', { __proto__: null, value: codedToString, writable: true, configurable: true });
  }
  if (code !== '') define(error, 'code', code);
  for (let i = 0; i < properties.length; i += 2) define(error, properties[i], properties[i + 1]);
  Error.captureStackTrace(error, unwrap);
  return error;
}

/** Not an assignment: accessors of the program's on the prototypes are not to be called. */
function define(object, name, value) {
  Object.defineProperty(object, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

/** The outcome of an op, or its failure thrown. */
function unwrap(outcome) {
  emitDeprecations();
  if (isFailure(outcome)) throw failureError(outcome);
  return outcome;
}

/** Emits what was met. */
function emitDeprecations() {
  const met = binding.takeDeprecations();
  if (met === undefined) return;
  for (const [code, message] of met) process.emitWarning(message, 'DeprecationWarning', code);
}

module.exports = { emitDeprecations, failureError, isFailure, unwrap };
