'use strict';

/** What the line would be when completed, behind it, and what it gives, below it. */

const { inspect } = require('node:util');
const { clearLine, cursorTo, moveCursor } = require('internal:readline/cursor');
const { commonPrefix } = require('internal:readline/completion');
const { withContinuations } = require('internal:readline/multiline');
const { stringWidth } = require('internal:util/text_width');

const kMaxColumns = 250;

class Preview {
  /** @param {REPLServer} repl */
  constructor(repl) {
    this.repl = repl;
    // What is shown; null: nothing.
    this.result = null;
    this.completion = null;
    // The line that was last shown something for.
    this.line = undefined;
    // Answers of the completer to earlier lines are late.
    this.round = 0;
  }

  /** @param {boolean} completes whether the completion is shown as well */
  show(completes) {
    const { repl } = this;
    const line = repl.line.trim();
    const isRepeated = line === this.line;
    this.line = line;
    // Of what is pasted only the end is of interest, and what fills several rows leaves no room.
    if (this.result !== null || line === '' || line.includes('\n') || !repl.isCompletionEnabled) return;
    if (completes) this.#showCompletion();
    if (repl.editorMode) return;
    const atEnd = repl.cursor === repl.line.length;
    if (this.completion === null || !atEnd) {
      if (!this.#showResult(line) && this.completion !== null && !isRepeated) this.#drawCompletion();
      return;
    }
    if (this.#showResult(line + this.completion)) return;
    this.#drawCompletion();
    this.#showResult(line);
  }

  /** Before a key does what it does. @param {{ name?: string, ctrl?: boolean, shift?: boolean }} key */
  clear(key) {
    this.round++;
    if (this.result !== null) this.#clearResult();
    if (this.completion !== null) this.#clearCompletion(key);
  }

  #clearResult() {
    const { output } = this.repl;
    const { rows } = this.#fromCursorToEnd();
    moveCursor(output, 0, rows + 1);
    clearLine(output);
    moveCursor(output, 0, -rows - 1);
    this.result = null;
  }

  #clearCompletion(key) {
    const { repl } = this;
    const { completion } = this;
    const isAtEnd = this.#toEnd();
    clearLine(repl.output, 1);
    if (!isAtEnd) this.#toCursor();
    this.completion = null;
    if (key.ctrl || key.shift) {
      if (!key.ctrl || key.shift || key.name !== 'e') return;
    } else if (key.name === 'right' || key.name === 'return' || key.name === 'enter') {
      if (repl.cursor !== repl.line.length) return;
    } else if (key.name !== 'end') {
      return;
    }
    repl._moveCursor(+Infinity);
    repl._insertString(completion);
  }

  #showCompletion() {
    const { repl, round } = this;
    if (typeof repl.completer !== 'function') return;
    repl._callCompleter(repl.line, (err, result) => {
      const missing = err || round !== this.round ? null : missingPart(result);
      if (missing === null) return;
      this.completion = missing;
      this.#drawCompletion();
    });
  }

  #drawCompletion() {
    const { repl } = this;
    const text = repl.useColors ? grey(this.completion) : ` // ${this.completion}`;
    this.#toEnd();
    repl.output.write(text);
    this.#toCursor();
  }

  /** @returns {boolean} there is something to show, even if it says no more than the line itself */
  #showResult(line) {
    const { repl } = this;
    const outcome = evaluate(repl, line);
    if (outcome === undefined) return false;
    const text = describe(repl, outcome);
    if (text === repl.line.trim() || ('value' in outcome && outcome.value === undefined && repl.ignoreUndefined)) return true;
    const { rows } = this.#fromCursorToEnd();
    moveCursor(repl.output, 0, rows);
    this.result = repl.useColors ? grey(text) : `// ${text}`;
    repl.output.write(`\n${this.result}`);
    cursorTo(repl.output, repl.getCursorPos().cols);
    moveCursor(repl.output, 0, -rows - 1);
    return true;
  }

  #fromCursorToEnd() {
    const { repl } = this;
    const end = repl._getDisplayPos(repl.getPrompt() + withContinuations(repl.line));
    const cursor = repl.getCursorPos();
    return { rows: end.rows - cursor.rows, end: end.cols, cursor: cursor.cols };
  }

  /** @returns {boolean} the cursor is there already */
  #toEnd() {
    const { repl } = this;
    if (repl.cursor === repl.line.length) return true;
    const { rows, end } = this.#fromCursorToEnd();
    cursorTo(repl.output, end);
    moveCursor(repl.output, 0, rows);
    return false;
  }

  #toCursor() {
    const { rows, cursor } = this.#fromCursorToEnd();
    cursorTo(this.repl.output, cursor);
    moveCursor(this.repl.output, 0, -rows);
  }
}

/** @returns {string | null} what all candidates have behind what is typed */
function missingPart([candidates, completedPart = '']) {
  const prefix = commonPrefix((candidates ?? []).filter((candidate) => candidate !== ''));
  const isLonger = prefix.length > completedPart.length && prefix.toLowerCase().startsWith(completedPart.toLowerCase());
  return isLonger ? prefix.slice(completedPart.length) : null;
}

function evaluate(repl, line) {
  const { isObjectLike, wrapObject } = require('internal:repl/evaluate');
  const inspection = repl._inspection;
  const outcome = isObjectLike(line) ? inspection.evaluate(wrapObject(line)) : undefined;
  const found = outcome ?? inspection.evaluate(line);
  return isUnknownName(repl, found) ? undefined : found;
}

/** A name that is still being typed. In strict code it is said, as there it cannot be meant to be a new one. */
function isUnknownName(repl, outcome) {
  return outcome?.error?.name === 'ReferenceError' && !repl.isStrict;
}

/** On one line, and no longer than a row. */
function describe(repl, outcome) {
  const options = { ...repl.writer.options, colors: false, depth: 1, compact: true, breakLength: Infinity };
  const [text] = inspect('error' in outcome ? outcome.error : outcome.value, options).split(/[\n\r\v]/, 1);
  const columns = Math.min(repl.columns, kMaxColumns);
  return stringWidth(text) > columns ? `${cut(text, columns - (repl.useColors ? 4 : 7))}...` : text;
}

function cut(text, columns) {
  let width = 0;
  let kept = '';
  for (const character of text) {
    width += stringWidth(character);
    if (width > columns) break;
    kept += character;
  }
  return kept;
}

function grey(text) {
  const [start, end] = inspect.colors.grey;
  return `\x1b[${start}m${text}\x1b[${end}m`;
}

module.exports = { Preview };
