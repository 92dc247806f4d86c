'use strict';

/** Ctrl-R and Ctrl-S: the entries of the history that contain what is typed. */

const { clearScreenDown, cursorTo, moveCursor } = require('internal:readline/cursor');
const { fromHistory, withContinuations } = require('internal:readline/multiline');

/** What lies behind the oldest and before the newest entry. */
const kNowhere = -1;

class ReverseSearch {
  /** @param {REPLServer} repl */
  constructor(repl) {
    this.repl = repl;
    this.isActive = false;
  }

  /**
   * @param {string} text
   * @param {{ name?: string, ctrl?: boolean, meta?: boolean }} key
   * @returns {boolean} the key is dealt with
   */
  take(text, key) {
    const direction = directionOf(key);
    if (direction !== undefined) this.#go(direction);
    else if (this.isActive) return this.#takeInput(text, key);
    return direction !== undefined;
  }

  #go(direction) {
    if (!this.isActive) {
      this.#start(direction);
      return;
    }
    this.direction = direction;
    if (this.input !== '') this.#search();
    this.#draw();
  }

  #start(direction) {
    const { line, cursor } = this.repl;
    this.isActive = true;
    this.direction = direction;
    this.input = '';
    this.original = { line, cursor };
    this.shown = this.original;
    this.#rewind();
    this.#drawLabel();
  }

  #rewind() {
    this.entry = kNowhere;
    this.place = undefined;
    this.hasFailed = false;
  }

  #takeInput(text, key) {
    if (key.name === 'backspace' || (key.ctrl && (key.name === 'h' || key.name === 'w'))) {
      this.#type(this.input.slice(0, -1));
      return true;
    }
    if (isInput(text, key)) {
      this.#type(this.input + text);
      return true;
    }
    const isCancelled = key.name === 'escape' || (key.ctrl && (key.name === 'c' || key.name === 'g'));
    this.#stop(isCancelled);
    return isCancelled;
  }

  #type(input) {
    this.input = input;
    this.#rewind();
    if (input !== '') this.#search();
    this.#draw();
  }

  /** The next place, in the entry at hand or in those behind it. Entries that stand there again are passed over. */
  #search() {
    const { history } = this.repl;
    const step = this.direction === 'bck' ? 1 : -1;
    const seen = this.entry in history ? new Set([history[this.entry]]) : new Set();
    let place = this.place === undefined ? undefined : this.#nextPlace(fromHistory(history[this.entry]), this.place);
    while (place === undefined || place === -1) {
      this.entry += step;
      if (!(this.entry in history)) {
        this.entry = step === 1 ? history.length : kNowhere;
        this.place = undefined;
        this.hasFailed = true;
        return;
      }
      if (seen.has(history[this.entry])) continue;
      seen.add(history[this.entry]);
      place = this.#nextPlace(fromHistory(history[this.entry]), undefined);
    }
    this.place = place;
    this.hasFailed = false;
  }

  #nextPlace(line, place) {
    if (this.direction === 'fwd') return line.indexOf(this.input, place === undefined ? 0 : place + 1);
    return place === 0 ? -1 : line.lastIndexOf(this.input, place === undefined ? undefined : place - 1);
  }

  #draw() {
    this.#erase();
    const { repl } = this;
    if (this.place === undefined) {
      this.shown = this.original;
      repl._writeToOutput(withContinuations(this.shown.line));
    } else {
      const line = fromHistory(repl.history[this.entry]);
      this.shown = { line, cursor: this.place };
      repl._writeToOutput(withContinuations(repl.useColors ? underline(line, this.place, this.input.length) : line));
    }
    this.#drawLabel();
  }

  #drawLabel() {
    const { repl } = this;
    const label = `${this.hasFailed ? 'failed-' : ''}${this.direction}-i-search: ${this.input}_`;
    repl._writeToOutput(`\n${label}`);
    const end = this.#position(this.shown.line).rows + repl._getDisplayPos(label).rows + 1;
    const cursor = this.#position(this.shown.line.slice(0, this.shown.cursor));
    moveCursor(repl.output, 0, cursor.rows - end);
    cursorTo(repl.output, cursor.cols);
  }

  /** Everything behind the prompt. */
  #erase() {
    const { repl } = this;
    if (this.shown.line !== '') {
      const cursor = this.#position(this.shown.line.slice(0, this.shown.cursor));
      cursorTo(repl.output, this.#position('').cols);
      moveCursor(repl.output, 0, -cursor.rows);
    }
    clearScreenDown(repl.output);
  }

  #position(line) {
    return this.repl._getDisplayPos(this.repl.getPrompt() + withContinuations(line));
  }

  #stop(isCancelled) {
    const { repl } = this;
    if (this.shown.line === '') cursorTo(repl.output, this.#position('').cols);
    this.#erase();
    this.isActive = false;
    const { line, cursor } = isCancelled ? this.original : this.shown;
    repl.line = line;
    repl.cursor = cursor;
    if (!isCancelled && this.place !== undefined) {
      repl.historyIndex = this.entry;
      // Moving on in the history is not about the part before the place that was found.
      repl._searchPrefix = '';
    }
    repl._writeToOutput(withContinuations(line));
    if (cursor !== line.length) cursorTo(repl.output, repl.getCursorPos().cols);
  }
}

function directionOf({ name, ctrl, meta }) {
  if (!ctrl || meta) return undefined;
  return name === 'r' ? 'bck' : name === 's' ? 'fwd' : undefined;
}

/** A character, rather than a key that does something. */
function isInput(text, key) {
  return !key.ctrl && !key.meta && typeof text === 'string' && text !== '' && (text >= ' ' || text === '\t');
}

function underline(line, start, length) {
  return `${line.slice(0, start)}\x1b[4m${line.slice(start, start + length)}\x1b[24m${line.slice(start + length)}`;
}

module.exports = { ReverseSearch };
