'use strict';

/** The coverage of a run as a table: a line for each folder and file, as wide as the terminal. */

const path = require('node:path');
const process = require('internal:process/object');

const TOTAL_NAME = 'all files';
const ELLIPSIS = '\u2026';
const PERCENTAGES = [
  { title: 'line %', field: 'coveredLinePercent' },
  { title: 'branch %', field: 'coveredBranchPercent' },
  { title: 'funcs %', field: 'coveredFunctionPercent' },
];
const LAST_TITLE = 'uncovered lines';
const SEPARATOR = ' | ';

/** Percentages above which a cell is good, and at or below which it is bad. */
const GOOD = 90;
const BAD = 50;

const kPaints = { good: '\x1b[32m', fair: '\x1b[33m', bad: '\x1b[31m', usual: '\x1b[34m' };

/**
 * @param {object} summary of the event `test:coverage`
 * @param {{ prefix: string, isColored: boolean }} look what begins each line
 * @returns {string} lines
 */
function coverageTable(summary, { prefix, isColored }) {
  const rows = rowsOf(summary);
  const widths = columnWidths(rows, { prefix, isColored });
  const rule = '-'.repeat(Math.max(widths.table, 0));
  const line = (row) => renderRow(row, widths, isColored);
  const heading = { depth: 0, name: 'file', cells: PERCENTAGES.map(({ title }) => ({ text: title })), uncovered: LAST_TITLE };
  const total = { depth: 0, name: TOTAL_NAME, cells: percentageCells(summary.totals), uncovered: '' };
  const body = ['start of coverage report', rule, line(heading), rule, ...rows.map(line), rule, line(total), rule, 'end of coverage report'];
  return body.map((text) => `${prefix}${text}\n`).join('');
}

/** Folders before what is in them, in the order of the files. */
function rowsOf({ files, workingDirectory }) {
  const rows = [];
  const top = new Map();
  for (const file of files) {
    const parts = path.relative(workingDirectory, file.path).split(path.sep);
    parts.slice(0, -1).reduce((folder, name) => {
      if (!folder.has(name)) folder.set(name, new Map());
      return folder.get(name);
    }, top).set(parts.at(-1), file);
  }
  addRows(rows, top, 0);
  return rows;
}

function addRows(rows, folder, depth) {
  for (const [name, entry] of folder) {
    if (entry instanceof Map) {
      rows.push({ depth, name, cells: PERCENTAGES.map(() => ({ text: '' })), uncovered: '' });
      addRows(rows, entry, depth + 1);
    } else {
      rows.push({ depth, name, paint: paintOf(average(entry)), cells: percentageCells(entry), uncovered: uncoveredLines(entry.lines) });
    }
  }
}

function percentageCells(counts) {
  return PERCENTAGES.map(({ field }) => ({ text: counts[field].toFixed(2), paint: paintOf(counts[field]) }));
}

function average(counts) {
  return PERCENTAGES.reduce((sum, { field }) => sum + counts[field], 0) / PERCENTAGES.length;
}

function paintOf(percentage) {
  if (percentage > GOOD) return kPaints.good;
  return percentage > BAD ? kPaints.fair : kPaints.bad;
}

/** Numbers of lines, neighbours as a range. */
function uncoveredLines(lines) {
  const ranges = [];
  let last;
  for (const { line, count } of lines) {
    if (count > 0) continue;
    if (last !== undefined && line === last.end + 1) last.end = line;
    else ranges.push(last = { start: line, end: line });
  }
  return ranges.map(({ start, end }) => (start === end ? `${start}` : `${start}-${end}`)).join(' ');
}

/** The first column has room for the longest name at the greatest depth. It and the last one give way where the terminal is narrow. */
function columnWidths(rows, { prefix, isColored }) {
  const longest = Math.max(0, ...rows.map(({ name }) => name.length)) + Math.max(0, ...rows.map(({ depth }) => depth));
  let first = Math.max(TOTAL_NAME.length, longest + (isColored ? 2 : 0));
  let last = Math.max(LAST_TITLE.length, ...rows.map(({ uncovered }) => uncovered.length));
  const middle = PERCENTAGES.reduce((sum, { title }) => sum + SEPARATOR.length + title.length, SEPARATOR.length);
  const available = (process.stdout.columns || Infinity) - prefix.length;
  const table = first + middle + last + 1;
  if (table <= available) return { first, last, table };
  first = Math.min(first, Math.floor(available / 2));
  last = Math.max(available - first - middle - 1, 1);
  return { first, last, table: available };
}

function renderRow({ depth, name, paint, cells, uncovered }, widths, isColored) {
  const fitted = painted(fitEnd(name, widths.first - depth), paint, isColored);
  const percentages = cells.map((cell, index) => painted(cell.text.padStart(PERCENTAGES[index].title.length), cell.paint ?? kPaints.bad, isColored));
  return [' '.repeat(depth) + fitted, ...percentages, fitStart(uncovered, widths.last)].join(SEPARATOR);
}

function painted(text, paint, isColored) {
  return isColored && paint !== undefined ? `${paint}${text}${kPaints.usual}` : text;
}

/** The end of a name tells more than its start. */
function fitEnd(text, width) {
  if (text.length <= width) return text.padEnd(width);
  return width > 1 ? ELLIPSIS + text.slice(1 - width) : ELLIPSIS;
}

function fitStart(text, width) {
  return text.length <= width ? text : text.slice(0, width - 1) + ELLIPSIS;
}

module.exports = { coverageTable };
