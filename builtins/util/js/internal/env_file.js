'use strict';

/** The `.env` format: `NAME=value` lines, quotes, comments. */

/** A name with an optional `export`, up to the equals sign. */
const NAME = /^[ \t]*(?:export[ \t]+(?!=))?([^=\n]*?)[ \t]*=[ \t]*/;

/**
 * @param {string} content
 * @returns {Record<string, string>} without a prototype
 */
function parseEnvFile(content) {
  const variables = new Map();
  let rest = content.replaceAll('\r\n', '\n');
  while (rest !== '') {
    // An equals sign without a name before it is skipped.
    rest = rest.replace(/^[\s=]+/, '');
    const match = rest.startsWith('#') ? null : NAME.exec(rest);
    if (match === null) {
      rest = afterLine(rest);
      continue;
    }
    const { value, end } = readValue(rest.slice(match[0].length));
    variables.set(match[1], value);
    rest = rest.slice(match[0].length + end);
  }
  // Node lists them in this order.
  return Object.assign({ __proto__: null }, Object.fromEntries([...variables].sort(([a], [b]) => (a < b ? -1 : 1))));
}

function afterLine(text) {
  const newline = text.indexOf('\n');
  return newline === -1 ? '' : text.slice(newline + 1);
}

/** The value at the start of `text`, and where the line after it starts. */
function readValue(text) {
  const quote = text[0];
  if (isQuote(quote)) {
    const close = text.indexOf(quote, 1);
    if (close !== -1) {
      const raw = text.slice(1, close);
      const lineEnd = text.indexOf('\n', close);
      return { value: quote === '"' ? raw.replaceAll('\\n', '\n') : raw, end: lineEnd === -1 ? text.length : lineEnd + 1 };
    }
  }
  const newline = text.indexOf('\n');
  const line = newline === -1 ? text : text.slice(0, newline);
  // A quote that is not closed belongs to the value, and with it what looks like a comment.
  const comment = isQuote(quote) ? -1 : line.indexOf('#');
  const value = (comment === -1 ? line : line.slice(0, comment)).trim();
  return { value, end: newline === -1 ? text.length : newline + 1 };
}

function isQuote(character) {
  return character === '"' || character === "'" || character === '`';
}

module.exports = { parseEnvFile };
