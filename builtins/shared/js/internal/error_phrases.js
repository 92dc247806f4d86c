'use strict';

/** Phrases that several error messages share. Takes values, returns text; knows nothing of error classes. */

const LONGEST_SHOWN_STRING = 28;
const CUT_STRING = 25;

/**
 * How a "Received ..." clause names a value: `type number (1)`, `an instance of Map`, `function parse`, `undefined`.
 * @param {unknown} value
 * @returns {string}
 */
function describeType(value) {
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'string':
      return `type string (${shortString(value)})`;
    case 'bigint':
      return `type bigint (${value}n)`;
    case 'number':
      return `type number (${Object.is(value, -0) ? '-0' : value})`;
    case 'boolean':
      return `type boolean (${value})`;
    case 'symbol':
      return `type symbol (${String(value)})`;
    case 'function':
      return `function ${value.name}`;
    default:
      return describeObject(value);
  }
}

function describeObject(value) {
  if (value === null) return 'null';
  if (value.constructor?.name) return `an instance of ${value.constructor.name}`;
  return inspect(value, { depth: -1 });
}

function shortString(value) {
  const shown = value.length > LONGEST_SHOWN_STRING ? `${value.slice(0, CUT_STRING)}...` : value;
  return shown.includes("'") ? JSON.stringify(shown) : `'${shown}'`;
}

/**
 * `a`, `a or b`, `a, b, or c`.
 * @param {string[]} words
 * @param {'and' | 'or'} conjunction
 */
function joinWords(words, conjunction) {
  if (words.length < 3) return words.join(` ${conjunction} `);
  return `${words.slice(0, -1).join(', ')}, ${conjunction} ${words.at(-1)}`;
}

/** `util.inspect`, loaded on first use: the inspector itself needs the error codes. */
function inspect(value, options) {
  return require('internal:util/inspect').inspect(value, options);
}

/** As `%s` of `util.format` shows it. @param {unknown} value */
function formatted(value) {
  return typeof value === 'string' ? value : require('node:util').format('%s', value);
}

module.exports = { describeType, formatted, inspect, joinWords };
