'use strict';

/**
 * The shortest edit script between two sequences: Myers, "An O(ND) Difference Algorithm and Its Variations", 1986.
 */

const { codes } = require('internal:shared/errors');
const { validateStringArray } = require('internal:shared/validators');

const INSERT = 1;
const KEEP = 0;
const DELETE = -1;

/**
 * `util.diff`. An entry that only `actual` has is 1, one that only `expected` has is -1.
 * @param {string | string[]} actual
 * @param {string | string[]} expected
 * @returns {[operation: 1 | 0 | -1, value: string][]} empty when the two are equal
 */
function diff(actual, expected) {
  if (actual === expected) return [];
  return shortestEdit(items(actual, 'actual'), items(expected, 'expected'));
}

/** The characters of a string, the elements of an array. */
function items(value, name) {
  if (Array.isArray(value)) {
    validateStringArray(value, name);
    return value;
  }
  if (typeof value !== 'string') throw new codes.ERR_INVALID_ARG_TYPE(name, 'string', value);
  return value.split('');
}

/**
 * @template T
 * @param {T[]} actual
 * @param {T[]} expected
 * @param {(a: T, b: T) => boolean} [isSame]
 * @returns {[1 | 0 | -1, T][]} in order; kept entries are those of `actual`
 */
function shortestEdit(actual, expected, isSame = Object.is) {
  return script(furthestPoints(actual, expected, isSame), actual, expected);
}

/**
 * For every number of edits, how far along `actual` each diagonal (index in actual - index in expected) comes. A row is a copy of the state
 * before that many edits; the last reaches the end of both.
 */
function furthestPoints(actual, expected, isSame) {
  const most = actual.length + expected.length;
  const reach = new Int32Array(2 * most + 2);
  const rows = [];
  for (let edits = 0; edits <= most; edits++) {
    // Only the diagonals within `edits` of the middle have been touched.
    rows.push(reach.slice(most - edits, most + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = goesDown(reach, most, diagonal, edits) ? reach[most + diagonal + 1] : reach[most + diagonal - 1] + 1;
      while (x < actual.length && x - diagonal < expected.length && isSame(actual[x], expected[x - diagonal])) x++;
      reach[most + diagonal] = x;
      if (x >= actual.length && x - diagonal >= expected.length) return rows;
    }
  }
  return rows;
}

/** Whether the best way to a diagonal takes an entry of `expected` rather than one of `actual`. */
function goesDown(reach, middle, diagonal, edits) {
  if (diagonal === -edits) return true;
  return diagonal !== edits && reach[middle + diagonal - 1] < reach[middle + diagonal + 1];
}

/** Walks back from the end. */
function script(rows, actual, expected) {
  const result = [];
  let x = actual.length;
  let y = expected.length;
  for (let edits = rows.length - 1; edits >= 0; edits--) {
    const row = rows[edits];
    const diagonal = x - y;
    const previous = goesDown(row, edits, diagonal, edits) ? diagonal + 1 : diagonal - 1;
    const previousX = edits === 0 ? 0 : row[edits + previous];
    const previousY = edits === 0 ? 0 : previousX - previous;
    while (x > previousX && y > previousY) {
      x--;
      y--;
      result.push([KEEP, actual[x]]);
    }
    if (edits > 0) {
      if (x > previousX) result.push([INSERT, actual[--x]]);
      else result.push([DELETE, expected[--y]]);
    }
  }
  return result.reverse();
}

module.exports = { DELETE, INSERT, KEEP, diff, shortestEdit };
