'use strict';

/**
 * `setImmediate()`: the queue of the check phase.
 *
 * Immediates set while the queue runs wait for the next turn of the loop, so each turn takes the queue as it stands. The runtime
 * reads `binding.immediateInfo` to know whether there is anything to run; a referenced immediate also keeps poll from waiting.
 */

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

const kRefed = Symbol('refed');
const kFrame = Symbol('kAsyncContextFrame');

/** Indices of `binding.immediateInfo`. */
const kQueued = 0;

const { immediateInfo } = binding;

/** Set since the last turn. @type {Immediate[]} */
let queue = [];
/** Being run, from `position` on; not empty between turns only when a callback threw. @type {(Immediate | undefined)[]} */
let running = [];
let position = 0;
/** Functions of the runtime's own that run first, unseen by async hooks. @type {Function[]} */
const internals = [];
let refCount = 0;
/** Whether the loop has a check phase, which the first reference makes. */
let hasCheckPhase = false;

/** What `setImmediate()` returns. */
class Immediate {
  constructor(callback, args) {
    this._idleNext = null;
    this._idlePrev = null;
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    this[kRefed] = true;
    this[kAsyncId] = newAsyncId();
    this[kTriggerAsyncId] = defaultTriggerAsyncId();
    this[kFrame] = getFrame();
    if (hooks.counts.init !== 0) hooks.emitInit(this[kAsyncId], 'Immediate', this[kTriggerAsyncId], this);
  }

  /** Lets the immediate keep the loop alive. */
  ref() {
    if (this[kRefed] === false) {
      this[kRefed] = true;
      if (!this._destroyed) incrementRefs();
    }
    return this;
  }

  /** Lets the loop end although the immediate is pending. */
  unref() {
    if (this[kRefed] === true) {
      this[kRefed] = false;
      if (!this._destroyed) decrementRefs();
    }
    return this;
  }

  hasRef() {
    return !!this[kRefed];
  }

  [Symbol.dispose]() {
    clear(this);
  }
}

/** @returns {Immediate} */
function start(callback, args) {
  const immediate = new Immediate(callback, args);
  queue.push(immediate);
  immediateInfo[kQueued] = 1;
  incrementRefs();
  return immediate;
}

/** @param {Immediate} immediate one that has not run; it stays in the queue and is passed over */
function clear(immediate) {
  if (immediate._destroyed) return;
  end(immediate);
  immediate._onImmediate = undefined;
  immediate._argv = undefined;
  if (hooks.counts.destroy !== 0) hooks.queueDestroy(immediate[kAsyncId]);
}

/** Queues a call that neither keeps the loop alive nor shows in async hooks. @param {() => void} callback */
function queueInternal(callback) {
  internals.push(callback);
  immediateInfo[kQueued] = 1;
  if (hasCheckPhase) return;
  incrementRefs();
  decrementRefs();
}

/** As {@link queueInternal}, but the loop lives and does not wait until the call. @param {() => void} callback */
function queueInternalNow(callback) {
  incrementRefs();
  queueInternal(() => {
    decrementRefs();
    callback();
  });
}

/**
 * The check phase. Leaves by exception when a callback throws; the runtime reports it and calls again for the rest.
 */
function processImmediate() {
  // What is left after a callback threw comes first.
  if (position === running.length) takeQueue();
  let ranOne = false;
  while (position < running.length) {
    const immediate = running[position];
    // What has run may be collected while the others run.
    running[position++] = undefined;
    if (immediate._destroyed) continue;
    if (ranOne) runNextTicks();
    // What the ticks before it did may have cleared it.
    if (immediate._destroyed) continue;
    ranOne = true;
    runImmediate(immediate);
  }
  running = [];
  position = 0;
  immediateInfo[kQueued] = queue.length + internals.length === 0 ? 0 : 1;
}

function takeQueue() {
  running = queue;
  position = 0;
  queue = [];
  phases.runInternals();
}

/** Part of the check phase that traces put a function of their own around. */
const phases = {
  /** One that throws leaves the rest for the next turn, as it leaves those that it queues. */
  runInternals() {
    for (let left = internals.length; left > 0; left--) internals.shift()();
  },
};

function runImmediate(immediate) {
  const asyncId = immediate[kAsyncId];
  end(immediate);
  setFrame(immediate[kFrame]);
  enter(asyncId, immediate[kTriggerAsyncId], immediate);
  if (hooks.counts.before !== 0) hooks.emitBefore(asyncId);
  try {
    const args = immediate._argv;
    if (args === undefined) immediate._onImmediate();
    else Reflect.apply(immediate._onImmediate, immediate, args);
  } finally {
    immediate._onImmediate = undefined;
    if (hooks.counts.destroy !== 0) hooks.queueDestroy(asyncId);
  }
  if (hooks.counts.after !== 0) hooks.emitAfter(asyncId);
  leave();
  setFrame(undefined);
}

/** It runs or was cleared: nothing waits for it any more. */
function end(immediate) {
  immediate._destroyed = true;
  if (immediate[kRefed]) decrementRefs();
  immediate[kRefed] = null;
}

function incrementRefs() {
  hasCheckPhase = true;
  if (refCount++ === 0) binding.toggleImmediateRef(true);
}

function decrementRefs() {
  if (--refCount === 0) binding.toggleImmediateRef(false);
}

/** Pending referenced immediates, for `process.getActiveResourcesInfo()`. @returns {number} */
function activeImmediates() {
  return refCount;
}

module.exports = { Immediate, start, clear, queueInternal, queueInternalNow, phases, processImmediate, activeImmediates };
