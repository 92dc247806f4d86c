'use strict';

/**
 * The timers of `setTimeout()` and `setInterval()`, and the callback of the one native timer behind all of them.
 *
 * All times are milliseconds of the loop's clock. The native timer is armed for the queue's first expiry; while a timer that is
 * referenced exists, it keeps the loop alive.
 */

const process = require('internal:process/object');
const {
  kAsyncId,
  kTriggerAsyncId,
  newAsyncId,
  defaultTriggerAsyncId,
  enter,
  leave,
  getFrame,
  setFrame,
} = require('internal:async_hooks/context');
const hooks = require('internal:async_hooks/hooks');
const { runNextTicks } = require('internal:process/task_queues');
const { QueueEntry, TimerQueue } = require('internal:timers/timer_queue');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kMaxDelay = 2 ** 31 - 1;

const kRefed = Symbol('refed');
const kHasPrimitive = Symbol('kHasPrimitive');
const kFrame = Symbol('kAsyncContextFrame');

const queue = new TimerQueue();
/** Timers that were converted to a number or string, so that `clearTimeout(id)` finds them. @type {Map<number, Timeout>} */
const byId = new Map();

/** Referenced timers in the queue. */
let refCount = 0;
/** When the native timer fires; `Infinity` while it is not armed. */
let armedFor = Infinity;
/** The timer whose callback runs. @type {Timeout | undefined} */
let running;
/** While timers run, the native timer is armed once at the end. */
let processing = false;
let warnedNegative = false;
let warnedNotNumber = false;

/** Reads a timer's entry in the queue; assigned where the private field is in scope. @type {(timer: Timeout) => QueueEntry} */
let entryOf;

/** What `setTimeout()` and `setInterval()` return. */
class Timeout {
  #entry = new QueueEntry(this);

  static {
    entryOf = (timer) => timer.#entry;
  }

  /**
   * @param {Function} callback
   * @param {number} after milliseconds
   * @param {unknown[] | undefined} args
   * @param {boolean} isRepeat
   * @param {boolean} isRefed
   */
  constructor(callback, after, args, isRepeat, isRefed) {
    const delay = after === undefined ? 1 : normaliseDelay(after);
    this._idleTimeout = delay;
    this._idlePrev = null;
    this._idleNext = null;
    this._idleStart = null;
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = isRepeat ? delay : null;
    this._destroyed = false;
    this[kRefed] = isRefed;
    this[kHasPrimitive] = false;
    this[kAsyncId] = newAsyncId();
    this[kTriggerAsyncId] = defaultTriggerAsyncId();
    this[kFrame] = getFrame();
    if (hooks.counts.init !== 0) hooks.emitInit(this[kAsyncId], 'Timeout', this[kTriggerAsyncId], this);
  }

  /** Lets the timer keep the loop alive. */
  ref() {
    if (!this[kRefed]) {
      this[kRefed] = true;
      if (isArmed(this)) incrementRefs();
    }
    return this;
  }

  /** Lets the loop end although the timer is pending. */
  unref() {
    if (this[kRefed]) {
      this[kRefed] = false;
      if (isArmed(this)) decrementRefs();
    }
    return this;
  }

  hasRef() {
    return this[kRefed];
  }

  /** Starts the delay anew. */
  refresh() {
    if (this._destroyed && this._idleTimeout < 0) return this;
    arm(this, binding.getLoopNow());
    return this;
  }

  close() {
    destroy(this);
    return this;
  }

  [Symbol.dispose]() {
    destroy(this);
  }

  [Symbol.toPrimitive]() {
    const id = this[kAsyncId];
    if (!this[kHasPrimitive]) {
      this[kHasPrimitive] = true;
      byId.set(id, this);
    }
    return id;
  }

  [kInspect](depth, options, inspect) {
    return inspect(this, { ...options, depth: 0, customInspect: false });
  }
}

/**
 * Makes a timer and arms it.
 * @returns {Timeout}
 */
function start(callback, after, args, isRepeat, isRefed) {
  const timer = new Timeout(callback, after, args, isRepeat, isRefed);
  arm(timer, binding.getLoopNow());
  return timer;
}

/** Takes the timer out for good. @param {Timeout} timer */
function destroy(timer) {
  disarm(timer);
  timer._idleTimeout = -1;
  timer._onTimeout = undefined;
  timer._timerArgs = undefined;
  markDestroyed(timer);
}

/** Destroys the timer that was converted to this primitive, if there is one. @param {number | string} id */
function destroyById(id) {
  const timer = byId.get(Number(id));
  if (timer !== undefined) destroy(timer);
}

/**
 * The native timer's callback: runs all that is due at `now`. Leaves by exception when a callback throws; the runtime reports it
 * and calls again.
 * @param {number} now
 * @returns {number} the next expiry; negative when only unreferenced timers wait; 0 when none does
 */
function processTimers(now) {
  processing = true;
  armedFor = Infinity;
  try {
    let entry;
    let ranOne = false;
    while ((entry = queue.peek()) !== undefined && entry.expiry <= now) {
      if (ranOne) {
        runNextTicks();
        entry = queue.peek();
        if (entry === undefined || entry.expiry > now) continue;
      }
      ranOne = true;
      runTimer(entry.timer);
    }
  } finally {
    processing = false;
  }
  return nextExpiry();
}

function nextExpiry() {
  const next = queue.peek();
  if (next === undefined) return 0;
  armedFor = next.expiry;
  return refCount > 0 ? next.expiry : -next.expiry;
}

function runTimer(timer) {
  disarm(timer);
  const asyncId = timer[kAsyncId];
  if (timer._onTimeout === null || timer._onTimeout === undefined) {
    markDestroyed(timer);
    return;
  }
  setFrame(timer[kFrame]);
  enter(asyncId, timer[kTriggerAsyncId], timer);
  if (hooks.counts.before !== 0) hooks.emitBefore(asyncId);
  running = timer;
  try {
    callTimer(timer);
  } finally {
    running = undefined;
    rearmOrEnd(timer);
  }
  if (hooks.counts.after !== 0) hooks.emitAfter(asyncId);
  leave();
  setFrame(undefined);
}

function callTimer(timer) {
  const args = timer._timerArgs;
  if (args === undefined) timer._onTimeout();
  else Reflect.apply(timer._onTimeout, timer, args);
}

/** After the callback: an interval starts again, a timer that its callback refreshed stays, any other has ended. */
function rearmOrEnd(timer) {
  if (timer._repeat !== null && timer._repeat !== undefined && timer._idleTimeout !== -1) {
    timer._idleTimeout = timer._repeat;
    arm(timer, binding.getLoopNow());
  } else if (!isArmed(timer)) {
    markDestroyed(timer);
  }
}

/** Before the heap becomes a snapshot: what waits does so by the clock of a process that is about to end. */
function forgetTimers() {
  let entry;
  while ((entry = queue.peek()) !== undefined) destroy(entry.timer);
  armedFor = Infinity;
}

/** Puts the timer into the queue, or moves it there, to expire `_idleTimeout` after `now`. */
function arm(timer, now) {
  const entry = entryOf(timer);
  timer._idleStart = now;
  // Programs write to `_idleTimeout` too; what is no number must not get into the queue, which would look for its turn for ever.
  entry.expiry = now + (Math.trunc(timer._idleTimeout) || 0);
  if (entry.bucket !== undefined) {
    queue.update(entry);
  } else {
    revive(timer);
    queue.insert(entry);
    timer._idlePrev = timer;
    timer._idleNext = timer;
    if (timer[kRefed]) incrementRefs();
  }
  if (!processing && entry.expiry < armedFor) schedule(entry.expiry, now);
}

/** A timer that fired and is refreshed lives again, as a new async resource. */
function revive(timer) {
  if (!timer._destroyed) return;
  timer._destroyed = false;
  timer[kAsyncId] = newAsyncId();
  timer[kTriggerAsyncId] = defaultTriggerAsyncId();
  if (hooks.counts.init !== 0) hooks.emitInit(timer[kAsyncId], 'Timeout', timer[kTriggerAsyncId], timer);
}

function disarm(timer) {
  const entry = entryOf(timer);
  if (entry.bucket === undefined) return;
  queue.remove(entry);
  timer._idlePrev = null;
  timer._idleNext = null;
  if (timer[kRefed]) decrementRefs();
}

function isArmed(timer) {
  return entryOf(timer).bucket !== undefined;
}

function markDestroyed(timer) {
  if (timer._destroyed) return;
  timer._destroyed = true;
  if (timer[kHasPrimitive]) byId.delete(timer[kAsyncId]);
  if (hooks.counts.destroy !== 0) hooks.queueDestroy(timer[kAsyncId]);
}

function incrementRefs() {
  if (refCount++ === 0) binding.toggleTimerRef(true);
}

function decrementRefs() {
  if (--refCount === 0) binding.toggleTimerRef(false);
}

function schedule(expiry, now) {
  armedFor = expiry;
  binding.scheduleTimer(Math.max(1, expiry - now));
}

/** A delay that no timer can have becomes one millisecond, with a warning where Node has one. */
function normaliseDelay(after) {
  const delay = after * 1;
  if (delay >= 1 && delay <= kMaxDelay) return delay;
  if (delay > kMaxDelay) warnDelay('TimeoutOverflowWarning', `${after} does not fit into a 32-bit signed integer.`);
  else if (delay < 0 && !warnedNegative) {
    warnedNegative = true;
    warnDelay('TimeoutNegativeWarning', `${after} is a negative number.`);
  } else if (Number.isNaN(delay) && !warnedNotNumber) {
    warnedNotNumber = true;
    warnDelay('TimeoutNaNWarning', `${after} is not a number.`);
  }
  return 1;
}

function warnDelay(type, text) {
  process.emitWarning(`${text}\nTimeout duration was set to 1.`, type);
}

/** Referenced timers that are pending or run, for `process.getActiveResourcesInfo()`. @returns {number} */
function activeTimeouts() {
  return refCount + (running !== undefined && running[kRefed] && !running._destroyed && !isArmed(running) ? 1 : 0);
}

module.exports = {
  Timeout, start, destroy, destroyById, processTimers, activeTimeouts, forgetTimers, kMaxDelay, loopNow: () => binding.getLoopNow(),
};
