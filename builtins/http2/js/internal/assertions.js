'use strict';

/** Argument checks whose names are those of HTTP/2 settings and options. */

const { codes } = require('internal:shared/errors');

/** `undefined` passes. @param {unknown} value @param {string} name @param {string | string[]} [types] what the error says */
function assertIsObject(value, name, types) {
  if (value !== undefined && (value === null || typeof value !== 'object' || Array.isArray(value))) {
    throw new codes.ERR_INVALID_ARG_TYPE(name, types ?? 'Object', value);
  }
}

/** `undefined` passes. */
function assertIsArray(value, name) {
  if (value !== undefined && !Array.isArray(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, 'Array', value);
}

/** `undefined` passes. */
function assertWithinRange(name, value, min = 0, max = Infinity) {
  if (value !== undefined && (typeof value !== 'number' || !(value >= min && value <= max))) {
    throw new codes.ERR_HTTP2_INVALID_SETTING_VALUE.RangeError(name, value, min, max);
  }
}

module.exports = { assertIsArray, assertIsObject, assertWithinRange };
