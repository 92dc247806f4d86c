'use strict';

/** How a failed comparison reads. Takes values, returns text. */

const process = require('internal:process/object');
const { inspect } = require('internal:util/inspect');
const { stringWidth } = require('internal:util/text_width');
const { formattedDifference } = require('internal:assert/difference_lines');

const HEADINGS = {
  __proto__: null,
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

/**
 * The message of an assertion error that was given none.
 * @param {unknown} actual @param {unknown} expected @param {string} [operator] @param {'simple' | 'full'} [diff]
 */
function unequalMessage(actual, expected, operator, diff) {
  switch (operator) {
    case 'deepStrictEqual':
    case 'strictEqual':
    case 'partialDeepStrictEqual':
      return differenceMessage(actual, expected, operator, { diff });
    case 'notDeepStrictEqual':
    case 'notStrictEqual':
      return notEqualMessage(actual, operator);
    default:
      return operatorMessage(actual, expected, operator);
  }
}

/** Options under which equal values give equal texts and each entry has a line. */
function valueText(value) {
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    maxStringLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
  });
}

// --- Values that should be equal -------------------------------------------------------------------------------------

/** Longer lines of primitives are put one below the other. */
const LONGEST_ONE_LINE = 12;

/** @param {{ heading?: unknown, diff?: 'simple' | 'full' }} options */
function differenceMessage(actual, expected, operator, { heading, diff }) {
  const actualText = valueText(actual);
  const expectedText = valueText(expected);
  const subject = operator === 'strictEqual' && areReferences(actual, expected) ? 'strictEqualObject' : operator;
  if (actualText === expectedText && areObjects(actual, expected)) {
    return notIdenticalMessage(actualText, heading);
  }
  const title = heading === undefined ? HEADINGS[subject] : heading;
  if (isShort(actual, expected, actualText, expectedText)) return `${title}\n\n${actualText} !== ${expectedText}\n`;
  const { text, isSkipping } = formattedDifference(actualText.split('\n'), expectedText.split('\n'), operator, diff);
  const { green, red, reset } = require('internal:assert/difference_lines').palette();
  const legend = `${green}+ actual${reset} ${red}- expected${reset}`;
  const indicator = isPrimitive(actual) && isPrimitive(expected) ? differenceIndicator(actualText, expectedText) : '';
  return `${title}\n${legend}${isSkipping ? '\n... Skipped lines' : ''}\n${text}${indicator}\n`;
}

function areObjects(a, b) {
  return typeof a === 'object' && a !== null && typeof b === 'object' && b !== null;
}

function areReferences(a, b) {
  return areObjects(a, b) || (typeof a === 'function' && typeof b === 'function');
}

/** Whether the two texts fit beside each other. The zeros look alike there. */
function isShort(actual, expected, actualText, expectedText) {
  if (actualText.includes('\n') || expectedText.includes('\n') || actualText === expectedText) return false;
  if (areReferences(actual, expected) || (actual === 0 && expected === 0)) return false;
  return contentLength(actual, actualText) + contentLength(expected, expectedText) <= LONGEST_ONE_LINE;
}

/** Quotes are not counted. */
function contentLength(value, text) {
  return typeof value === 'string' ? text.length - 2 : text.length;
}

function isPrimitive(value) {
  return value === null || (typeof value !== 'object' && typeof value !== 'function');
}

/** Terminals are rarely narrower. */
const USUAL_COLUMNS = 80;
/** A difference in the first characters is seen without help. */
const SEEN_AT_ONCE = 2;

/** A caret below the first character in which two lines differ. */
function differenceIndicator(actualText, expectedText) {
  if (actualText.includes('\n') || expectedText.includes('\n')) return '';
  const { stderr } = process;
  const columns = stderr.isTTY ? stderr.columns : USUAL_COLUMNS;
  if (actualText === expectedText || actualText.length + expectedText.length >= columns) return '';
  let same = 0;
  while (same < actualText.length && actualText[same] === expectedText[same]) same++;
  return same > SEEN_AT_ONCE ? `\n${' '.repeat(stringWidth(actualText.slice(0, same)) + 2)}^` : '';
}

const MOST_LINES = 50;

function notIdenticalMessage(text, heading = HEADINGS.notIdentical) {
  const lines = text.split('\n');
  if (lines.length <= MOST_LINES) return `${heading}\n\n${text}\n`;
  return `${heading}\n\n... Skipped lines\n${lines.slice(0, MOST_LINES).join('\n')}\n...}\n`;
}

// --- Values that should differ ---------------------------------------------------------------------------------------

const SHOWN_LINES = 46;
const SHORT_LINE = 5;

function notEqualMessage(actual, operator) {
  const isReference = (typeof actual === 'object' && actual !== null) || typeof actual === 'function';
  const title = HEADINGS[operator === 'notStrictEqual' && isReference ? 'notStrictEqualObject' : operator];
  const lines = valueText(actual).split('\n');
  if (lines.length > MOST_LINES) lines.splice(SHOWN_LINES, Infinity, '...');
  if (lines.length > 1) return `${title}\n\n${lines.join('\n')}\n`;
  return `${title}${lines[0].length > SHORT_LINE ? '\n\n' : ' '}${lines[0]}`;
}

// --- Other operators -------------------------------------------------------------------------------------------------

const LONGEST_ALONE = 1024;
const LONGEST_OF_TWO = 512;

/** `1 == 2`, or the heading and both values. */
function operatorMessage(actual, expected, operator) {
  const left = valueText(actual);
  const right = valueText(expected);
  if (operator === 'notDeepEqual' && left === right) return cut(`${HEADINGS.notDeepEqual}\n\n${left}`, LONGEST_ALONE);
  const [shownLeft, shownRight] = [cut(left, LONGEST_OF_TWO), cut(right, LONGEST_OF_TWO)];
  if (operator === 'deepEqual') return `${HEADINGS.deepEqual}\n\n${shownLeft}\n\nshould loosely deep-equal\n\n${shownRight}`;
  if (operator === 'notDeepEqual') {
    return `${HEADINGS.notDeepEqualUnequal}\n\n${shownLeft}\n\nshould not loosely deep-equal\n\n${shownRight}`;
  }
  return `${shownLeft} ${operator} ${shownRight}`;
}

function cut(text, length) {
  return text.length > length ? `${text.slice(0, length - 3)}...` : text;
}

module.exports = { differenceMessage, unequalMessage };
