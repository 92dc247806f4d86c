'use strict';

/**
 * Async context: what follows the program from a call to the callbacks it causes.
 *
 * Two things travel. The *frame* holds the values of `AsyncLocalStorage`; V8 keeps the current one in the isolate's
 * continuation-preserved embedder data, so promises and `await` carry it without our help. The *execution ids* are the numbers
 * behind `executionAsyncId()`; they follow queues that we own (ticks, timers, immediates, AsyncResource).
 *
 * Both stay free until used: without a live frame nothing crosses into the binding, and the ids are three stores.
 */

const kAsyncId = Symbol('asyncId');
const kTriggerAsyncId = Symbol('triggerId');

/** The id of the main program; 0 stands for "called by the runtime itself". */
const kRootAsyncId = 1;

/** The resource of the main program and of the event loop itself. */
const rootResource = {};

/** The ids and the resource of one callback. */
class Execution {
  constructor() {
    this.asyncId = 0;
    this.triggerAsyncId = 0;
    this.resource = undefined;
  }
}

const root = new Execution();
root.asyncId = kRootAsyncId;
root.resource = rootResource;

/** What runs, each inside the one before. Records are kept for the next callback as deep: entering is three stores. */
const executions = [root];
/** The index of what runs now: a number, as storing the record itself costs the garbage collector's barrier twice a callback. */
let depth = 0;
/** Set while the constructor of a resource wants its children to name it as their trigger. */
let explicitTriggerAsyncId = -1;

const { apply } = Reflect;
const [readFrame, writeFrame] = binding.frameAccessors();

let lastAsyncId = kRootAsyncId;
let framesInUse = false;

/** @returns {number} a fresh id */
function newAsyncId() {
  return ++lastAsyncId;
}

/** @returns {number} */
function executionAsyncId() {
  return executions[depth].asyncId;
}

/** @returns {number} */
function triggerAsyncId() {
  return executions[depth].triggerAsyncId;
}

/** The trigger of a resource made now. @returns {number} */
function defaultTriggerAsyncId() {
  return explicitTriggerAsyncId < 0 ? executions[depth].asyncId : explicitTriggerAsyncId;
}

/**
 * Runs `fn` with the resources it makes triggered by `asyncId` rather than by what executes now.
 * @template T
 * @param {number} asyncId
 * @param {(...args: any[]) => T} fn
 * @returns {T}
 */
function withDefaultTriggerAsyncId(asyncId, fn, ...args) {
  const saved = explicitTriggerAsyncId;
  explicitTriggerAsyncId = asyncId;
  try {
    return Reflect.apply(fn, undefined, args);
  } finally {
    explicitTriggerAsyncId = saved;
  }
}

/** @returns {object} the resource whose callback runs */
function executionAsyncResource() {
  return executions[depth].resource;
}

/** Makes `resource` the one that executes; `leave()` undoes it. */
function enter(asyncId, triggerId, resource) {
  if (++depth === executions.length) executions[depth] = new Execution();
  const inner = executions[depth];
  inner.asyncId = asyncId;
  inner.triggerAsyncId = triggerId;
  inner.resource = resource;
}

/** Returns to what executed before the matching `enter()`, unless `abandon()` has. */
function leave() {
  if (depth !== 0) executions[depth--].resource = undefined;
}

/** The main program has run: what is called from now on is called by the runtime itself. */
function enterEventLoop() {
  root.asyncId = 0;
}

/** @returns {boolean} whether an `enter()` is open */
function isInside() {
  return depth !== 0;
}

/**
 * Forgets every open `enter()`: a callback threw past them. The ids become those of the event loop itself.
 */
function abandon() {
  depth = 0;
  executions.length = 1;
  root.asyncId = 0;
  explicitTriggerAsyncId = -1;
  setFrame(undefined);
}

/** @returns {unknown[] | undefined} the current frame; opaque to everyone but `AsyncLocalStorage` */
function getFrame() {
  return framesInUse ? readFrame() : undefined;
}

/** @param {unknown[] | undefined} frame a value that `getFrame()` returned, or a new frame */
function setFrame(frame) {
  if (framesInUse) {
    writeFrame(frame);
  } else if (frame !== undefined) {
    framesInUse = true;
    writeFrame(frame);
  }
}

/**
 * Calls `fn` with `frame` as the current frame and restores the one before, also when `fn` throws.
 */
function runInFrame(frame, fn, thisArg, args) {
  const saved = getFrame();
  setFrame(frame);
  try {
    return apply(fn, thisArg, args);
  } finally {
    setFrame(saved);
  }
}

module.exports = {
  kAsyncId,
  kTriggerAsyncId,
  kRootAsyncId,
  newAsyncId,
  executionAsyncId,
  triggerAsyncId,
  defaultTriggerAsyncId,
  withDefaultTriggerAsyncId,
  executionAsyncResource,
  enter,
  leave,
  enterEventLoop,
  isInside,
  abandon,
  getFrame,
  setFrame,
  runInFrame,
};
