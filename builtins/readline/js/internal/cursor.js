'use strict';

/** Where the cursor goes, as sequences of ECMA-48. */

const process = require('internal:process/object');
const { codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_CURSOR_POS } } = require('internal:shared/errors');
const { validateFunction } = require('internal:shared/validators');

const CSI = '\x1b[';
const kClearToLineBegin = `${CSI}1K`;
const kClearToLineEnd = `${CSI}0K`;
const kClearLine = `${CSI}2K`;
const kClearScreenDown = `${CSI}0J`;

/** @returns {string} the sequence that moves to column `x`, and to row `y` if there is one */
function cursorToSequence(x, y) {
  if (Number.isNaN(x)) throw new ERR_INVALID_ARG_VALUE('x', x);
  if (Number.isNaN(y)) throw new ERR_INVALID_ARG_VALUE('y', y);
  if (typeof x !== 'number') {
    if (typeof y === 'number') throw new ERR_INVALID_CURSOR_POS();
    return '';
  }
  return typeof y !== 'number' ? `${CSI}${x + 1}G` : `${CSI}${y + 1};${x + 1}H`;
}

function moveCursorSequence(dx, dy) {
  let data = '';
  if (dx < 0) data += `${CSI}${-dx}D`;
  else if (dx > 0) data += `${CSI}${dx}C`;
  if (dy < 0) data += `${CSI}${-dy}A`;
  else if (dy > 0) data += `${CSI}${dy}B`;
  return data;
}

/** @param {-1 | 0 | 1} direction left of the cursor, the whole line, right of it */
function clearLineSequence(direction) {
  if (direction < 0) return kClearToLineBegin;
  return direction > 0 ? kClearToLineEnd : kClearLine;
}

/**
 * @param {import('node:stream').Writable} stream
 * @param {number} x
 * @param {number} [y]
 * @param {() => void} [callback]
 * @returns {boolean} false: wait for 'drain'
 */
function cursorTo(stream, x, y, callback) {
  if (typeof y === 'function') {
    callback = y;
    y = undefined;
  }
  checkCallback(callback);
  return send(stream, cursorToSequence(x, y), callback);
}

function moveCursor(stream, dx, dy, callback) {
  checkCallback(callback);
  return send(stream, moveCursorSequence(dx, dy), callback);
}

function clearLine(stream, direction, callback) {
  checkCallback(callback);
  return send(stream, clearLineSequence(direction), callback);
}

function clearScreenDown(stream, callback) {
  checkCallback(callback);
  return send(stream, kClearScreenDown, callback);
}

function checkCallback(callback) {
  if (callback !== undefined) validateFunction(callback, 'callback');
}

function send(stream, data, callback) {
  if (stream === null || stream === undefined || data === '') {
    if (typeof callback === 'function') process.nextTick(callback, null);
    return true;
  }
  return stream.write(data, callback);
}

module.exports = {
  cursorTo, moveCursor, clearLine, clearScreenDown, cursorToSequence, moveCursorSequence, clearLineSequence, kClearScreenDown,
};
