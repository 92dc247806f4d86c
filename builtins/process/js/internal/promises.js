'use strict';

/**
 * Rejected promises that nobody handled.
 *
 * V8 tells of a rejection the moment it happens, when a handler may still come. So a rejection waits in `pending` until the ticks
 * and microtasks around it are done, and only what is still unhandled then is reported, in the way `--unhandled-rejections` asks.
 * A handler that comes after the report is announced with `rejectionHandled`.
 */

const {
  kAsyncId,
  kTriggerAsyncId,
  enter,
  executionAsyncId,
  getFrame,
  leave,
  setFrame,
} = require('internal:async_hooks/context');
const { UnhandledPromiseRejection } = require('internal:process/unhandled_rejection_error');
const { getOptionValue } = require('internal:process/options');
const { kHasLostEvents, kHasRejectionToWarn } = require('internal:process/tick_info');
const { emitWarning } = require('internal:process/warning');
const process = require('internal:process/object');

/** Values of V8's PromiseRejectEvent. */
const kRejectWithNoHandler = 0;
const kHandlerAddedAfterReject = 1;

const kNote =
  'Unhandled promise rejection. This error originated either by throwing inside of an async function without a catch block, ' +
  'or by rejecting a promise which was not handled with .catch(). To terminate the node process on unhandled promise ' +
  'rejection, use the CLI flag `--unhandled-rejections=strict` (see ' +
  'https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode).';

/** How each mode reports one rejection; false when it wants the process to see the error as uncaught. */
const modes = {
  'throw': reportOrThrow,
  'strict': throwThenReport,
  'warn': reportAndWarn,
  'none': reportOnly,
  'warn-with-error-code': reportOrWarnWithCode,
};

const { tickInfo } = binding;

/** A rejection on its way to be reported. */
class Rejection {
  constructor(promise, reason, id, domain) {
    this.promise = promise;
    this.reason = reason;
    this.id = id;
    this.domain = domain;
    this.frame = getFrame();
  }
}

/** Waiting for the current ticks to end. @type {Map<Promise<unknown>, Rejection>} */
let pending = new Map();
/** Reported, in case a handler comes later. @type {WeakMap<Promise<unknown>, Rejection>} */
const reported = new WeakMap();
/** Reported, then handled. @type {Rejection[]} */
let handled = [];
let lastId = 0;
let report;

/** Told of every event, while somebody traces them. @type {((kind: 'unhandled' | 'handledAfter') => void) | undefined} */
let follower;

/** @param {(kind: 'unhandled' | 'handledAfter') => void} tell @returns {() => void} ends that */
function followRejections(tell) {
  follower = tell;
  return () => { follower = undefined; };
}

/** The runtime's callback for V8's promise events. */
function promiseRejectHandler(event, promise, reason) {
  if (event === kRejectWithNoHandler) {
    follower?.('unhandled');
    pending.set(promise, new Rejection(promise, reason, ++lastId, process.domain));
    tickInfo[kHasRejectionToWarn] = 1;
  } else if (event === kHandlerAddedAfterReject) {
    follower?.('handledAfter');
    handlerAdded(promise);
  }
}

function handlerAdded(promise) {
  if (pending.delete(promise)) return;
  const rejection = reported.get(promise);
  if (rejection === undefined) return;
  reported.delete(promise);
  handled.push(rejection);
  tickInfo[kHasRejectionToWarn] = 1;
}

/**
 * Reports what is still unhandled.
 * @returns {boolean} whether user code ran, so that the queues may hold work again
 */
function processPromiseRejections() {
  if (tickInfo[kHasLostEvents] !== 0) hearLostEvents();
  tickInfo[kHasRejectionToWarn] = 0;
  const announced = announceHandled();
  const rejections = pending;
  if (rejections.size === 0) return announced;
  pending = new Map();
  report ??= modes[getOptionValue('--unhandled-rejections') || 'throw'];
  for (const rejection of rejections.values()) reportOne(rejection);
  return true;
}

function hearLostEvents() {
  tickInfo[kHasLostEvents] = 0;
  binding.takeLostPromiseEvents().forEach(([event, promise, reason]) => promiseRejectHandler(event, promise, reason));
}

/** @returns {boolean} whether there was anything to announce */
function announceHandled() {
  if (handled.length === 0) return false;
  while (handled.length > 0) {
    const { promise, id } = handled.shift();
    if (process.emit('rejectionHandled', promise)) continue;
    const warning = new Error(`Promise rejection was handled asynchronously (rejection id: ${id})`);
    warning.name = 'PromiseRejectionHandledWarning';
    warning.id = id;
    emitWarning(warning);
  }
  return true;
}

function reportOne(rejection) {
  const { promise, frame } = rejection;
  reported.set(promise, rejection);
  const saved = getFrame();
  setFrame(frame);
  // Only a promise that hooks have seen has an id.
  const asyncId = promise[kAsyncId];
  if (asyncId !== undefined) enter(asyncId, promise[kTriggerAsyncId], promise);
  try {
    report(rejection);
  } catch (error) {
    binding.triggerUncaughtException(error, false);
  } finally {
    if (asyncId !== undefined && executionAsyncId() === asyncId) leave();
    setFrame(saved);
  }
}

// ---- the modes ----

function reportOrThrow(rejection) {
  if (emitUnhandled(rejection)) return;
  binding.triggerUncaughtException(uncaughtReason(rejection.reason), true);
}

function throwThenReport(rejection) {
  binding.triggerUncaughtException(uncaughtReason(rejection.reason), true);
  if (!emitUnhandled(rejection)) warn(rejection);
}

function reportAndWarn(rejection) {
  emitUnhandled(rejection);
  warn(rejection);
}

function reportOnly(rejection) {
  emitUnhandled(rejection);
}

function reportOrWarnWithCode(rejection) {
  if (emitUnhandled(rejection)) return;
  warn(rejection);
  process.exitCode = 1;
}

function emitUnhandled({ promise, reason, domain }) {
  if (domain && typeof domain.emit === 'function') return domain.emit('error', reason);
  return process.emit('unhandledRejection', reason, promise);
}

function warn({ reason, id }) {
  const note = new Error(`${kNote} (rejection id: ${id})`);
  note.name = 'UnhandledPromiseRejectionWarning';
  try {
    if (isErrorLike(reason)) {
      note.stack = reason.stack;
      emitWarning(reason.stack, 'UnhandledPromiseRejectionWarning');
    } else {
      emitWarning(binding.toDetailString(reason), 'UnhandledPromiseRejectionWarning');
    }
  } catch {
    // The stack is a getter that throws, or no string: the note alone has to do.
  }
  emitWarning(note);
}

function uncaughtReason(reason) {
  return isErrorLike(reason) ? reason : new UnhandledPromiseRejection(binding.toDetailString(reason));
}

function isErrorLike(reason) {
  return typeof reason === 'object' && reason !== null && Object.hasOwn(reason, 'stack');
}

module.exports = { followRejections, promiseRejectHandler, processPromiseRejections };
