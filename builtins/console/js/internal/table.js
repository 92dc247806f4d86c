'use strict';

/** `console.table`: rows and columns from arrays, objects and collections. */

const { inspect } = require('internal:util/inspect');
const { previewEntries } = require('internal:util/types');
const types = require('internal:util/types');
const { stringWidth } = require('internal:util/text_width');

const INDEX = '(index)';
const ITERATION_INDEX = '(iteration index)';
const KEY = 'Key';
const VALUES = 'Values';

/**
 * @param {object} data
 * @param {string[] | undefined} properties the columns to show, all when undefined
 * @param {object} inspectOptions
 */
function tableText(data, properties, inspectOptions) {
  const show = (value) => cellText(value, inspectOptions);
  const pairs = pairsOf(data);
  if (pairs !== undefined) return pairTable(pairs, show);
  const values = valuesOf(data);
  if (values !== undefined) return render([ITERATION_INDEX, VALUES], [indices(values, show), values.map(show)]);
  return propertyTable(data, properties, show);
}

function cellText(value, inspectOptions) {
  const isLargeObject =
    value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 2;
  return inspect(value, {
    depth: isLargeObject ? -1 : 0,
    maxArrayLength: 3,
    breakLength: Infinity,
    ...inspectOptions,
  });
}

/** Keys with their values, from a Map or an iterator over pairs; the iterator does not move. */
function pairsOf(data) {
  if (types.isMap(data)) return [...data];
  if (!types.isMapIterator(data)) return undefined;
  const [flat, isKeyed] = previewEntries(data);
  if (!isKeyed) return undefined;
  return Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i], flat[2 * i + 1]]);
}

function pairTable(pairs, show) {
  const keys = pairs.map(([key]) => show(key));
  const values = pairs.map(([, value]) => show(value));
  return render([ITERATION_INDEX, KEY, VALUES], [indices(pairs, show), keys, values]);
}

function valuesOf(data) {
  if (types.isSet(data)) return [...data];
  if (types.isSetIterator(data) || types.isMapIterator(data)) return previewEntries(data)[0];
  return undefined;
}

function indices(rows, show) {
  return rows.map((_, i) => show(i));
}

/** A row for each property of `data`, a column for each property of the rows, and one for rows that are plain values. */
function propertyTable(data, properties, show) {
  const rowNames = Object.keys(data);
  const columns = new Map((properties ?? []).map((name) => [name, []]));
  const plainValues = [];
  rowNames.forEach((rowName, row) => {
    const item = data[rowName];
    if (item === null || (typeof item !== 'object' && typeof item !== 'function')) {
      plainValues[row] = show(item);
      return;
    }
    for (const name of properties ?? Object.keys(item)) {
      if (!columns.has(name)) columns.set(name, []);
      if (Object.hasOwn(item, name)) columns.get(name)[row] = show(item[name]);
    }
  });
  const head = [INDEX, ...columns.keys()];
  const body = [rowNames, ...columns.values()];
  if (plainValues.length > 0 && properties === undefined) {
    head.push(VALUES);
    body.push(plainValues);
  }
  return render(head, body);
}

/**
 * @param {string[]} head
 * @param {unknown[][]} columns
 */
function render(head, columns) {
  const rowCount = Math.max(0, ...columns.map((column) => column.length));
  const rows = Array.from({ length: rowCount }, (_, row) => columns.map((column) => `${column[row] ?? ''}`));
  const widths = head.map((name, i) => Math.max(stringWidth(name), ...rows.map((row) => stringWidth(row[i]))) + 2);
  const lines = widths.map((width) => HORIZONTAL.repeat(width));
  return [
    `${TOP[0]}${lines.join(TOP[1])}${TOP[2]}`,
    renderRow(head, widths),
    `${MIDDLE[0]}${lines.join(MIDDLE[1])}${MIDDLE[2]}`,
    ...rows.map((row) => renderRow(row, widths)),
    `${BOTTOM[0]}${lines.join(BOTTOM[1])}${BOTTOM[2]}`,
  ].join('\n');
}

// Box drawing characters: left, between columns, right.
const TOP = ['\u250c', '\u252c', '\u2510'];
const MIDDLE = ['\u251c', '\u253c', '\u2524'];
const BOTTOM = ['\u2514', '\u2534', '\u2518'];
const HORIZONTAL = '\u2500';
const VERTICAL = '\u2502';

function renderRow(cells, widths) {
  const padded = cells.map((cell, i) => ` ${cell}${' '.repeat(widths[i] - stringWidth(cell) - 1)}`);
  return `${VERTICAL}${padded.join(VERTICAL)}${VERTICAL}`;
}

module.exports = { tableText };
