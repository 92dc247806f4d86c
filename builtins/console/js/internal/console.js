'use strict';

/** The Console class. The global console shares its methods and its state, not its constructor. */

const process = require('internal:process/object');
const { codes, isStackOverflowError } = require('internal:shared/errors');
const { validateArray, validateInteger, validateObject, validateOneOf } = require('internal:shared/validators');
const { kEmptyObject } = require('internal:shared/constants');
const { shouldColorize } = require('internal:util/colors');
const { inspect } = require('internal:util/inspect');
const { formatArguments } = require('internal:util/format');

/** The state of a console, in one object that no property shows. */
const kState = Symbol('kState');

/**
 * @typedef {{
 *   colorMode: boolean | 'auto',
 *   inspectOptions: object | Map<object, object> | undefined, the map has one entry a stream
 *   groupWidth: number,
 *   indentation: string,
 *   counts: Map<string, number>,
 *   direct: DirectOutput | undefined, of the global console
 * }} State
 *
 * A way around the streams, by their names. Streams that fail are none of the console's business: `write` says nothing of errors.
 * @typedef {{ isOpen(streamName: string): boolean, write(streamName: string, text: string): void }} DirectOutput
 */

const DEFAULT_GROUP_WIDTH = 2;
const WIDEST_GROUP = 1000;

/**
 * @param {object} options `{ stdout, stderr, ignoreErrors, colorMode, inspectOptions, groupIndentation }`, or the streams in order
 */
function Console(options, ...legacy) {
  if (!new.target) return Reflect.construct(Console, [options, ...legacy]);
  const settings = isStream(options) || !options ? { stdout: options, stderr: legacy[0], ignoreErrors: legacy[1] } : options;
  const { stdout, stderr = stdout, ignoreErrors = true } = settings;
  checkStream(stdout, 'stdout');
  checkStream(stderr, 'stderr');
  // Bound, so that the methods can be passed around; a subclass's own come first.
  bindMethods(this, methodNames);
  defineHidden(this, '_stdout', stdout);
  defineHidden(this, '_stderr', stderr);
  initialize(this, { ...settings, ignoreErrors });
}

function isStream(value) {
  return typeof value?.write === 'function';
}

function checkStream(stream, name) {
  if (!isStream(stream)) throw new codes.ERR_CONSOLE_WRITABLE_STREAM(name);
}

/** Sets the state of a console whose streams are in place. */
function initialize(console, options) {
  const { ignoreErrors = true, colorMode = 'auto', inspectOptions, groupIndentation = DEFAULT_GROUP_WIDTH, direct } = options;
  validateOneOf(colorMode, 'colorMode', ['auto', true, false]);
  validateInteger(groupIndentation, 'groupIndentation', 0, WIDEST_GROUP);
  if (inspectOptions !== undefined) checkInspectOptions(inspectOptions, options);
  defineHidden(console, '_stdoutErrorHandler', writeErrorHandler(console, '_stdout'));
  defineHidden(console, '_stderrErrorHandler', writeErrorHandler(console, '_stderr'));
  defineHidden(console, '_ignoreErrors', Boolean(ignoreErrors));
  defineHidden(console, '_times', new Map());
  defineHidden(console, kState, {
    colorMode,
    inspectOptions,
    groupWidth: groupIndentation,
    indentation: '',
    counts: new Map(),
    direct,
  });
}

function checkInspectOptions(inspectOptions, { colorMode }) {
  validateObject(inspectOptions, 'options.inspectOptions');
  const all = inspectOptions instanceof Map ? inspectOptions.values() : [inspectOptions];
  for (const each of all) {
    validateObject(each, 'options.inspectOptions');
    if (each.colors !== undefined && colorMode !== undefined) {
      throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('options.inspectOptions.color', 'colorMode');
    }
  }
}

function defineHidden(target, key, value) {
  Object.defineProperty(target, key, { __proto__: null, value, writable: true, enumerable: false, configurable: true });
}

/** Makes own, bound copies of the methods. */
function bindMethods(console, names) {
  for (const name of names) {
    const method = console[name] ?? methods[name];
    const bound = method.bind(console);
    Object.defineProperty(bound, 'name', { __proto__: null, value: name });
    // Not an assignment: under --frozen-intrinsics the global console, which a console may inherit from, is read-only.
    Object.defineProperty(console, name, { __proto__: null, value: bound, writable: true, enumerable: true, configurable: true });
  }
}

// --- Writing ---------------------------------------------------------------------------------------------------------

/** An error of a write must not end the program when `ignoreErrors` says so. */
function writeErrorHandler(console, streamName) {
  return (error) => {
    const stream = console[streamName];
    // A stream that emitted the error already has no listener left to hear it.
    if (error !== null && error !== undefined && !stream._writableState?.errorEmitted && stream.listenerCount('error') === 0) {
      stream.once('error', ignore);
    }
  };
}

function ignore() {}

/** Writes a line, indented as the open groups ask. */
function writeLine(console, streamName, text) {
  const { indentation, direct } = console[kState];
  let line = text;
  if (indentation !== '') {
    if (line.includes('\n')) line = line.replaceAll('\n', `\n${indentation}`);
    line = indentation + line;
  }
  line += '\n';
  if (direct?.isOpen(streamName) && console._ignoreErrors) {
    direct.write(streamName, line);
    return;
  }
  const stream = console[streamName];
  if (console._ignoreErrors) writeIgnoringErrors(console, stream, line, streamName);
  else stream.write(line);
}

function writeIgnoringErrors(console, stream, line, streamName) {
  // An event emitter throws an 'error' event that has no listener; a write may emit one before it returns.
  const guarded = typeof stream.once === 'function' && stream.listenerCount?.('error') === 0;
  try {
    if (guarded) stream.once('error', ignore);
    stream.write(line, streamName === '_stdout' ? console._stdoutErrorHandler : console._stderrErrorHandler);
  } catch (error) {
    // A full stack is a defect of the program, not of the stream.
    if (isStackOverflowError(error)) throw error;
  } finally {
    if (guarded) stream.removeListener('error', ignore);
  }
}

const COLORED = { colors: true };

/** Options for `inspect` that suit a stream. */
function inspectOptionsFor(console, streamName) {
  const { colorMode, inspectOptions, direct } = console[kState];
  if (colorMode === 'auto' && direct?.isOpen(streamName)) return shouldColorize(undefined) ? COLORED : kEmptyObject;
  const stream = console[streamName];
  const options = inspectOptions instanceof Map ? inspectOptions.get(stream) : inspectOptions;
  if (options !== undefined && options.colors !== undefined) return options;
  const colors = colorMode === 'auto' ? shouldColorize(stream) : colorMode;
  if (options !== undefined) return { ...options, colors };
  return colors ? COLORED : kEmptyObject;
}

function textFor(console, streamName, args) {
  // The common call; the stream needs no look.
  if (args.length === 1 && typeof args[0] === 'string') return args[0];
  return formatArguments(inspectOptionsFor(console, streamName), args);
}

let channels;

/** The diagnostics channel `console.NAME`, which hears every call. */
function publish(name, args) {
  channels ??= makeChannels();
  const channel = channels[name];
  if (channel.hasSubscribers) channel.publish(args);
}

function makeChannels() {
  const { channel } = require('node:diagnostics_channel');
  const made = {};
  ['log', 'info', 'debug', 'warn', 'error'].forEach((name) => { made[name] = channel(`console.${name}`); });
  return made;
}

// --- Methods ---------------------------------------------------------------------------------------------------------

const methods = {
  log(...args) {
    publish('log', args);
    writeLine(this, '_stdout', textFor(this, '_stdout', args));
  },

  info(...args) {
    publish('info', args);
    writeLine(this, '_stdout', textFor(this, '_stdout', args));
  },

  debug(...args) {
    publish('debug', args);
    writeLine(this, '_stdout', textFor(this, '_stdout', args));
  },

  warn(...args) {
    publish('warn', args);
    writeLine(this, '_stderr', textFor(this, '_stderr', args));
  },

  error(...args) {
    publish('error', args);
    writeLine(this, '_stderr', textFor(this, '_stderr', args));
  },

  dir(object, options) {
    const text = inspect(object, { customInspect: false, ...inspectOptionsFor(this, '_stdout'), ...options });
    writeLine(this, '_stdout', text);
  },

  time(label = 'default') {
    const name = `${label}`;
    const { now } = require('internal:perf_hooks/clock');
    if (this._times.has(name)) warn(`Label '${name}' already exists for console.time()`);
    else this._times.set(name, now());
  },

  timeEnd(label = 'default') {
    const name = `${label}`;
    if (logTime(this, name, 'timeEnd', [])) this._times.delete(name);
  },

  timeLog(label = 'default', ...data) {
    logTime(this, `${label}`, 'timeLog', data);
  },

  trace(...args) {
    const error = { name: 'Trace', message: formatArguments(inspectOptionsFor(this, '_stderr'), args) };
    Error.captureStackTrace(error, methods.trace);
    this.error(error.stack);
  },

  assert(expression, ...args) {
    if (expression) return;
    if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
    else args.unshift('Assertion failed');
    // `this.warn` of a subclass counts.
    Reflect.apply(this.warn, this, args);
  },

  clear() {
    if (!this._stdout.isTTY || process.env.TERM === 'dumb') return;
    const { cursorTo, clearScreenDown } = require('node:readline');
    cursorTo(this._stdout, 0, 0);
    clearScreenDown(this._stdout);
  },

  count(label = 'default') {
    const name = `${label}`;
    const { counts } = this[kState];
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    this.log(`${name}: ${count}`);
  },

  countReset(label = 'default') {
    const name = `${label}`;
    if (!this[kState].counts.delete(name)) warn(`Count for '${name}' does not exist`);
  },

  group(...data) {
    if (data.length > 0) Reflect.apply(this.log, this, data);
    this[kState].indentation += ' '.repeat(this[kState].groupWidth);
  },

  groupEnd() {
    const state = this[kState];
    state.indentation = state.indentation.slice(0, Math.max(0, state.indentation.length - state.groupWidth));
  },

  table(data, properties) {
    if (properties !== undefined) validateArray(properties, 'properties');
    if (data === null || typeof data !== 'object') {
      this.log(data);
      return;
    }
    const { tableText } = require('internal:console/table');
    this.log(tableText(data, properties, inspectOptionsFor(this, '_stdout')));
  },

  dirxml(...data) {
    this.log(...data);
  },

  groupCollapsed(...data) {
    this.group(...data);
  },
};

function logTime(console, name, method, data) {
  const start = console._times.get(name);
  if (start === undefined) {
    warn(`No such label '${name}' for console.${method}()`);
    return false;
  }
  const { formatTime } = require('internal:console/timing');
  const { now } = require('internal:perf_hooks/clock');
  console.log('%s: %s', name, formatTime(now() - start), ...data);
  return true;
}

function warn(message) {
  process.emitWarning(message);
}

const methodNames = Object.keys(methods);

for (const name of methodNames) Console.prototype[name] = methods[name];
Object.defineProperty(Console.prototype, Symbol.toStringTag, {
  __proto__: null,
  value: 'console', writable: false, enumerable: false, configurable: true,
});

/** The global console is one too, though its constructor never ran. */
Object.defineProperty(Console, Symbol.hasInstance, {
  __proto__: null,
  value(instance) {
    return instance !== null && typeof instance === 'object' && instance[kState] !== undefined;
  },
});

module.exports = { Console, bindMethods, initialize, methodNames };
