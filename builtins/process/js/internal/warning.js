'use strict';

/**
 * Warnings: `process.emitWarning()` makes and emits them, `onWarning` prints those that no option silences.
 */

const { getOptionValue } = require('internal:process/options');
const { codes } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');
const process = require('internal:process/object');

/** `--disable-warning` values; read on the first warning. @type {Set<string> | undefined} */
let disabled;
/** Whether the hint on `--trace-warnings` has been printed; it is printed once. */
let hinted = false;

/**
 * `process.emitWarning(warning[, type[, code]][, ctor])` and `process.emitWarning(warning[, options])`.
 * @param {string | Error} warning
 * @param {string | Function | { type?: string, code?: string, detail?: string, ctor?: Function }} [type]
 * @param {string | Function} [code]
 * @param {Function} [ctor]
 */
function emitWarning(warning, type, code, ctor) {
  let detail;
  if (type !== null && typeof type === 'object' && !Array.isArray(type)) {
    ctor = type.ctor;
    code = type.code;
    if (typeof type.detail === 'string') detail = type.detail;
    type = type.type || 'Warning';
  } else if (typeof type === 'function') {
    ctor = type;
    code = '';
    type = 'Warning';
  }
  if (type !== undefined) validateString(type, 'type');
  if (typeof code === 'function') {
    ctor = code;
    code = '';
  } else if (code !== undefined) {
    validateString(code, 'code');
  }
  if (typeof warning === 'string') {
    warning = createWarning(warning, type, code, ctor ?? emitWarning, detail);
  } else if (!(warning instanceof Error)) {
    throw new codes.ERR_INVALID_ARG_TYPE('warning', ['Error', 'string'], warning);
  }
  publish(warning);
}

/** Emits in a tick of its own, so that the caller goes on first; a thrown deprecation is uncaught. */
function publish(warning) {
  if (warning.name === 'DeprecationWarning') {
    if (process.noDeprecation) return;
    if (process.throwDeprecation) {
      process.nextTick(throwWarning, warning);
      return;
    }
  }
  process.nextTick(emit, warning);
}

/** Emits before the call returns, for a warning about what ends the process. @param {string} message */
function emitWarningNow(message) {
  emit(createWarning(message, 'Warning', undefined, emitWarningNow, undefined));
}

function emit(warning) {
  process.emit('warning', warning);
}

function throwWarning(warning) {
  throw warning;
}

/**
 * Makes a warning. Without a hint to what the caller was, its stack starts at the caller of `ctor`.
 * @returns {Error}
 */
function createWarning(message, type, code, ctor, detail) {
  const { stackTraceLimit } = Error;
  const captures = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')?.writable === true;
  if (captures) Error.stackTraceLimit = 0;
  const warning = new Error(message);
  if (captures) Error.stackTraceLimit = stackTraceLimit;
  warning.name = String(type || 'Warning');
  if (code !== undefined) warning.code = code;
  if (detail !== undefined) warning.detail = detail;
  Error.captureStackTrace(warning, ctor);
  return warning;
}

/** The listener that prints; the bootstrap adds it to `process` unless warnings are off. */
function onWarning(warning) {
  if (!(warning instanceof Error)) return;
  if (isDisabled(warning)) return;
  const isDeprecation = warning.name === 'DeprecationWarning';
  if (isDeprecation && process.noDeprecation) return;
  const trace = process.traceProcessWarnings || (isDeprecation && process.traceDeprecation);
  let text = describe(warning, trace);
  if (!trace && !hinted) {
    hinted = true;
    text += hint(isDeprecation ? '--trace-deprecation' : '--trace-warnings');
  }
  write(text);
}

function describe(warning, trace) {
  let text = `(${process.release.name}:${process.pid}) `;
  if (warning.code) text += `[${warning.code}] `;
  if (trace && warning.stack) text += warning.stack;
  else text += typeof warning.toString === 'function' ? `${warning.toString()}` : Error.prototype.toString.call(warning);
  if (typeof warning.detail === 'string') text += `\n${warning.detail}`;
  return text;
}

function hint(flag) {
  const argv0 = require('node:path').basename(process.argv0 || 'node', '.exe');
  return `\n(Use \`${argv0} ${flag} ...\` to show where the warning was created)`;
}

/** Before the heap becomes a snapshot. */
function forgetWarnings() {
  disabled = undefined;
  hinted = false;
}

function isDisabled(warning) {
  disabled ??= new Set(getOptionValue('--disable-warning') ?? []);
  return disabled.has(warning.name) || (warning.code !== undefined && disabled.has(warning.code));
}

/** To standard error, or appended to the file of `--redirect-warnings` / `NODE_REDIRECT_WARNINGS`. */
function write(text) {
  const file = getOptionValue('--redirect-warnings') || require('internal:process/env').trustedVariable('NODE_REDIRECT_WARNINGS');
  if (file) {
    try {
      require('node:fs').appendFileSync(file, `${text}\n`);
      return;
    } catch {
      // A file that cannot be written must not hide the warning.
    }
  }
  // As the program may have replaced `write` to collect what is said, the stream is asked for even where none is open yet.
  require('node:console').error(text);
}

/** Emits a deprecation once. @returns {() => void} */
function deprecateOnce(message, code) {
  let emitted = false;
  return () => {
    if (emitted) return;
    emitted = true;
    emitWarning(message, 'DeprecationWarning', code);
  };
}

module.exports = { createWarning, deprecateOnce, emitWarning, emitWarningNow, forgetWarnings, onWarning };
