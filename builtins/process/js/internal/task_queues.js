'use strict';

/**
 * `process.nextTick()`, `queueMicrotask()` and the one place that drains both.
 *
 * The runtime calls `processTicksAndRejections` when the outermost entry into JavaScript returns and `tickInfo` says that there
 * is something to do. A tick that throws leaves through here: the runtime reports it as uncaught and, if a handler took it, calls
 * again, so the queue must be consistent at every call into user code.
 */

const {
  defaultTriggerAsyncId,
  newAsyncId,
  enter,
  leave,
  getFrame,
  setFrame,
} = require('internal:async_hooks/context');
const hooks = require('internal:async_hooks/hooks');
const { RingQueue } = require('internal:process/ring_queue');
const { kHasRejectionToWarn, kHasTickScheduled, kTracksRequests } = require('internal:process/tick_info');
const { processPromiseRejections } = require('internal:process/promises');
const { validateFunction } = require('internal:shared/validators');
const process = require('internal:process/object');

const { tickInfo } = binding;
/** Whether the runtime knows what makes a request an async resource. */
let tracksRequests = false;
const queue = new RingQueue();
/** What the microtasks of `queueMicrotask()` call, oldest first: one function for all instead of a closure for each. */
const microtasks = new RingQueue();

/** One scheduled call; also the resource that async hooks see. */
class TickObject {
  constructor(callback, args, frame, asyncId, triggerAsyncId) {
    this.callback = callback;
    this.args = args;
    this.frame = frame;
    this.asyncId = asyncId;
    this.triggerAsyncId = triggerAsyncId;
  }
}

/**
 * `process.nextTick(callback, ...args)`.
 * @param {Function} callback
 */
function nextTick(callback) {
  validateFunction(callback, 'callback');
  if (process._exiting) return;
  let args;
  if (arguments.length > 1) {
    args = new Array(arguments.length - 1);
    for (let i = 1; i < arguments.length; i++) args[i - 1] = arguments[i];
  }
  schedule(callback, args);
}

/** Appends a call to the queue. @param {Function} callback @param {unknown[] | undefined} args */
function schedule(callback, args) {
  const asyncId = newAsyncId();
  const triggerAsyncId = defaultTriggerAsyncId();
  const tick = new TickObject(callback, args, getFrame(), asyncId, triggerAsyncId);
  if (hooks.counts.init !== 0) hooks.emitInit(asyncId, 'TickObject', triggerAsyncId, tick);
  queue.push(tick);
  tickInfo[kHasTickScheduled] = 1;
}

/** Runs ticks, then microtasks, then reports rejections, until none of them is left. */
function processTicksAndRejections() {
  do {
    let tick;
    while ((tick = queue.shift()) !== undefined) runTick(tick);
    setFrame(undefined);
    binding.runMicrotasks();
  } while (!queue.isEmpty() || processPromiseRejections());
  tickInfo[kHasTickScheduled] = 0;
  tickInfo[kHasRejectionToWarn] = 0;
}

/** The drain between two callbacks of one native entry (timers, immediates). */
function runNextTicks() {
  if (tickInfo[kHasTickScheduled] === 0 && tickInfo[kHasRejectionToWarn] === 0) binding.runMicrotasks();
  if (tickInfo[kHasTickScheduled] !== 0 || tickInfo[kHasRejectionToWarn] !== 0) processTicksAndRejections();
}

function runTick(tick) {
  const { callback, args, asyncId } = tick;
  setFrame(tick.frame);
  enter(asyncId, tick.triggerAsyncId, tick);
  if (hooks.counts.before !== 0) hooks.emitBefore(asyncId);
  try {
    call(callback, args);
  } finally {
    if (hooks.counts.destroy !== 0) hooks.queueDestroy(asyncId);
  }
  if (hooks.counts.after !== 0) hooks.emitAfter(asyncId);
  leave();
}

function call(callback, args) {
  if (args === undefined) {
    callback();
    return;
  }
  switch (args.length) {
    case 1: callback(args[0]); break;
    case 2: callback(args[0], args[1]); break;
    case 3: callback(args[0], args[1], args[2]); break;
    default: Reflect.apply(callback, undefined, args);
  }
}

/**
 * The global `queueMicrotask()`.
 * @param {Function} callback
 */
function queueMicrotask(callback) {
  validateFunction(callback, 'callback');
  if (hooks.counts.init !== 0) return queueTrackedMicrotask(callback);
  microtasks.push(callback);
  binding.enqueueMicrotask(runNextMicrotask);
}

function queueTrackedMicrotask(callback) {
  const { AsyncResource } = require('node:async_hooks');
  const resource = new AsyncResource('Microtask', { requireManualDestroy: true });
  binding.enqueueMicrotask(() => {
    resource.runInAsyncScope(runMicrotask, undefined, callback);
    resource.emitDestroy();
  });
}

/** Makes the runtime announce native requests to async hooks. @param {boolean} on */
function trackRequests(on) {
  if (on && !tracksRequests) {
    tracksRequests = true;
    binding.setRequestTracker(require('internal:async_hooks/requests').trackRequest);
  }
  tickInfo[kTracksRequests] = on ? 1 : 0;
}

/** A microtask of the runtime's own, unseen by async hooks. @param {() => void} callback */
function enqueueUntracked(callback) {
  binding.enqueueMicrotask(callback);
}

function runNextMicrotask() {
  runMicrotask(microtasks.shift());
}

/** A microtask has no caller that could take what it throws, so it reports by itself. */
function runMicrotask(callback) {
  try {
    callback();
  } catch (error) {
    binding.triggerUncaughtException(error, false);
  }
}

module.exports = {
  nextTick,
  schedule,
  queueMicrotask,
  enqueueUntracked,
  trackRequests,
  processTicksAndRejections,
  runNextTicks,
};
