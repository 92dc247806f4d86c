'use strict';

/**
 * Entries of several lines, as one text with `\n` in it. The history keeps such an entry with its last line first and `\r` in between, so
 * that a file of entries, newest first, shows its lines in one order.
 */

const { clearScreenDown, moveCursor } = require('internal:readline/cursor');

/** What stands before each line but the first. */
const kContinuation = '| ';

/** @param {object} proto of the interface */
function install(proto) {
  /**
   * The entry that has just been entered is not complete: it stays, with a line break where its cursor was.
   * @param {{ line: string, cursor: number }} entered
   */
  proto._continueEntry = function _continueEntry({ line, cursor }) {
    const atEnd = cursor === line.length;
    this.line = `${line.slice(0, cursor)}\n${line.slice(cursor)}`;
    this.cursor = cursor + 1;
    this.prevRows = this.getCursorPos().rows;
    this._historyStore.isGrowing = true;
    if (atEnd) this._writeToOutput(kContinuation);
    else drawBrokenLine(this, line, cursor);
  };

  /** @returns {boolean} the cursor has moved to the line above */
  proto._moveUp = function _moveUp() {
    const start = lineStart(this.line, this.cursor);
    if (start === 0) return false;
    moveToLine(this, lineStart(this.line, start - 1), start - 1);
    return true;
  };

  /** @returns {boolean} the cursor has moved to the line below */
  proto._moveDown = function _moveDown() {
    const end = this.line.indexOf('\n', this.cursor);
    if (end === -1) return false;
    const next = this.line.indexOf('\n', end + 1);
    moveToLine(this, end + 1, next === -1 ? this.line.length : next);
    return true;
  };
}

/** To the column where moving up and down began, or to the end of a shorter line. */
function moveToLine(iface, start, end) {
  iface._goalColumn ??= iface.cursor - lineStart(iface.line, iface.cursor);
  iface._moveCursor(Math.min(start + iface._goalColumn, end) - iface.cursor);
}

function lineStart(text, position) {
  return position === 0 ? 0 : text.lastIndexOf('\n', position - 1) + 1;
}

/** The screen cursor stands below the entry as it was: everything from the broken line on is drawn again. */
function drawBrokenLine(iface, line, cursor) {
  const { output } = iface;
  const rows = iface._getDisplayPos(iface._prompt + withContinuations(line)).rows + 1;
  const first = iface.line.slice(0, iface.line.indexOf('\n'));
  const rest = iface.line.slice(first.length + 1);
  if (cursor === first.length) {
    moveCursor(output, 0, -rows);
    clearScreenDown(output);
    iface._writeToOutput(`${iface._prompt}${first}\n${kContinuation}`);
  } else {
    moveCursor(output, iface._getDisplayPos(iface._prompt + first).cols, -rows);
    clearScreenDown(output);
    iface._writeToOutput('\n');
    iface._writeToOutput(kContinuation);
  }
  iface._writeToOutput(withContinuations(rest));
  const end = iface._getDisplayPos(iface._prompt + withContinuations(iface.line));
  const target = iface.getCursorPos();
  moveCursor(output, target.cols - end.cols, target.rows - end.rows);
}

/** @param {string} text an entry @returns {string} as it stands on the screen behind the prompt */
function withContinuations(text) {
  return text.includes('\n') ? text.replaceAll('\n', `\n${kContinuation}`) : text;
}

/** Writes an entry, each line by itself. */
function writeLines(iface, prompt, text) {
  if (!text.includes('\n')) {
    iface._writeToOutput(prompt + text);
    return;
  }
  text.split('\n').forEach((line, i) => iface._writeToOutput(i === 0 ? prompt + line : `\n${kContinuation}${line}`));
}

/** Between the text of an entry and what the history keeps of it. */
function toHistory(line) {
  return line.includes('\n') ? line.split('\n').reverse().join('\r') : line;
}

function fromHistory(entry) {
  return entry.includes('\r') ? entry.split('\r').reverse().join('\n') : entry;
}

module.exports = { fromHistory, install, toHistory, withContinuations, writeLines };
