'use strict';

/** Type stripping for the loaders and for `module.stripTypeScriptTypes`. */

const { codes } = require('internal:shared/errors');

/**
 * @param {string} source
 * @param {string} filename
 * @returns {string} the text with its types blanked
 */
function stripTypesOfFile(source, filename) {
  if (filename.includes('/node_modules/')) {
    throw new codes.ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING(filename);
  }
  return stripTypes(source, filename);
}

/** @param {string} source @param {string} [filename] for the error */
function stripTypes(source, filename = '') {
  const stripped = binding.stripTypes(source);
  if (typeof stripped === 'string') return stripped;
  const [code, message, line, sourceLine, carets] = stripped;
  const error = new codes[code](message);
  // The place stands in front, as for a syntax error of V8.
  error.stack = `${filename}:${line}\n${sourceLine}\n${carets}\n\n${error.stack}`;
  throw error;
}

module.exports = { stripTypes, stripTypesOfFile };
