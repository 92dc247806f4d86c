'use strict';

/** Arranges the texts of entries: on one line, in columns, or one a line. Knows texts and widths, not values. */

const { stringWidth, stripControlSequences } = require('internal:util/text_width');

/** What the entries are; arrays of many short entries are put in columns. */
const OBJECT = 0;
const ARRAY = 1;

/**
 * @param {import('./context').Context} ctx
 * @param {string[]} entries
 * @param {{ open: string, close: string, base: string, layout: 0 | 1 }} shape
 * @param {number} depth
 * @param {object} [value] the array the entries come from: numbers align to the right
 */
function arrange(ctx, entries, { open, close, base, layout }, depth, value) {
  const start = base === '' ? '' : `${base} `;
  if (ctx.compact === true) return arrangeCompact(ctx, entries, open, close, base);
  let lines = entries;
  if (typeof ctx.compact === 'number' && ctx.compact >= 1) {
    if (layout === ARRAY && entries.length > 6) lines = inColumns(ctx, entries, value);
    // An object that holds at most `compact` levels and has no columns may stand on one line.
    if (ctx.currentDepth - depth < ctx.compact && lines === entries) {
      const taken = entries.length + ctx.indentationLvl + open.length + base.length + 10;
      if (fitsOneLine(ctx, entries, taken, base)) {
        const joined = entries.join(', ');
        if (!joined.includes('\n')) return `${start}${open} ${joined} ${close}`;
      }
    }
  }
  const newline = `\n${' '.repeat(ctx.indentationLvl)}`;
  return `${start}${open}${newline}  ${concatenate(lines, `,${newline}  `)}${newline}${close}`;
}

/** The style before Node 12: the first entry stands beside a short opening brace. */
function arrangeCompact(ctx, entries, open, close, base) {
  const spacedBase = base === '' ? '' : ` ${base}`;
  if (fitsOneLine(ctx, entries, 0, base)) return `${open}${spacedBase} ${entries.join(', ')} ${close}`;
  const newline = `\n${' '.repeat(ctx.indentationLvl)}`;
  const first = base === '' && open.length === 1 ? ' ' : `${spacedBase}${newline}  `;
  return `${open}${first}${concatenate(entries, `,${newline}  `)} ${close}`;
}

/**
 * Like `join`, which would copy the texts at every level: concatenation keeps them as ropes until the whole is read. The inspection of a graph
 * that repeats itself up to the size limit takes 0.2 s this way, 80 s with copies.
 */
function concatenate(texts, separator) {
  let result = texts[0] ?? '';
  for (let i = 1; i < texts.length; i++) {
    result += separator;
    result += texts[i];
  }
  return result;
}

function fitsOneLine(ctx, entries, taken, base) {
  let total = entries.length + taken;
  if (total + entries.length > ctx.breakLength) return false;
  for (let i = 0; i < entries.length; i++) {
    total += ctx.colors ? stripControlSequences(entries[i]).length : entries[i].length;
    if (total > ctx.breakLength) return false;
  }
  return base === '' || !base.includes('\n');
}

const SEPARATOR_WIDTH = 2;
const MOST_COLUMNS = 15;
/** A character is about this many times as high as wide; columns aim at a square. */
const CHARACTER_RATIO = 2.5;

/** Joins entries to rows of aligned columns; gives back the entries themselves where that would not help. */
function inColumns(ctx, entries, value) {
  // The last entry may say how many there are more; it gets a line of its own.
  const hasRest = ctx.maxArrayLength < entries.length;
  const count = hasRest ? entries.length - 1 : entries.length;
  const widths = entries.slice(0, count).map((entry) => stringWidth(entry, ctx.colors));
  const columns = columnCount(ctx, widths, entries.length);
  if (columns <= 1) return entries;
  const rows = joinRows(entries, widths, columns, isNumeric(value, entries.length) ? 'padStart' : 'padEnd');
  if (hasRest) rows.push(entries[count]);
  return rows;
}

function columnCount(ctx, widths, entryCount) {
  const widest = Reflect.apply(Math.max, undefined, widths);
  const total = widths.reduce((sum, width) => sum + width, 0) + SEPARATOR_WIDTH * widths.length;
  const cell = widest + SEPARATOR_WIDTH;
  const isWorthIt = cell * 3 + ctx.indentationLvl < ctx.breakLength && (total / cell > 5 || widest <= 6);
  if (!isWorthIt) return 1;
  // Entries much shorter than the widest one make room for more columns.
  const bias = Math.sqrt(cell - total / entryCount);
  const biasedCell = Math.max(cell - 3 - bias, 1);
  return Math.min(
    Math.round(Math.sqrt(CHARACTER_RATIO * biasedCell * widths.length) / biasedCell),
    Math.floor((ctx.breakLength - ctx.indentationLvl) / cell),
    ctx.compact * 4,
    MOST_COLUMNS,
  );
}

function joinRows(entries, widths, columns, pad) {
  const columnWidths = [];
  for (let column = 0; column < columns; column++) {
    let widest = 0;
    for (let i = column; i < widths.length; i += columns) widest = Math.max(widest, widths[i]);
    columnWidths.push(widest + SEPARATOR_WIDTH);
  }
  const rows = [];
  for (let first = 0; first < widths.length; first += columns) {
    const last = Math.min(first + columns, widths.length) - 1;
    let row = '';
    for (let i = first; i <= last; i++) {
      // Escape sequences and wide characters make a text longer or shorter than it looks.
      const length = columnWidths[i - first] + entries[i].length - widths[i];
      if (i < last) row += `${entries[i]}, `[pad](length, ' ');
      else row += pad === 'padStart' ? entries[i].padStart(length - SEPARATOR_WIDTH, ' ') : entries[i];
    }
    rows.push(row);
  }
  return rows;
}

function isNumeric(value, count) {
  if (value === undefined) return true;
  for (let i = 0; i < count; i++) {
    if (typeof value[i] !== 'number' && typeof value[i] !== 'bigint') return false;
  }
  return true;
}

module.exports = { ARRAY, OBJECT, arrange };
