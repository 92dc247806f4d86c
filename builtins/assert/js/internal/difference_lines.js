'use strict';

/** Two lists of lines as one, each line marked as actual, expected or both. */

const process = require('internal:process/object');
const { DELETE, INSERT, KEEP, shortestEdit } = require('internal:util/diff');

/** Lines that both have: so many are shown after a difference; longer runs keep the last one too. */
const SHOWN_RUN = 5;
/** A run that is longer by no more than this is shown whole: the dots would take as much room. */
const SPARE_LINES = 2;

/**
 * @param {string[]} actual
 * @param {string[]} expected
 * @param {string} operator
 */
function formattedDifference(actual, expected, operator) {
  const isOneLine = actual.length === 1 && expected.length === 1;
  const edits = isOneLine
    ? [[INSERT, actual[0]], [DELETE, expected[0]]]
    : withCommas(shortestEdit(actual, expected, areLinesEqual), expected);
  const colors = palette();
  let text = '';
  let isSkipping = false;
  for (const { operation, lines, isLast } of runs(edits)) {
    if (operation === KEEP) {
      const shown = shortenRun(lines, isLast);
      isSkipping ||= shown.includes(DOTS);
      text += shown.map((line) => (line === DOTS ? line : `\n  ${line}`)).join('');
    } else {
      text += lines.map((line) => `\n${mark(operation, operator, colors)} ${line}`).join('');
    }
  }
  return { text, isSkipping };
}

/** Neighbours with the same operation together. */
function runs(edits) {
  const result = [];
  for (const [operation, line] of edits) {
    const last = result.at(-1);
    if (last?.operation === operation) last.lines.push(line);
    else result.push({ operation, lines: [line], isLast: false });
  }
  if (result.length > 0) result.at(-1).isLast = true;
  return result;
}

const DOTS = '\n...';

function shortenRun(lines, isLast) {
  if (isLast) return lines.slice(0, SHOWN_RUN);
  if (lines.length <= SHOWN_RUN + SPARE_LINES) return lines;
  return [...lines.slice(0, SHOWN_RUN), DOTS, lines.at(-1)];
}

function mark(operation, operator, { green, red, gray, reset }) {
  if (operation === DELETE) return `${red}-${reset}`;
  // What only the actual value has is no fault of a partial comparison.
  return operator === 'partialDeepStrictEqual' ? `${gray}+${reset}` : `${green}+${reset}`;
}

/** Of a line that both have, the form with a comma. */
function withCommas(edits, expected) {
  let at = 0;
  return edits.map(([operation, line]) => {
    const other = operation === INSERT ? undefined : expected[at++];
    return [operation, operation === KEEP && other.length > line.length ? other : line];
  });
}

/** The last entry of an object has no comma; that is no difference. */
function areLinesEqual(a, b) {
  return a === b || (a.length !== b.length && (`${a},` === b || a === `${b},`));
}

const PLAIN = { green: '', red: '', gray: '', reset: '' };
const COLORED = { green: '\u001b[32m', red: '\u001b[31m', gray: '\u001b[90m', reset: '\u001b[39m' };

/** Colours as standard error has them. */
function palette() {
  return require('internal:util/colors').shouldColorize(process.stderr) ? COLORED : PLAIN;
}

module.exports = { formattedDifference, palette };
