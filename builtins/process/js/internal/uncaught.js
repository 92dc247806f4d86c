'use strict';

/**
 * What happens to an exception that nobody caught: `uncaughtExceptionMonitor` sees it, the capture callback or `uncaughtException`
 * may take it, and otherwise the process exits after `exit` was emitted.
 */

const hooks = require('internal:async_hooks/hooks');
const { codes } = require('internal:shared/errors');
const { exitCodeNumber } = require('internal:process/exit');
const process = require('internal:process/object');
const { getOptionValue } = require('internal:process/options');
const { validateFunction } = require('internal:shared/validators');

const kGenericError = 1;

const state = {
  /** @type {((error: unknown) => void) | null} */
  capture: null,
  /** Of `addUncaughtExceptionCaptureCallback()`; the last one is asked first. @type {((error: unknown) => boolean)[]} */
  captureCandidates: [],
  /** Functions that may take the exception first (domains). @type {((error: unknown) => boolean)[]} */
  interceptors: [],
  /** Makes the error of `setUncaughtExceptionCaptureCallback()` when domains rule it out. @type {(() => Error) | undefined} */
  captureRefusal: undefined,
  /** What `v8.setFlagsFromString()` says of aborting; undefined for what the command line says. @type {boolean | undefined} */
  aborts: undefined,
  /** Writes a diagnostic report of an error that nobody takes. @type {((error: unknown) => void) | undefined} */
  writeReport: undefined,
  /** Takes the error that ends a worker. @type {((error: unknown, place: string) => void) | undefined} */
  reportFatal: undefined,
};

/**
 * The runtime's callback.
 * @param {unknown} error
 * @param {boolean} fromPromise
 * @param {string} [place] in a worker: the place of the throw, as it stands before a stack
 * @returns {true | number} true when the program goes on; otherwise the runtime prints the error and exits with this code.
 *   When a listener throws, the runtime prints what it threw and exits with code 7, without `exit`.
 */
function onUncaughtException(error, fromPromise, place) {
  if (state.reportFatal !== undefined) return onUncaughtInWorker(error, fromPromise, place);
  const origin = originOf(fromPromise);
  process.emit('uncaughtExceptionMonitor', error, origin);
  if (isHandled(error, origin)) {
    hooks.abandonExecution();
    return true;
  }
  emitExitAfterFailure();
  return exitCodeNumber();
}

/** The error that ends a worker, perhaps one that a listener threw, is told to the parent after `exit` was emitted. */
function onUncaughtInWorker(error, fromPromise, place) {
  const origin = originOf(fromPromise);
  try {
    process.emit('uncaughtExceptionMonitor', error, origin);
    if (isHandled(error, origin)) {
      hooks.abandonExecution();
      return true;
    }
  } catch (second) {
    error = second;
    place = '';
  }
  emitExitAfterFailure();
  state.reportFatal(error, place);
  return exitCodeNumber();
}

function originOf(fromPromise) {
  return fromPromise ? 'unhandledRejection' : 'uncaughtException';
}

/** Makes this thread a worker in what becomes of its errors. @param {(error: unknown, place: string) => void} report */
function reportFatal(report) {
  state.reportFatal = report;
}

function isHandled(error, origin) {
  if (state.capture !== null) {
    state.capture(error);
    return true;
  }
  if (state.captureCandidates.some((capture) => capture(error))) return true;
  // By index: the program may have taken the iterators of arrays away, and this is how it would learn of that.
  const { interceptors } = state;
  for (let i = 0; i < interceptors.length; i++) {
    if (isTaken(interceptors[i], error)) return true;
  }
  if (aborts()) abortWith(error);
  if (process.emit('uncaughtException', error, origin)) return true;
  state.writeReport?.(error);
  return false;
}

function isTaken(intercept, error) {
  try {
    return intercept(error);
  } catch (second) {
    if (aborts()) abortWith(second);
    throw second;
  }
}

/** @param {((error: unknown) => void) | undefined} write */
function setReporter(write) {
  state.writeReport = write;
}

/** V8's flag of that name, which V8 itself would follow before anybody could take the error. @param {boolean} aborts */
function setAbortsOnUncaught(aborts) {
  state.aborts = aborts;
}

/** With `--abort-on-uncaught-exception` no listener is asked: the core file is to show the state at the throw. */
function aborts() {
  return state.aborts ?? getOptionValue('--abort-on-uncaught-exception') === true;
}

function abortWith(error) {
  process._rawDebug(`Uncaught:\n${require('node:util').inspect(error)}`);
  binding.abort();
}

/** `exit` is emitted although the program failed, and what it throws cannot change anything any more. */
function emitExitAfterFailure() {
  if (process._exiting) {
    // An `exit` listener threw; the code it had set stands.
    process.exitCode ||= kGenericError;
    return;
  }
  process.exitCode = kGenericError;
  process._exiting = true;
  try {
    process.emit('exit', kGenericError);
  } catch {
    // The first error is the one to report.
  }
}

/** `process.setUncaughtExceptionCaptureCallback(fn)` @param {((error: unknown) => void) | null} fn */
function setUncaughtExceptionCaptureCallback(fn) {
  if (state.captureRefusal !== undefined) throw state.captureRefusal();
  if (fn === null) {
    state.capture = null;
    return;
  }
  if (typeof fn !== 'function') throw new codes.ERR_INVALID_ARG_TYPE('fn', ['function', 'null'], fn);
  if (state.capture !== null) throw new codes.ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET();
  state.capture = fn;
}

/**
 * `process.addUncaughtExceptionCaptureCallback(fn)`: unlike the one callback above, of these there may be many.
 * @param {(error: unknown) => boolean} fn tells whether it took the exception
 */
function addUncaughtExceptionCaptureCallback(fn) {
  validateFunction(fn, 'fn');
  state.captureCandidates.unshift(fn);
}

/** `process.hasUncaughtExceptionCaptureCallback()` @returns {boolean} */
function hasUncaughtExceptionCaptureCallback() {
  return state.capture !== null;
}

/** Lets `intercept` take exceptions before `uncaughtException` listeners do. @param {(error: unknown) => boolean} intercept */
function addInterceptor(intercept) {
  state.interceptors.push(intercept);
}

/** Forbids capture callbacks from now on. @param {() => Error} makeError */
function refuseCapture(makeError) {
  state.captureRefusal = makeError;
}

/** Treats `error` as thrown by a callback that the event loop called. @param {unknown} error */
function reportUncaught(error) {
  binding.triggerUncaughtException(error, false);
}

module.exports = {
  onUncaughtException,
  setUncaughtExceptionCaptureCallback,
  addUncaughtExceptionCaptureCallback,
  hasUncaughtExceptionCaptureCallback,
  addInterceptor,
  refuseCapture,
  setAbortsOnUncaught,
  setReporter,
  reportFatal,
  reportUncaught,
};
