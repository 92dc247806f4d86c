'use strict';

/** Lines that the reporters for people share. */

const process = require('internal:process/object');
const path = require('node:path');
const { inspectFailure } = require('internal:test/failure');
const { shouldColorize } = require('internal:util/colors');

const SYMBOLS = { pass: '\u2714 ', fail: '\u2716 ', skip: '\ufe63 ', warn: '\u26a0 ', open: '\u25b6 ', note: '\u2139 ' };
const COLORS = { blue: '\x1b[34m', gray: '\x1b[90m', green: '\x1b[32m', red: '\x1b[31m', white: '\x1b[39m', yellow: '\x1b[33m' };
const kLevels = { error: 'red', info: 'blue', warn: 'yellow' };

/** Paints text where the output has colours. */
function palette() {
  const isColored = shouldColorize(process.stdout);
  return { isColored, paint: (color, text) => (isColored ? `${COLORS[color]}${text}${COLORS.white}` : text) };
}

function indentation(nesting) {
  return '  '.repeat(nesting);
}

/** The line of a test that has ended. */
function resultLine(palette, type, data, nesting = data.nesting) {
  const { symbol, color } = appearance(type, data);
  const { duration_ms: duration } = data.details;
  const time = duration ? ` ${palette.paint('gray', `(${duration}ms)`)}` : '';
  return `${indentation(nesting)}${palette.paint(color, `${symbol}${data.name}${time}${remark(data)}`)}`;
}

function appearance(type, { skip, todo }) {
  if (skip !== undefined && skip !== false) return { symbol: SYMBOLS.skip, color: 'gray' };
  if (type === 'test:pass') return { symbol: SYMBOLS.pass, color: 'green' };
  return todo === undefined ? { symbol: SYMBOLS.fail, color: 'red' } : { symbol: SYMBOLS.warn, color: 'yellow' };
}

function remark({ skip, todo, expectFailure }) {
  if (skip !== undefined) return ` # ${typeof skip === 'string' && skip !== '' ? skip : 'SKIP'}`;
  if (todo !== undefined) return ` # ${typeof todo === 'string' && todo !== '' ? todo : 'TODO'}`;
  return expectFailure === undefined ? '' : ' # EXPECTED FAILURE';
}

/** What went wrong, below the line of its test. */
function errorText({ isColored }, error, nesting) {
  if (!error) return '';
  const shown = error.code === 'ERR_TEST_FAILURE' ? error.cause : error;
  const indent = indentation(nesting + 1);
  return `${inspectFailure(shown, { breakLength: Infinity, colors: isColored }).split('\n').map((line) => indent + line).join('\n')}\n`;
}

function noteLine(palette, { message, level, nesting }) {
  return `${indentation(nesting)}${palette.paint(kLevels[level] ?? 'blue', `${SYMBOLS.note}${message}`)}\n`;
}

function placeLine({ file, line, column }) {
  return `test at ${path.relative(process.cwd(), file)}:${line}:${column}\n`;
}

module.exports = { SYMBOLS, errorText, indentation, noteLine, palette, placeLine, resultLine };
