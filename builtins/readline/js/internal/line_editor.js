'use strict';

/** Editing the line: what each key does. */

const process = require('internal:process/object');
const { clearScreenDown, cursorTo } = require('internal:readline/cursor');
const { fromHistory, toHistory } = require('internal:readline/multiline');

const kMaxUndo = 2048;
const kMaxKillRing = 32;

/**
 * @param {object} proto of the interface
 * @param {RegExp} lineEnding with the flag `g`
 */
function install(proto, lineEnding) {
  installInsertion(proto);
  installDeletion(proto);
  installUndo(proto);
  installHistory(proto);

  /**
   * A key.
   * @param {string | null | undefined} text it stands for
   * @param {{ sequence?: string, name?: string, ctrl?: boolean, meta?: boolean, shift?: boolean }} [key]
   */
  proto._ttyWrite = function _ttyWrite(text, key) {
    const previousKey = this._previousKey;
    key = key || {};
    this._previousKey = key;
    if (!key.meta || key.name !== 'y') this._yanking = false;
    updateSearch(this, key);

    if (key.sequence === '\x1f') {
      this._undo();
    } else if (key.sequence === '\x1e') {
      this._redo();
    } else if (key.name === 'escape') {
      // The key itself does nothing; it starts the sequences of others.
    } else if (key.ctrl && key.shift) {
      if (key.name === 'backspace') this._deleteLineLeft();
      else if (key.name === 'delete') this._deleteLineRight();
    } else if (key.ctrl) {
      kControlKeys[key.name]?.(this);
    } else if (key.meta) {
      kMetaKeys[key.name]?.(this);
    } else {
      if (this._sawReturnAt && key.name !== 'enter') this._sawReturnAt = 0;
      if (key.name === 'tab' && canComplete(this)) this._tabComplete(previousKey?.name === 'tab');
      else if (kPlainKeys[key.name] !== undefined) kPlainKeys[key.name](this);
      else if (typeof text === 'string' && text !== '') insertLines(this, text, lineEnding);
    }
  };
}

function canComplete(iface) {
  return typeof iface.completer === 'function' && iface.isCompletionEnabled;
}

/** Up and down look for entries that begin with what stands before the cursor when the first of them is pressed. */
function updateSearch(iface, key) {
  if ((key.name === 'up' || key.name === 'down') && !key.ctrl && !key.meta && !key.shift) {
    if (!iface.line.includes('\n')) iface._searchPrefix ??= iface.line.slice(0, iface.cursor);
    return;
  }
  iface._goalColumn = undefined;
  if (iface._searchPrefix !== undefined && iface._searchPrefix !== null) {
    iface._searchPrefix = null;
    iface._historyStore.leaveEnd();
  }
}

function insertLines(iface, text, lineEnding) {
  const parts = text.split(lineEnding);
  parts.forEach((part, i) => {
    if (part !== '') iface._insertString(part);
    if (i < parts.length - 1) iface._line();
  });
}

const kControlKeys = {
  __proto__: null,
  c(iface) {
    if (iface.listenerCount('SIGINT') > 0) iface.emit('SIGINT');
    else iface._interrupt();
  },
  h: (iface) => iface._deleteLeft(),
  d(iface) {
    if (iface.cursor === 0 && iface.line.length === 0) iface.close();
    else if (iface.cursor < iface.line.length) iface._deleteRight();
  },
  u: (iface) => iface._deleteLineLeft(),
  k: (iface) => iface._deleteLineRight(),
  a: (iface) => iface._moveCursor(-Infinity),
  e: (iface) => iface._moveCursor(+Infinity),
  b: (iface) => iface._moveCursor(-lengthLeft(iface)),
  f: (iface) => iface._moveCursor(+lengthRight(iface)),
  l(iface) {
    cursorTo(iface.output, 0, 0);
    clearScreenDown(iface.output);
    iface._refreshLine();
  },
  n: (iface) => iface._historyNext(),
  p: (iface) => iface._historyPrev(),
  y: (iface) => iface._yank(),
  z: (iface) => suspend(iface),
  w: (iface) => iface._deleteWordLeft(),
  backspace: (iface) => iface._deleteWordLeft(),
  delete: (iface) => iface._deleteWordRight(),
  left: (iface) => iface._wordLeft(),
  right: (iface) => iface._wordRight(),
};

const kMetaKeys = {
  __proto__: null,
  b: (iface) => iface._wordLeft(),
  f: (iface) => iface._wordRight(),
  d: (iface) => iface._deleteWordRight(),
  delete: (iface) => iface._deleteWordRight(),
  backspace: (iface) => iface._deleteWordLeft(),
  y: (iface) => iface._yankPop(),
};

const kPlainKeys = {
  __proto__: null,
  return(iface) {
    iface._sawReturnAt = Date.now();
    iface._line();
  },
  enter(iface) {
    // Not the second half of a `\r\n`.
    if (iface._sawReturnAt === 0 || Date.now() - iface._sawReturnAt > iface.crlfDelay) iface._line();
    iface._sawReturnAt = 0;
  },
  backspace: (iface) => iface._deleteLeft(),
  delete: (iface) => iface._deleteRight(),
  left: (iface) => iface._moveCursor(-lengthLeft(iface)),
  right: (iface) => iface._moveCursor(+lengthRight(iface)),
  home: (iface) => iface._moveCursor(-Infinity),
  end: (iface) => iface._moveCursor(+Infinity),
  up: (iface) => iface._moveUp() || iface._historyPrev(),
  down: (iface) => iface._moveDown() || iface._historyNext(),
};

/** Ctrl-Z: hands the terminal back to the shell until SIGCONT. */
function suspend(iface) {
  if (process.platform === 'win32') return;
  if (iface.listenerCount('SIGTSTP') > 0) {
    iface.emit('SIGTSTP');
    return;
  }
  process.once('SIGCONT', () => {
    if (iface.paused) return;
    // The shell may have left the terminal in another mode.
    iface.pause();
    iface.emit('SIGCONT');
    iface._setRawMode(true);
    iface._refreshLine();
  });
  iface._setRawMode(false);
  process.kill(process.pid, 'SIGTSTP');
}

/** UTF-16 units of the character before the cursor. */
function lengthLeft({ line, cursor }) {
  if (cursor <= 0) return 0;
  return cursor > 1 && line.codePointAt(cursor - 2) > 0xffff ? 2 : 1;
}

/** UTF-16 units of the character under the cursor. */
function lengthRight({ line, cursor }) {
  // Moving right at the end is harmless, and asked for.
  if (cursor >= line.length) return 1;
  return line.codePointAt(cursor) > 0xffff ? 2 : 1;
}

function installInsertion(proto) {
  proto._insertString = function _insertString(text) {
    this._beforeEdit(this.line, this.cursor);
    if (this.cursor < this.line.length) {
      this.line = this.line.slice(0, this.cursor) + text + this.line.slice(this.cursor);
      this.cursor += text.length;
      this._refreshLine();
      return;
    }
    const before = this.getCursorPos();
    this.line += text;
    this.cursor += text.length;
    // Only the new part, as long as the cursor stays in its row and nothing colours the line.
    if (before.rows < this.getCursorPos().rows || this._decorates) this._refreshLine();
    else this._writeToOutput(text);
  };

  /** The line is entered. */
  proto._line = function _line() {
    this._entered = { line: this.line, cursor: this.cursor };
    const line = this._addHistory();
    this._undoStack = [];
    this._redoStack = [];
    this.clearLine();
    this._onLine(line);
  };

  proto._wordLeft = function _wordLeft() {
    if (this.cursor > 0) this._moveCursor(-wordLengthLeft(this));
  };

  proto._wordRight = function _wordRight() {
    if (this.cursor < this.line.length) this._moveCursor(/^(?:\s+|[^\w\s]+|\w+)\s*/.exec(this.line.slice(this.cursor))[0].length);
  };

  proto._yank = function _yank() {
    if (!this._killRing?.length) return;
    this._yanking = true;
    this._insertString(this._killRing[this._killRingCursor]);
  };

  /** After a yank: the one killed before instead. */
  proto._yankPop = function _yankPop() {
    if (!this._yanking || this._killRing.length < 2) return;
    const last = this._killRing[this._killRingCursor];
    this._killRingCursor = (this._killRingCursor + 1) % this._killRing.length;
    const head = this.line.slice(0, this.cursor - last.length) + this._killRing[this._killRingCursor];
    this.line = head + this.line.slice(this.cursor);
    this.cursor = head.length;
    this._refreshLine();
  };
}

/** The word before the cursor with the blanks behind it. */
function wordLengthLeft({ line, cursor }) {
  const reversed = [...line.slice(0, cursor)].reverse().join('');
  return /^\s*(?:[^\w\s]+|\w+)?/.exec(reversed)[0].length;
}

function installDeletion(proto) {
  proto._deleteLeft = function _deleteLeft() {
    if (this.cursor > 0 && this.line.length > 0) remove(this, this.cursor - lengthLeft(this), this.cursor);
  };

  proto._deleteRight = function _deleteRight() {
    if (this.cursor < this.line.length) remove(this, this.cursor, this.cursor + lengthRight(this));
  };

  proto._deleteWordLeft = function _deleteWordLeft() {
    if (this.cursor > 0) remove(this, this.cursor - wordLengthLeft(this), this.cursor);
  };

  proto._deleteWordRight = function _deleteWordRight() {
    if (this.cursor >= this.line.length) return;
    const word = /^(?:\s+|\W+|\w+)\s*/.exec(this.line.slice(this.cursor))[0];
    remove(this, this.cursor, this.cursor + word.length);
  };

  proto._deleteLineLeft = function _deleteLineLeft() {
    kill(this, 0, this.cursor);
  };

  proto._deleteLineRight = function _deleteLineRight() {
    kill(this, this.cursor, this.line.length);
  };
}

function remove(iface, from, to) {
  iface._beforeEdit(iface.line, iface.cursor);
  iface.line = iface.line.slice(0, from) + iface.line.slice(to);
  iface.cursor = from;
  iface._refreshLine();
}

/** Removes, and keeps for a yank. */
function kill(iface, from, to) {
  const killed = iface.line.slice(from, to);
  remove(iface, from, to);
  iface._killRing ??= [];
  if (killed === '' || killed === iface._killRing[0]) return;
  iface._killRing.unshift(killed);
  iface._killRingCursor = 0;
  if (iface._killRing.length > kMaxKillRing) iface._killRing.pop();
}

function installUndo(proto) {
  proto._beforeEdit = function _beforeEdit(text, cursor) {
    this._undoStack ??= [];
    this._undoStack.push({ text, cursor });
    if (this._undoStack.length > kMaxUndo) this._undoStack.shift();
  };

  proto._undo = function _undo() {
    this._redoStack ??= [];
    swap(this, this._undoStack ?? [], this._redoStack);
  };

  proto._redo = function _redo() {
    this._undoStack ??= [];
    swap(this, this._redoStack ?? [], this._undoStack);
  };
}

function swap(iface, from, to) {
  const entry = from.pop();
  if (entry === undefined) return;
  to.push({ text: iface.line, cursor: iface.cursor });
  iface.line = entry.text;
  iface.cursor = entry.cursor;
  iface._refreshLine();
}

function installHistory(proto) {
  /** @returns {string} the line, with `\r` between those of an entry of several */
  proto._addHistory = function _addHistory() {
    const { line } = this;
    const entered = line.replaceAll('\n', '\r');
    if (line.length === 0 || !this._historyStore.add(toHistory(line))) return entered;
    this.emit('history', this._historyStore.entries);
    // A listener may have changed what is kept, but not what was entered.
    return entered;
  };

  proto._historyPrev = function _historyPrev() {
    recall(this, this._historyStore.older(this._searchPrefix ?? '', this.line));
  };

  proto._historyNext = function _historyNext() {
    recall(this, this._historyStore.newer(this._searchPrefix ?? '', this.line));
  };
}

function recall(iface, entry) {
  if (entry === undefined) return;
  iface._beforeEdit(iface.line, iface.cursor);
  iface._goalColumn = undefined;
  iface.line = fromHistory(entry);
  iface.cursor = iface.line.length;
  iface._refreshLine();
}

module.exports = { install };
