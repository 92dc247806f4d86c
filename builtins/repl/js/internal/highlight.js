'use strict';

/** Colours the line that is being typed, in the styles of `util.inspect`. */

const { inspect } = require('node:util');
const { highlightRegExp } = require('internal:util/inspect/regexp_colors');
const { readTokens } = require('internal:repl/tokens');

/** By type of token; names have styles of their own. */
const kStyles = {
  __proto__: null,
  comment: 'undefined',
  keyword: 'special',
  number: 'number',
  bigint: 'bigint',
  string: 'string',
  template: 'string',
};
const kNames = {
  __proto__: null,
  export: 'module',
  import: 'module',
  true: 'boolean',
  false: 'boolean',
  null: 'null',
  undefined: 'undefined',
  NaN: 'number',
  Infinity: 'number',
  Symbol: 'symbol',
  Date: 'date',
};

/** @param {string} entry @returns {string} what cannot be read yet stays as it is, until the end of its line */
function highlight(entry) {
  return entry.split('\n').map(highlightLine).join('\n');
}

function highlightLine(code) {
  const { tokens, rest } = readTokens(code);
  let text = '';
  for (let i = 0; i < tokens.length; i++) text += paint(tokens[i]);
  return text + rest;
}

function paint({ type, text }) {
  if (type === 'regexp') return highlightRegExp(text);
  const isWord = type === 'name' || type === 'keyword';
  const style = (isWord ? kNames[text] : undefined) ?? kStyles[type];
  const codes = style === undefined ? undefined : inspect.colors[inspect.styles[style]];
  return codes === undefined ? text : `\x1b[${codes[0]}m${text}\x1b[${codes[1]}m`;
}

module.exports = { highlight };
