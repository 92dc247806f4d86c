'use strict';

/** The text on standard error when an exception ends the process. */

const { getOptionValue } = require('internal:process/options');

/**
 * @param {unknown} error
 * @param {string} excerpt file and line, source line and carets, each on a line of its own; may be empty
 * @returns {string}
 */
function fatalText(error, excerpt) {
  const { inspect } = require('internal:util/inspect');
  const isError = require('node:util').types.isNativeError(error);
  const text = typeof error === 'string' ? error : describe(error, inspect);
  const head = isError ? `${excerpt}\n${text}` : `\n${excerpt}${text}`;
  return `${head}\n${thrownAtNote(error, isError)}\nNode.js ${process.version}\n`;
}

function describe(error, inspect) {
  if (typeof error === 'symbol') return '';
  return inspect(error, { colors: process.stderr?.hasColors?.() === true && !process.env.NO_COLOR });
}

/** What was not an error carries no stack, so the user is told how to find where it was thrown. */
function thrownAtNote(error, isError) {
  const isObject = (typeof error === 'object' && error !== null) || typeof error === 'function';
  if (isError || isObject || getOptionValue('--trace-uncaught')) return '';
  const name = require('node:path').basename(process.argv0, '.exe');
  return `(Use \`${name} --trace-uncaught ...\` to show where the exception was thrown)\n`;
}

module.exports = { fatalText };
