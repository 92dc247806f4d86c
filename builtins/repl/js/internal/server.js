'use strict';

const process = require('internal:process/object');
const { deprecate, inspect } = require('node:util');
const { Interface } = require('node:readline');
const { codes: { ERR_INVALID_REPL_EVAL_CONFIG, ERR_INVALID_REPL_INPUT, ERR_INVALID_STATE } } = require('internal:shared/errors');
const { validateFunction, validateObject } = require('internal:shared/validators');
const { Recoverable } = require('internal:repl/recoverable');
const { createContext } = require('internal:repl/context');
const { evaluate, nextResourceName } = require('internal:repl/evaluate');
const { defineDefaultCommands } = require('internal:repl/commands');
const { describeError } = require('internal:repl/errors');
const { complete } = require('internal:repl/completion');
const { highlight } = require('internal:repl/highlight');
const { Inspection } = require('internal:repl/inspection');
const { Preview } = require('internal:repl/preview');
const { ReverseSearch } = require('internal:repl/reverse_search');

const REPL_MODE_SLOPPY = Symbol('repl-sloppy');
const REPL_MODE_STRICT = Symbol('repl-strict');
const kContinuation = '| ';
/** An option of our own command line. */
const kStandalone = Symbol('kStandalone');

const guarded = new Set();

/** What is typed into a server must not take over the exceptions of the program around it. */
function guardUncaughtException(repl) {
  if (guarded.size === 0) process.prependListener('newListener', refuseUncaughtException);
  guarded.add(repl);
  repl.once('exit', () => {
    guarded.delete(repl);
    if (guarded.size === 0) process.removeListener('newListener', refuseUncaughtException);
  });
}

function refuseUncaughtException(event, listener) {
  if (event !== 'uncaughtException' || !process.domain || listener.name === 'domainUncaughtExceptionClear') return;
  if (![...guarded].some((repl) => repl._domain === process.domain)) return;
  throw new ERR_INVALID_REPL_INPUT('Listeners for `uncaughtException` cannot be used in the REPL');
}

/** Shows results. Its `options` are those of `util.inspect`. */
function writer(value) {
  return inspect(value, writer.options);
}
writer.options = { ...inspect.defaultOptions, showProxy: true };

/** `util.inspect.replDefaults`: the options of `writer`, from inside the session. */
Object.defineProperty(inspect, 'replDefaults', {
  __proto__: null,
  configurable: true,
  get() {
    return writer.options;
  },
  set(options) {
    validateObject(options, 'options');
    Object.assign(writer.options, options);
  },
});

/**
 * @param {string | object} [prompt] or all options in one object
 * @param {Duplex | object} [stream] what to read from and write to; the standard streams without it
 * @param {Function} [evalFunction]
 * @param {boolean} [useGlobal]
 * @param {boolean} [ignoreUndefined]
 * @param {symbol} [replMode]
 */
function REPLServer(prompt, stream, evalFunction, useGlobal, ignoreUndefined, replMode) {
  if (!(this instanceof REPLServer)) return new REPLServer(prompt, stream, evalFunction, useGlobal, ignoreUndefined, replMode);
  const options = prompt !== null && typeof prompt === 'object'
    ? { ...prompt }
    : { prompt, stream, eval: evalFunction, useGlobal, ignoreUndefined, replMode };
  fillInStreams(options);
  if (options.breakEvalOnSigint && options.eval) throw new ERR_INVALID_REPL_EVAL_CONFIG();

  const server = this;
  Interface.call(this, {
    input: options.input,
    output: options.output,
    completer: options.completer ?? ((line, callback) => server.complete(line, callback)),
    terminal: options.terminal,
    historySize: options.historySize,
    prompt: options.prompt ?? '> ',
  });
  this._initialPrompt = this.getPrompt();
  this.useColors = Boolean(options.useColors);
  this.useGlobal = Boolean(options.useGlobal);
  this.ignoreUndefined = Boolean(options.ignoreUndefined);
  this.replMode = options.replMode ?? REPL_MODE_SLOPPY;
  this.breakEvalOnSigint = Boolean(options.breakEvalOnSigint);
  this.underscoreAssigned = false;
  this.last = undefined;
  this.underscoreErrAssigned = false;
  this.lastError = undefined;
  this.editorMode = false;
  this.lines = [];
  this.commands = { __proto__: null };
  this._ownsDomain = !options.domain;
  this._domain = options.domain ?? require('node:domain').create();
  // The command line's own: its uncaught exceptions are the process's.
  this._standalone = Boolean(options[kStandalone]);
  if (!this._standalone) guardUncaughtException(this);
  this._bufferedCommand = '';
  this._sawSIGINT = false;
  this._sawCtrlD = false;
  this._evaluating = false;
  this._waitingLines = [];
  this._exited = false;
  this._handleError = options.handleError;
  // Whether the error that the domain is told of has an entry of its own, rather than coming from a timer or the like.
  this._isOwnError = false;
  this._inspection = new Inspection(this);
  this._preview = showsPreviews(options) ? new Preview(this) : undefined;
  this._search = new ReverseSearch(this);
  this._decorates = this.terminal && this.useColors;
  this.writer = options.writer ?? chooseWriter(this);
  this.eval = this._domain.bind(options.eval ?? ((code, context, file, callback) => evaluate(this, code, context, file, callback)));

  this.resetContext();
  defineDefaultCommands(this);
  this._domain.on('error', (err) => this._takeError(err));
  this.on('line', (line) => this._takeLine(line));
  this._interrupt = undefined;
  this.on('SIGINT', () => (this._interrupt ?? this._interruptLine).call(this));
  this.on('SIGCONT', () => this._continue());
  this.on('close', () => this._exitWhenIdle());
  this.displayPrompt();
}
Object.setPrototypeOf(REPLServer.prototype, Interface.prototype);
Object.setPrototypeOf(REPLServer, Interface);

function fillInStreams(options) {
  if (options.stream) {
    options.input ??= options.stream.stdin ?? options.stream;
    options.output ??= options.stream.stdout ?? options.stream;
  }
  options.input ??= process.stdin;
  options.output ??= process.stdout;
  options.terminal ??= Boolean(options.output.isTTY);
  options.useColors ??= showsColors(options.output);
}

function showsColors(output) {
  return Boolean(output.isTTY) && (typeof output.getColorDepth !== 'function' || output.getColorDepth() > 2);
}

/** Code that something else evaluates is not known to have no side effects. */
function showsPreviews({ eval: evalFunction, preview, terminal }) {
  return Boolean(terminal) && Boolean(preview ?? !evalFunction);
}

function chooseWriter(repl) {
  if (!repl.useColors) return writer;
  const coloured = (value) => inspect(value, coloured.options);
  coloured.options = { ...writer.options, colors: true };
  return coloured;
}

Object.defineProperty(REPLServer.prototype, 'isStrict', {
  __proto__: null,
  configurable: true,
  get() { return this.replMode === REPL_MODE_STRICT; },
});

/** The older names of `input` and `output`. */
for (const [alias, name] of [['inputStream', 'input'], ['outputStream', 'output']]) {
  const message = 'repl.inputStream and repl.outputStream are deprecated. Use repl.input and repl.output instead';
  Object.defineProperty(REPLServer.prototype, alias, {
    __proto__: null,
    configurable: true,
    get: deprecate(function() { return this[name]; }, message, 'DEP0141'),
    set: deprecate(function(value) { this[name] = value; }, message, 'DEP0141'),
  });
}

// ---- lines ----

/** One line at a time: what comes while one is evaluated waits. */
REPLServer.prototype._takeLine = function _takeLine(line) {
  line ||= '';
  if (this._evaluating) this._waitingLines.push(line);
  else this._handleLine(line);
};

REPLServer.prototype._handleLine = function _handleLine(line) {
  this._sawSIGINT = false;
  if (this.editorMode) {
    this.lines.push(line);
    this._bufferedCommand += `${line}\n`;
    return;
  }
  const command = /^\.([^\s.][^\s]*)\s*(.*)$/.exec(line.trim());
  if (command !== null && Number.isNaN(Number.parseFloat(line.trim())) && this._runCommand(command[1], command[2])) {
    // What stands behind `.exit` is not read any more.
    if (this.closed) this._waitingLines.length = 0;
    this._goOn();
    return;
  }
  this._evaluate(line);
};

/** @returns {boolean} the line is dealt with */
REPLServer.prototype._runCommand = function _runCommand(keyword, rest) {
  const command = this.commands[keyword];
  if (command !== undefined) {
    command.action.call(this, rest);
    return true;
  }
  if (this._bufferedCommand !== '') return false;
  this.output.write('Invalid REPL keyword\n');
  this.displayPrompt();
  return true;
};

REPLServer.prototype._evaluate = function _evaluate(line) {
  this._evaluating = true;
  const code = `${this._bufferedCommand}${line}\n`;
  const finish = (...outcome) => this._finish(line, outcome);
  this.eval(code, this.context, nextResourceName(), finish);
};

REPLServer.prototype._finish = function _finish(line, outcome) {
  const { 0: err, 1: result } = outcome;
  this._evaluating = false;
  this.lines.push(line);
  if (err instanceof Recoverable && !this._sawCtrlD) {
    this._askForMore(line);
  } else if (err && this._bufferedCommand === '' && line.trim().startsWith('npm ')) {
    this.output.write('npm should be run outside of the Node.js REPL, in your normal shell.\n(Press Ctrl+D to exit.)\n');
    this.displayPrompt();
  } else if (err || (outcome.length > 0 && err !== null && err !== undefined)) {
    this._sawCtrlD = false;
    this._historyStore.hasFailed = true;
    this._tellError(err instanceof Recoverable ? err.err : err);
  } else {
    this._sawCtrlD = false;
    this._historyStore.hasFailed = false;
    this.clearBufferedCommand();
    // `eval` may call back with nothing, to say that there is nothing to show.
    if (outcome.length === 2) this._showResult(result);
    this.displayPrompt();
  }
  this._goOn();
};

/** On a terminal an unfinished entry goes on being edited; without one, or when more has been typed already, what comes is put behind it. */
REPLServer.prototype._askForMore = function _askForMore(line) {
  if (this.terminal && this._bufferedCommand === '' && this._waitingLines.length === 0 && this.line === '') {
    this._continueEntry(this._entered);
  } else {
    this._bufferedCommand += `${line}\n`;
    this.displayPrompt();
  }
};

/** What ran has thrown. */
REPLServer.prototype._fail = function _fail(err) {
  this._sawCtrlD = false;
  this._tellError(err);
  this._goOn();
};

REPLServer.prototype._tellError = function _tellError(err) {
  this._isOwnError = true;
  try {
    this._domain.emit('error', err);
  } finally {
    this._isOwnError = false;
  }
};

/** Asks the option `handleError` what is to become of it. */
REPLServer.prototype._takeError = function _takeError(err) {
  // That it came by way of a domain is a matter of this server.
  if (this._ownsDomain && typeof err === 'object' && err !== null && !Object.isFrozen(err)) delete err.domainThrown;
  const decision = this._decide(err);
  if (decision === 'print') {
    this._showError(err);
    return;
  }
  this._evaluating = false;
  this.clearBufferedCommand();
  if (decision === 'unhandled' && !this._isOwnError) this._throwOutside(err);
};

/** @returns {'print' | 'ignore' | 'unhandled' | undefined} undefined: that itself has failed */
REPLServer.prototype._decide = function _decide(err) {
  if (this._handleError === undefined) return 'print';
  try {
    const decision = this._handleError(err);
    if (decision === 'print' || decision === 'ignore' || decision === 'unhandled') return decision;
    const expected = 'External REPL error handler must return either "ignore", "print", or "unhandled"';
    throw new ERR_INVALID_STATE(`${expected}, but received: ${decision}`);
  } catch (fault) {
    this._throwOutside(fault);
    return undefined;
  }
};

/** As an exception of the program, which is none of this server's. */
REPLServer.prototype._throwOutside = function _throwOutside(err) {
  this._domain.exit();
  process.nextTick(() => { throw err; });
};

/** Another domain has taken the exception: there is nothing to show. */
REPLServer.prototype._abandon = function _abandon() {
  this._evaluating = false;
  this._goOn();
};

REPLServer.prototype._goOn = function _goOn() {
  if (this._evaluating) return;
  if (this._waitingLines.length > 0) this._handleLine(this._waitingLines.shift());
  else if (this.closed) this._exitWhenIdle();
};

/** Input that has ended may leave lines behind that are still to be evaluated. */
REPLServer.prototype._exitWhenIdle = function _exitWhenIdle() {
  if (this._exited || this._evaluating || this._waitingLines.length > 0) return;
  this._exited = true;
  this.emit('exit');
};

REPLServer.prototype._showResult = function _showResult(result) {
  if (!this.underscoreAssigned) this.last = result;
  if (this.ignoreUndefined && result === undefined) return;
  this.output.write(`${this.writer(result)}\n`);
};

REPLServer.prototype._showError = function _showError(err) {
  this._evaluating = false;
  if (!this.underscoreErrAssigned) this.lastError = err;
  if (this._standalone && process.listenerCount('uncaughtException') > 0) {
    process.nextTick(() => process.emit('uncaughtException', err));
  } else {
    this.output.write(describeError(this, err));
  }
  this.clearBufferedCommand();
  this.displayPrompt();
};

REPLServer.prototype.clearBufferedCommand = function clearBufferedCommand() {
  this._bufferedCommand = '';
};

/**
 * Until the returned function is called, Ctrl-C is about what is evaluated rather than the line.
 * @param {() => void} interrupt
 */
REPLServer.prototype._listenForInterrupt = function _listenForInterrupt(interrupt) {
  this._interrupt = interrupt;
  return () => { this._interrupt = undefined; };
};

REPLServer.prototype._interruptLine = function _interruptLine() {
  const idle = this.line.length === 0 && this._bufferedCommand === '' && !this.editorMode;
  this.clearLine();
  this._stopEditorMode();
  if (idle && this._sawSIGINT) {
    this._sawSIGINT = false;
    this.close();
    return;
  }
  if (idle) this.output.write('(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n');
  this._sawSIGINT = idle;
  this.clearBufferedCommand();
  this.displayPrompt();
};

REPLServer.prototype._continue = function _continue() {
  if (this.editorMode) {
    this.output.write(`${this._initialPrompt}.editor\n`);
    this.output.write(`// Entering editor mode (Ctrl+D to finish, Ctrl+C to cancel)\n${this._bufferedCommand}\n`);
    this.prompt(true);
  } else {
    this.displayPrompt(true);
  }
};

REPLServer.prototype.close = function close() {
  // The output of what was just evaluated comes first.
  process.nextTick(() => Interface.prototype.close.call(this));
};

// ---- the prompt ----

/** @param {boolean} [preserveCursor] keeps the cursor where it is in the line */
REPLServer.prototype.displayPrompt = function displayPrompt(preserveCursor) {
  if (this.closed) return;
  Interface.prototype.setPrompt.call(this, this._bufferedCommand === '' ? this._initialPrompt : kContinuation);
  this.prompt(preserveCursor);
};

REPLServer.prototype.setPrompt = function setPrompt(prompt) {
  this._initialPrompt = prompt;
  Interface.prototype.setPrompt.call(this, prompt);
};

// ---- the context ----

REPLServer.prototype.createContext = function create() {
  return createContext(this);
};

REPLServer.prototype.resetContext = function resetContext() {
  this.context = this.createContext();
  this.underscoreAssigned = false;
  this.underscoreErrAssigned = false;
  this.lines = [];
  defineUnderscore(this, '_', 'last', 'underscoreAssigned');
  defineUnderscore(this, '_error', 'lastError', 'underscoreErrAssigned');
  this.emit('reset', this.context);
};

/** Follows the last result until the user takes the name for something else. */
function defineUnderscore(repl, name, field, assigned) {
  Object.defineProperty(repl.context, name, {
    __proto__: null,
    configurable: true,
    get: () => repl[field],
    set(value) {
      repl[field] = value;
      if (repl[assigned]) return;
      repl[assigned] = true;
      repl.output.write(`Expression assignment to ${name} now disabled.\n`);
    },
  });
}

// ---- commands, completion, editor, history ----

/**
 * @param {string} keyword without the dot
 * @param {Function | { help?: string, action: Function }} command
 */
REPLServer.prototype.defineCommand = function defineCommand(keyword, command) {
  if (typeof command === 'function') command = { action: command };
  else validateFunction(command.action, 'cmd.action');
  this.commands[keyword] = command;
};

REPLServer.prototype.complete = function completeLine(line, callback) {
  let result;
  try {
    result = complete(this, line);
  } catch (err) {
    callback(err);
    return;
  }
  callback(null, result);
};

/** In editor mode Tab inserts what is common to all candidates. */
REPLServer.prototype.completeOnEditorMode = function completeOnEditorMode(callback) {
  const { commonPrefix } = require('internal:readline/completion');
  return (err, results) => {
    if (err) {
      callback(err);
      return;
    }
    const [candidates, completedPart = ''] = results;
    const prefix = commonPrefix(candidates.filter((candidate) => candidate !== ''));
    callback(null, [prefix.length > completedPart.length ? [prefix] : [], completedPart]);
  };
};

REPLServer.prototype.startEditorMode = function startEditorMode() {
  this.editorMode = true;
  Interface.prototype.setPrompt.call(this, '');
};

REPLServer.prototype._stopEditorMode = function _stopEditorMode() {
  this.editorMode = false;
  Interface.prototype.setPrompt.call(this, this._initialPrompt);
};

/** Runs a text as if it were typed in editor mode. */
REPLServer.prototype.loadText = function loadText(text) {
  this.startEditorMode();
  this.write(text);
  this._stopEditorMode();
  this.write('\n');
};

REPLServer.prototype._ttyWrite = function _ttyWrite(text, key) {
  key ||= {};
  if (!this.editorMode || !this.terminal) {
    this._preview?.clear(key);
    if (this._search.take(text, key)) return;
    // The shell's prompt is to stand on a line of its own.
    if (key.ctrl && !key.meta && key.name === 'd' && this.line === '') this.clearLine();
    Interface.prototype._ttyWrite.call(this, text, key);
    if (!this.closed) this._preview?.show(key.name !== 'escape');
  } else if (key?.ctrl && !key.shift && key.name === 'd') {
    this._stopEditorMode();
    this._sawCtrlD = true;
    Interface.prototype._ttyWrite.call(this, text, { name: 'return' });
  } else if (!(key?.ctrl && (key.name === 'n' || key.name === 'p')) && key?.name !== 'up' && key?.name !== 'down') {
    // The history holds lines, and would replace the one being edited.
    Interface.prototype._ttyWrite.call(this, text, key);
    this._preview?.show(true);
  }
};

REPLServer.prototype._decorate = function _decorate(line) {
  return this._decorates ? highlight(line) : line;
};

/**
 * Keeps the history in a file.
 * @param {string | { filePath?: string, size?: number, onHistoryFileLoaded?: Function }} config
 * @param {(err: Error | null, repl: REPLServer) => void} [callback]
 */
REPLServer.prototype.setupHistory = function setupHistory(config = {}, callback) {
  if (typeof config === 'string') config = { filePath: config };
  if (typeof config === 'function') {
    callback = config;
    config = {};
  }
  callback ??= config.onHistoryFileLoaded;
  if (callback !== undefined) validateFunction(callback, 'onHistoryFileLoaded');
  require('internal:repl/history_file').load(this, config.filePath, callback);
};

/** @returns {REPLServer} */
function start(prompt, source, evalFunction, useGlobal, ignoreUndefined, replMode) {
  return new REPLServer(prompt, source, evalFunction, useGlobal, ignoreUndefined, replMode);
}

module.exports = { REPLServer, REPL_MODE_SLOPPY, REPL_MODE_STRICT, start, writer, kStandalone };
