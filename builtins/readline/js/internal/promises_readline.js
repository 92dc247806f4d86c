'use strict';

const process = require('internal:process/object');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal:shared/errors');
const { validateBoolean, validateInteger } = require('internal:shared/validators');
const { isWritableNodeStream, isWritable } = require('internal:stream/predicates');
const { clearLineSequence, cursorToSequence, kClearScreenDown, moveCursorSequence } = require('internal:readline/cursor');

/** Cursor movements that are collected and sent together, by `commit` or after each with `autoCommit`. */
class Readline {
  #autoCommit = false;
  #stream;
  #todo = [];

  /**
   * @param {Writable} stream
   * @param {{ autoCommit?: boolean }} [options]
   */
  constructor(stream, options = undefined) {
    if (!isWritableNodeStream(stream) || isWritable(stream) === false) throw new ERR_INVALID_ARG_TYPE('stream', 'Writable', stream);
    this.#stream = stream;
    if (options?.autoCommit !== undefined) {
      validateBoolean(options.autoCommit, 'options.autoCommit');
      this.#autoCommit = options.autoCommit;
    }
  }

  cursorTo(x, y = undefined) {
    validateInteger(x, 'x');
    if (y !== undefined && y !== null) validateInteger(y, 'y');
    return this.#add(cursorToSequence(x, y ?? undefined));
  }

  moveCursor(dx, dy) {
    if (dx === 0 && dy === 0) return this;
    validateInteger(dx, 'dx');
    validateInteger(dy, 'dy');
    return this.#add(moveCursorSequence(dx, dy));
  }

  /** @param {-1 | 0 | 1} direction */
  clearLine(direction) {
    validateInteger(direction, 'dir', -1, 1);
    return this.#add(clearLineSequence(direction));
  }

  clearScreenDown() {
    return this.#add(kClearScreenDown);
  }

  commit() {
    return new Promise((resolve) => {
      this.#stream.write(this.#todo.join(''), resolve);
      this.#todo = [];
    });
  }

  rollback() {
    this.#todo = [];
    return this;
  }

  #add(data) {
    if (this.#autoCommit) process.nextTick(() => this.#stream.write(data));
    else this.#todo.push(data);
    return this;
  }
}

module.exports = { Readline };
