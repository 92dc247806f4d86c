'use strict';

/** The base of both `Interface`s of readline: lines from a stream, and on a terminal an editable line (`line_editor.js`). */

const process = require('internal:process/object');
const EventEmitter = require('node:events');
const { codes: { ERR_INVALID_ARG_VALUE, ERR_USE_AFTER_CLOSE } } = require('internal:shared/errors');
const { validateAbortSignal, validateArray, validateNumber, validateUint32 } = require('internal:shared/validators');
const { emitKeypressEvents } = require('internal:readline/keypress');
const { History } = require('internal:readline/history');

/** In milliseconds: a `\n` this soon after a `\r` belongs to it. */
const kMinCrlfDelay = 100;
const kEscapeCodeTimeout = 500;
const kHistorySize = 30;
const kLineEnding = /\r?\n|\r(?!\n)|\u2028|\u2029/g;

/**
 * @param {Readable | object} input or all options in one object
 * @param {Writable} [output]
 * @param {Function} [completer]
 * @param {boolean} [terminal]
 */
function InterfaceBase(input, output, completer, terminal) {
  EventEmitter.call(this);
  const options = input?.input ? input : { input, output, completer, terminal };
  checkOptions(options);

  this.isCompletionEnabled = true;
  this.escapeCodeTimeout = options.escapeCodeTimeout === undefined ? kEscapeCodeTimeout : options.escapeCodeTimeout;
  this.tabSize = options.tabSize ?? 8;
  this.input = options.input;
  this.output = options.output;
  this.line = '';
  this.cursor = 0;
  this.paused = false;
  this.closed = false;
  this.completer = options.completer;
  this.crlfDelay = options.crlfDelay ? Math.max(kMinCrlfDelay, options.crlfDelay) : kMinCrlfDelay;
  this.terminal = Boolean(options.terminal === undefined && options.output ? options.output.isTTY : options.terminal);
  this._prompt = options.prompt === undefined ? '> ' : `${options.prompt}`;
  this._questionCallback = null;
  this._oldPrompt = '';
  this._sawReturnAt = 0;
  this._sawKeyPress = false;
  this._previousKey = null;
  this._line_buffer = null;
  this._decoder = undefined;
  this._historyStore = new History(options);
  // What was entered last, and whether the line is redrawn with each character (`_decorate`).
  this._entered = undefined;
  this._decorates = false;

  if (this.terminal) this._startEditing();
  else this._startReadingLines();
  if (options.signal) closeOnAbort(this, options.signal);
  this.input.resume();
}
Object.setPrototypeOf(InterfaceBase.prototype, EventEmitter.prototype);
Object.setPrototypeOf(InterfaceBase, EventEmitter);

function checkOptions({ completer, escapeCodeTimeout, history, historySize = kHistorySize, signal, tabSize }) {
  if (signal) validateAbortSignal(signal, 'options.signal');
  if (completer !== undefined && typeof completer !== 'function') throw new ERR_INVALID_ARG_VALUE('completer', completer);
  if (history !== undefined) validateArray(history, 'history');
  validateNumber(historySize, 'size', 0);
  if (tabSize !== undefined) validateUint32(tabSize, 'tabSize', true);
  if (escapeCodeTimeout !== undefined && !Number.isFinite(escapeCodeTimeout)) {
    throw new ERR_INVALID_ARG_VALUE('input.escapeCodeTimeout', kEscapeCodeTimeout);
  }
}

function closeOnAbort(iface, signal) {
  const onAbort = () => iface.close();
  if (signal.aborted) {
    process.nextTick(onAbort);
    return;
  }
  const registration = EventEmitter.addAbortListener(signal, onAbort);
  iface.once('close', () => registration[Symbol.dispose]());
}

// ---- input that is no terminal ----

InterfaceBase.prototype._startReadingLines = function _startReadingLines() {
  const { input } = this;
  const { StringDecoder } = require('node:string_decoder');
  this._decoder = new StringDecoder('utf8');
  const onError = (err) => this.emit('error', err);
  const onData = (data) => this._normalWrite(data);
  const onEnd = () => {
    if (typeof this._line_buffer === 'string' && this._line_buffer.length > 0) this.emit('line', this._line_buffer);
    this.close();
  };
  input.on('error', onError);
  input.on('data', onData);
  input.on('end', onEnd);
  this.once('close', () => {
    input.removeListener('error', onError);
    input.removeListener('data', onData);
    input.removeListener('end', onEnd);
  });
};

/** Splits what comes into lines. */
InterfaceBase.prototype._normalWrite = function _normalWrite(data) {
  if (data === undefined) return;
  let text = this._decoder.write(data);
  if (this._sawReturnAt && Date.now() - this._sawReturnAt <= this.crlfDelay) {
    if (text.codePointAt(0) === 10) text = text.slice(1);
    this._sawReturnAt = 0;
  }
  if (text === '') return;
  // Only the new part is searched: a long line may come in many pieces.
  kLineEnding.lastIndex = 0;
  if (!kLineEnding.test(text)) {
    this._line_buffer = this._line_buffer === null ? text : this._line_buffer + text;
    return;
  }
  this._sawReturnAt = text.endsWith('\r') ? Date.now() : 0;
  const lines = ((this._line_buffer ?? '') + text).split(kLineEnding);
  this._line_buffer = lines.pop();
  lines.forEach((line) => this._onLine(line));
};

// ---- a terminal ----

InterfaceBase.prototype._startEditing = function _startEditing() {
  const { input, output } = this;
  const onError = (err) => this.emit('error', err);
  const onKeypress = (text, key) => {
    this._ttyWrite(text, key);
    // Half a character was shown: the terminal needs the line again to put it together.
    const code = key?.sequence ? key.sequence.codePointAt(0) : 0;
    if (code >= 0xd800 && code <= 0xdfff) this._refreshLine();
  };
  const onEnd = () => {
    if (typeof this.line === 'string' && this.line.length > 0) this.emit('line', this.line);
    this.close();
  };
  const onResize = () => this._refreshLine();

  emitKeypressEvents(input, this);
  input.on('error', onError);
  input.on('keypress', onKeypress);
  input.on('end', onEnd);
  this._setRawMode(true);
  this.terminal = true;
  output?.on?.('resize', onResize);
  this.once('close', () => {
    input.removeListener('keypress', onKeypress);
    input.removeListener('error', onError);
    input.removeListener('end', onEnd);
    output?.removeListener?.('resize', onResize);
  });
};

InterfaceBase.prototype._setRawMode = function _setRawMode(mode) {
  const wasRaw = this.input.isRaw;
  if (typeof this.input.setRawMode === 'function') this.input.setRawMode(mode);
  return wasRaw;
};

// ---- the interface ----

Object.defineProperties(InterfaceBase.prototype, {
  columns: { __proto__: null, configurable: true, get() { return this.output?.columns || Infinity; } },
  history: historyAccessor('entries'),
  historyIndex: historyAccessor('index'),
  historySize: historyAccessor('size'),
  removeHistoryDuplicates: historyAccessor('removesDuplicates'),
});

function historyAccessor(field) {
  return {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() { return this._historyStore[field]; },
    set(value) { this._historyStore[field] = value; },
  };
}

InterfaceBase.prototype.setPrompt = function setPrompt(prompt) {
  this._prompt = prompt;
};

InterfaceBase.prototype.getPrompt = function getPrompt() {
  return this._prompt;
};

/** @param {boolean} [preserveCursor] keeps the cursor where it is in the line */
InterfaceBase.prototype.prompt = function prompt(preserveCursor) {
  if (this.paused) this.resume();
  if (this.terminal && process.env.TERM !== 'dumb') {
    if (!preserveCursor) this.cursor = 0;
    this._refreshLine();
  } else {
    this._writeToOutput(this._prompt);
  }
};

/** Shows `query` and hands the next line to `callback`. */
InterfaceBase.prototype._ask = function _ask(query, callback) {
  requireOpen(this);
  if (this._questionCallback) {
    this.prompt();
    return;
  }
  this._oldPrompt = this._prompt;
  this.setPrompt(query);
  this._questionCallback = callback;
  this.prompt();
};

InterfaceBase.prototype._cancelQuestion = function _cancelQuestion() {
  if (!this._questionCallback) return;
  this._questionCallback = null;
  this.setPrompt(this._oldPrompt);
  this.clearLine();
};

InterfaceBase.prototype._onLine = function _onLine(line) {
  if (!this._questionCallback) {
    this.emit('line', line);
    return;
  }
  const callback = this._questionCallback;
  this._questionCallback = null;
  this.setPrompt(this._oldPrompt);
  callback(line);
};

InterfaceBase.prototype._writeToOutput = function _writeToOutput(text) {
  if (this.output !== null && this.output !== undefined) this.output.write(text);
};

InterfaceBase.prototype.close = function close() {
  if (this.closed) return;
  this.pause();
  if (this.terminal) this._setRawMode(false);
  this.closed = true;
  this.emit('close');
};

/** Ctrl-C, when nobody listens for 'SIGINT'. */
InterfaceBase.prototype._interrupt = function _interrupt() {
  this.close();
};

InterfaceBase.prototype.pause = function pause() {
  requireOpen(this);
  if (this.paused) return this;
  this.input.pause();
  this.paused = true;
  this.emit('pause');
  return this;
};

InterfaceBase.prototype.resume = function resume() {
  requireOpen(this);
  if (!this.paused) return this;
  this.input.resume();
  this.paused = false;
  this.emit('resume');
  return this;
};

/**
 * As if typed.
 * @param {string | Buffer | null} data
 * @param {{ name?: string, ctrl?: boolean, meta?: boolean, shift?: boolean }} [key]
 */
InterfaceBase.prototype.write = function write(data, key) {
  requireOpen(this);
  if (this.paused) this.resume();
  if (this.terminal) this._ttyWrite(data, key);
  else this._normalWrite(data);
};

InterfaceBase.prototype[Symbol.asyncIterator] = function asyncIterator() {
  this._lines ??= require('internal:readline/line_iterator').iterateLines(this);
  return this._lines;
};

InterfaceBase.prototype[Symbol.dispose] = function dispose() {
  this.close();
};

function requireOpen(iface) {
  if (iface.closed) throw new ERR_USE_AFTER_CLOSE('readline');
}

require('internal:readline/line_display').install(InterfaceBase.prototype);
require('internal:readline/multiline').install(InterfaceBase.prototype);
require('internal:readline/line_editor').install(InterfaceBase.prototype, kLineEnding);
require('internal:readline/completion').install(InterfaceBase.prototype);

module.exports = { InterfaceBase };
