'use strict';

/** How a REPL shows what was thrown. */

const { isNativeError } = require('node:util').types;

/**
 * @param {REPLServer} repl
 * @param {unknown} err
 * @returns {string} with a newline at its end
 */
function describeError(repl, err) {
  if (isErrorLike(err)) trimStack(repl, err);
  let text = repl.writer(err);
  // An error without frames is shown in brackets elsewhere.
  if (isErrorLike(err) && text[0] === '[' && text.at(-1) === ']') text = text.slice(1, -1);
  const shown = prefixUncaught(repl, text);
  return shown.endsWith('\n') ? shown : `${shown}\n`;
}

function isErrorLike(err) {
  return typeof err === 'object' && err !== null && (isNativeError(err) || err instanceof Error);
}

/** Leaves the user's frames: everything from the script itself on is ours. */
function trimStack(repl, err) {
  const { stack } = err;
  if (typeof stack !== 'string') return;
  let trimmed;
  if (err.name === 'SyntaxError') {
    trimmed = stack.replace(/^REPL\d+:\d+\r?\n/, '').replace(/^\s+at\s.*\n?/gm, '');
  } else {
    const lines = stack.split('\n');
    const top = lines.findLastIndex((line) => /^ {4}at .*\bREPL\d+:\d+:\d+\)?$/.test(line));
    trimmed = (top === -1 ? lines : lines.slice(0, top)).join('\n');
    // The line that makes the script strict is not the user's.
    if (repl.isStrict) trimmed = trimmed.replace(/(\s+at\s+.*REPL\d+:)(\d+)/g, (_, before, line) => before + (line - 1));
  }
  if (trimmed === stack) return;
  try {
    err.stack = trimmed;
  } catch {
    // A frozen error is shown with all its frames.
  }
}

function prefixUncaught(repl, text) {
  const lines = text.split(/(?<=\n)/);
  const first = lines.findIndex((line) => /^\[?([A-Z][a-z0-9_]*)*Error/.test(line));
  if (first === -1) return `Uncaught${lines.length === 1 ? ' ' : ':\n'}${text}`;
  const { breakLength } = { breakLength: Infinity, ...repl.writer.options };
  lines[first] = breakLength >= lines[first].length ? `Uncaught ${lines[first]}` : `Uncaught:\n${lines[first]}`;
  return lines.join('');
}

module.exports = { describeError };
