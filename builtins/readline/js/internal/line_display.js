'use strict';

/** How the line being edited appears on the screen: positions in rows and columns, and drawing. */

const { stringWidth, stripControlSequences } = require('internal:util/text_width');
const { clearScreenDown, cursorTo, moveCursor } = require('internal:readline/cursor');
const { withContinuations, writeLines } = require('internal:readline/multiline');

/** @param {object} proto of the interface */
function install(proto) {
  /** Where the screen cursor stands after `text` has been written from the start of a row. */
  proto._getDisplayPos = function _getDisplayPos(text) {
    const columns = this.columns;
    let offset = 0;
    let rows = 0;
    for (const character of stripControlSequences(text)) {
      if (character === '\n') {
        rows += Math.ceil(offset / columns) || 1;
        offset = 0;
      } else if (character === '\t') {
        offset += this.tabSize - (offset % this.tabSize);
      } else {
        offset = advance(offset, stringWidth(character, false), columns);
      }
    }
    const cols = offset % columns;
    rows += (offset - cols) / columns;
    return { cols, rows };
  };

  /** Where the cursor stands, the prompt's first row being row 0. */
  proto.getCursorPos = function getCursorPos() {
    return this._getDisplayPos(this._prompt + withContinuations(this.line.slice(0, this.cursor)));
  };
  proto._getCursorPos = proto.getCursorPos;

  /** Draws the prompt and the line over what is there. */
  proto._refreshLine = function _refreshLine() {
    const end = this._getDisplayPos(this._prompt + withContinuations(this.line));
    const cursor = this.getCursorPos();
    const rowsAbove = this.prevRows || 0;
    if (rowsAbove > 0) moveCursor(this.output, 0, -rowsAbove);
    cursorTo(this.output, 0);
    clearScreenDown(this.output);
    writeLines(this, this._prompt, this._decorate(this.line));
    // A line that ends at the right edge leaves the cursor there: this takes it to the next row.
    if (end.cols === 0) this._writeToOutput(' ');
    cursorTo(this.output, cursor.cols);
    if (end.rows > cursor.rows) moveCursor(this.output, 0, cursor.rows - end.rows);
    this.prevRows = cursor.rows;
  };

  /** The line as it is drawn: a subclass may colour it. */
  proto._decorate = (line) => line;

  /** Moves within the line, by UTF-16 units. */
  proto._moveCursor = function _moveCursor(dx) {
    if (dx === 0) return;
    const before = this.getCursorPos();
    this.cursor = Math.min(Math.max(this.cursor + dx, 0), this.line.length);
    const after = this.getCursorPos();
    if (before.rows === after.rows) moveCursor(this.output, after.cols - before.cols, 0);
    else this._refreshLine();
  };

  /** Leaves the line and begins an empty one below it. */
  proto.clearLine = function clearLine() {
    this._moveCursor(+Infinity);
    this._writeToOutput('\r\n');
    this.line = '';
    this.cursor = 0;
    this.prevRows = 0;
  };
}

function advance(offset, width, columns) {
  // A wide character that does not fit goes to the next row.
  if (width === 2 && (offset + 1) % columns === 0) offset++;
  return offset + width;
}

module.exports = { install };
