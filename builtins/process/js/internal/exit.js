'use strict';

/**
 * The end of the process: `process.exit()`, `process.exitCode` and the events before it.
 */

const hooks = require('internal:async_hooks/hooks');
const process = require('internal:process/object');
const { getOptionValue } = require('internal:process/options');
const { validateInteger } = require('internal:shared/validators');

const state = {
  /** The value given to `process.exitCode`, a number also where it was a string. @type {number | undefined} */
  exitCode: undefined,
  exiting: false,
};

/** Adds `exitCode` and `_exiting`, which check and keep what is assigned. */
function defineExitProperties() {
  Object.defineProperty(process, 'exitCode', {
    __proto__: null,
    get() { return state.exitCode; },
    set(code) {
      state.exitCode = code === null || code === undefined ? undefined : toExitCode(code);
    },
    enumerable: true,
    configurable: false,
  });
  Object.defineProperty(process, '_exiting', {
    __proto__: null,
    get() { return state.exiting; },
    set(value) { state.exiting = !!value; },
    enumerable: true,
    configurable: true,
  });
}

/** An integer, or a string of one. @returns {number} */
function toExitCode(code) {
  if (typeof code === 'string' && code !== '' && Number.isInteger(Number(code))) return Number(code);
  validateInteger(code, 'code');
  return code;
}

/**
 * `process.exit([code])`
 * @param {number | string | null} [code]
 * @returns {never}
 */
function exit(code) {
  if (arguments.length !== 0) process.exitCode = code;
  if (!process._exiting) {
    process._exiting = true;
    process.emit('exit', exitCodeNumber());
  }
  // Through the object: tests and test runners replace it to observe the end.
  process.reallyExit(exitCodeNumber());
  // A replaced reallyExit() may return, and a program that expects to be gone must not go on unnoticed.
}

/** `process.reallyExit(code)`: ends at once, without events. */
function reallyExit(code) {
  if (getOptionValue('--trace-exit')) traceExit(code ?? exitCodeNumber());
  phases.exitAtOnce(runFinalSteps);
  binding.exit((code ?? exitCodeNumber()) | 0);
  // A worker's thread goes on until it notices that it is to end, which it does in loops.
  for (;;);
}

/** Tells who ends the process, for `--trace-exit`. */
function traceExit(code) {
  const trace = {};
  Error.captureStackTrace(trace, reallyExit);
  const { isMainThread, threadId } = require('internal:worker_threads/this_thread');
  const thread = isMainThread ? '' : `, thread:${threadId}`;
  const frames = trace.stack.slice(trace.stack.indexOf('\n') + 1);
  process._rawDebug(`(node:${process.pid}${thread}) WARNING: Exited the environment with code ${code}\n${frames}\n`);
}

function exitCodeNumber() {
  return state.exitCode ?? 0;
}

/** The runtime's callback when the loop has nothing left to do. Listeners may give it new work. */
function emitBeforeExit() {
  hooks.flushDestroyed();
  idleSteps.forEach((step) => step());
  phases.beforeExit(tellBeforeExit);
}

function tellBeforeExit() {
  process.emit('beforeExit', exitCodeNumber());
}

function runFinalSteps() {
  finalSteps.forEach((step) => step());
}

/** How the phases of the end are called, which traces put functions of their own in place of. */
const phases = {
  beforeExit: (phase) => phase(),
  exit: (phase) => phase(),
  exitAtOnce: (phase) => phase(),
};

/** What to do when the loop has nothing left to do, before `beforeExit`; it may give the loop new work. @type {Set<() => void>} */
const idleSteps = new Set();

/** What to do last of all, after `exit` was emitted, however the process ends. @type {Set<() => void>} */
const finalSteps = new Set();

/** What to do when the process ends because nothing is left to do, before `exit` is emitted; it may set the exit code. @type {Set<() => void>} */
const naturalEnd = new Set();

/** The runtime's callback before it ends the process by itself. @returns {number} the exit code */
function emitExit() {
  if (!process._exiting) {
    process._exiting = true;
    naturalEnd.forEach((callback) => callback());
    process.emit('exit', exitCodeNumber());
  }
  phases.exit(runFinalSteps);
  return exitCodeNumber();
}

module.exports = { defineExitProperties, exit, reallyExit, exitCodeNumber, emitBeforeExit, emitExit, finalSteps, idleSteps, naturalEnd, phases };
