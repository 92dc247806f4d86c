'use strict';

const { codes } = require('internal:shared/errors');

/** Web IDL dictionaries may be objects, functions, null or undefined. */
function validateDictionary(value, name) {
  if (value !== undefined && value !== null && typeof value !== 'object' && typeof value !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE(name, 'a dictionary', value);
  }
}

module.exports = { validateDictionary };
