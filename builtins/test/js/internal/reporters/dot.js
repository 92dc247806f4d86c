'use strict';

/** A character for each test, then the failures. */

const process = require('internal:process/object');
const { errorText, palette, resultLine } = require('internal:test/reporters/lines');

const LEAST_COLUMNS = 20;

/** @param {AsyncIterable<{ type: string, data: object }>} source */
async function* dot(source) {
  const colors = palette();
  const failures = [];
  let count = 0;
  let columns = lineLength();
  for await (const { type, data } of source) {
    if (type === 'test:pass') yield colors.paint('green', '.');
    if (type === 'test:fail') {
      yield colors.paint('red', 'X');
      failures.push(data);
    }
    if ((type === 'test:pass' || type === 'test:fail') && ++count === columns) {
      yield '\n';
      // The terminal may have another width by now.
      columns = lineLength();
      count = 0;
    }
  }
  yield '\n';
  if (failures.length === 0) return;
  yield `\n${colors.paint('red', 'Failed tests:')}\n\n`;
  for (const data of failures) yield `${resultLine(colors, 'test:fail', data, 0)}\n${errorText(colors, data.details.error, 0)}`;
}

function lineLength() {
  return Math.max(process.stdout.columns ?? LEAST_COLUMNS, LEAST_COLUMNS);
}

module.exports = dot;
