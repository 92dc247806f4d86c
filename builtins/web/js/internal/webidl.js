'use strict';

// Conversions of Web IDL (https://webidl.spec.whatwg.org/) that the web globals share.

/** The error of a failed conversion, with the code Node gives it. */
function conversionError(message) {
  const error = new TypeError(message);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

/**
 * `sequence<any>`: an array of what an iterable object yields.
 * @param {string} name of the argument, for the message
 */
function toSequence(value, name) {
  const iterable = (typeof value === 'object' && value !== null) || typeof value === 'function';
  if (!iterable || typeof value[Symbol.iterator] !== 'function') {
    throw conversionError(`${name} can not be converted to sequence.`);
  }
  return [...value];
}

module.exports = { conversionError, toSequence };
