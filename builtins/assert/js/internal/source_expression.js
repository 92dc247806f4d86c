'use strict';

/** The text of the call that failed, read from the program's source: `assert.ok(typeof 123 === 'string')`. */

/** The message of an `assert.ok` that was given none. */
function falsyMessage(value) {
  const call = callText(binding.callerSource());
  return call === undefined ? `${require('internal:util/inspect').inspect(value)} == true` : `The expression evaluated to a falsy value:\n\n  ${call}\n`;
}

/** Names and member accesses that end where a call's position is. */
const CALLEE = /[\w$]+(?:\??\.[\w$]+|\[(?:'[^']*'|"[^"]*"|\w+)\])*(?:\??\.)?$/;

/**
 * @param {[source: string, line: number, column: number] | undefined} place both counted from 1
 * @returns {string | undefined} to the end of the call, or of its first line
 */
function callText(place) {
  if (place === undefined) return undefined;
  const [source, line, column] = place;
  const text = lineOf(source, line);
  if (text === undefined || text.length < column) return undefined;
  const before = CALLEE.exec(text.slice(0, column - 1))?.[0] ?? '';
  const rest = text.slice(column - 1);
  return (before + rest.slice(0, callEnd(rest))).trimEnd();
}

function lineOf(source, line) {
  let start = 0;
  for (let current = 1; current < line; current++) {
    start = source.indexOf('\n', start) + 1;
    if (start === 0) return undefined;
  }
  const end = source.indexOf('\n', start);
  return source.slice(start, end === -1 ? undefined : end);
}

/** Strings, templates, comments and regular expressions, in which brackets mean nothing; then brackets, then any other character. */
const TOKEN =
  /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|\/\*.*?\*\/|\/\/.*|(?<=[(,=:[!&|?{};]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\/[a-z]*|[([{]|[)\]}]|[^]/gy;

/** Where the brackets that the call opens are closed; the length of the text when that is not on the line. */
function callEnd(text) {
  let depth = 0;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [token] = match;
    if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token) && --depth === 0 && token === ')') return TOKEN.lastIndex;
  }
  return text.length;
}

module.exports = { falsyMessage };
