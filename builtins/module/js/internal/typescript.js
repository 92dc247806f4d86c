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
  return textOrThrow(binding.stripTypesOfFile(source, filename), filename);
}

/** @param {string} source @param {string} [filename] for the error */
function stripTypes(source, filename = '') {
  return textOrThrow(binding.stripTypes(source), filename);
}

/** @param {string | [code: string, message: string, line: number, sourceLine: string, carets: string]} stripped */
function textOrThrow(stripped, filename) {
  if (typeof stripped === 'string') return stripped;
  const [code, message, line, sourceLine, carets] = stripped;
  const error = new codes[code](message);
  // The place stands in front, as for a syntax error of V8.
  error.stack = `${filename}:${line}\n${sourceLine}\n${carets}\n\n${error.stack}`;
  throw error;
}

/**
 * `module.stripTypeScriptTypes(code, options)`
 * @param {string} code
 * @param {{ mode?: 'strip', sourceUrl?: string }} [options]
 */
function stripTypeScriptTypes(code, options = { __proto__: null }) {
  const { validateObject, validateOneOf, validateString } = require('internal:shared/validators');
  validateString(code, 'code');
  validateObject(options, 'options');
  const { mode = 'strip', sourceUrl = '', sourceMap = false } = options;
  validateOneOf(mode, 'options.mode', ['strip']);
  validateString(sourceUrl, 'options.sourceUrl');
  validateOneOf(sourceMap, 'options.sourceMap', [false, undefined]);
  const text = stripTypes(code, sourceUrl);
  return sourceUrl === '' ? text : `${text}\n\n//# sourceURL=${sourceUrl}`;
}

module.exports = { stripTypes, stripTypesOfFile, stripTypeScriptTypes };
