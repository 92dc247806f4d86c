'use strict';

/**
 * The registry behind `async_hooks.createHook()` and the functions that emit its events.
 *
 * A queue that makes or runs a resource asks one counter before it emits (`counts.init !== 0`), so hooks nobody enabled cost a
 * load and a compare. V8's promise hooks are installed while a hook that wants promises is enabled and removed afterwards.
 */

const process = require('internal:process/object');
const {
  kAsyncId,
  kTriggerAsyncId,
  newAsyncId,
  defaultTriggerAsyncId,
  executionAsyncId,
  enter,
  leave,
  isInside,
  abandon,
} = require('internal:async_hooks/context');

const kEvents = ['init', 'before', 'after', 'destroy', 'promiseResolve'];

/** How many enabled hooks listen to each event, and how many are enabled at all. */
const counts = { init: 0, before: 0, after: 0, destroy: 0, promiseResolve: 0, hooks: 0 };

/** The enabled hooks; replaced, never changed. */
let active = [];
/** How many emissions are on the stack. */
let emitting = 0;
/** What `active` becomes when the outermost emission ends: hooks that hooks enable or disable count from then on. */
let next;
let promiseHooksInstalled = false;
/**
 * Plain callbacks for promises, of `v8.promiseHooks`.
 * @type {{ init?: Function, before?: Function, after?: Function, settled?: Function }[]}
 */
let promiseListeners = [];

/** Ids whose `destroy` is emitted from the check phase. */
let destroyed = [];
/** With this many, a microtask emits them. */
const kManyDestroyed = 16384;

/** @param {object} hook an object with the callbacks of `kEvents` */
function enable(hook) {
  const list = next ?? active;
  if (list.includes(hook)) return;
  replaceActive(list.concat(hook));
  count(hook, 1);
  updatePromiseHooks();
  require('internal:process/task_queues').trackRequests(true);
}

/** @param {object} hook */
function disable(hook) {
  const list = next ?? active;
  if (!list.includes(hook)) return;
  replaceActive(list.filter((other) => other !== hook));
  count(hook, -1);
  updatePromiseHooks();
  require('internal:process/task_queues').trackRequests((next ?? active).length > 0);
}

function replaceActive(list) {
  if (emitting > 0) next = list;
  else active = list;
}

function endEmission() {
  if (--emitting > 0 || next === undefined) return;
  active = next;
  next = undefined;
}

/** @param {number} asyncId @param {string} type @param {number} triggerAsyncId @param {object} resource */
function emitInit(asyncId, type, triggerAsyncId, resource) {
  emitting++;
  const hooks = active;
  for (let i = 0; i < hooks.length; i++) {
    const hook = hooks[i];
    if (hook.init === undefined) continue;
    if (type === 'PROMISE' && !hook.tracksPromises) continue;
    try {
      hook.init(asyncId, type, triggerAsyncId, resource);
    } catch (error) {
      reportFatal(error);
    }
  }
  endEmission();
}

/** The caller has entered the resource. @param {number} asyncId */
function emitBefore(asyncId) {
  emitId('before', asyncId);
}

/** The caller leaves the resource next. @param {number} asyncId */
function emitAfter(asyncId) {
  emitId('after', asyncId);
}

/** Emits `destroy` later, never while the resource may still be in use. @param {number} asyncId */
function queueDestroy(asyncId) {
  if (counts.destroy === 0) return;
  destroyed.push(asyncId);
  if (destroyed.length === 1) require('internal:timers/immediate').queueInternal(flushDestroyed);
  // A program that never leaves its microtasks must not gather ids forever.
  else if (destroyed.length === kManyDestroyed) require('internal:process/task_queues').enqueueUntracked(flushDestroyed);
}

/** After a callback threw: emits the `after` events it skipped and drops the execution ids. */
function abandonExecution() {
  while (counts.after !== 0 && isInside()) {
    emitId('after', executionAsyncId());
    leave();
  }
  abandon();
}

/** Emits the events that `queueDestroy()` put off. The end of the process calls it too: there is no further check phase. */
function flushDestroyed() {
  const ids = destroyed;
  destroyed = [];
  ids.forEach((asyncId) => emitId('destroy', asyncId));
}

function emitId(event, asyncId, isPromise = false) {
  emitting++;
  const hooks = active;
  for (let i = 0; i < hooks.length; i++) {
    const hook = hooks[i];
    if (hook[event] === undefined) continue;
    if (isPromise && !hook.tracksPromises) continue;
    try {
      hook[event](asyncId);
    } catch (error) {
      reportFatal(error);
    }
  }
  endEmission();
}

function count(hook, by) {
  counts.hooks += by;
  kEvents.forEach((event) => {
    if (hook[event] !== undefined) counts[event] += by;
  });
}

/** A hook that throws ends the process: the runtime's own queues may be in any state. */
function reportFatal(error) {
  process._rawDebug(typeof error?.stack === 'string' ? error.stack : new Error(String(error)).stack);
  if (require('internal:process/options').getOptionValue('--abort-on-uncaught-exception')) process.abort();
  process.reallyExit(1);
}

// ---- promises ----

/** @param {{ init?: Function, before?: Function, after?: Function, settled?: Function }} listener */
function addPromiseListener(listener) {
  promiseListeners = [...promiseListeners, listener];
  updatePromiseHooks();
}

function removePromiseListener(listener) {
  promiseListeners = promiseListeners.filter((other) => other !== listener);
  updatePromiseHooks();
}

function updatePromiseHooks() {
  const tracked = (next ?? active).some((hook) => hook.tracksPromises);
  if (!tracked && promiseListeners.length === 0) {
    if (promiseHooksInstalled) binding.setPromiseHooks(undefined, undefined, undefined, undefined);
    promiseHooksInstalled = false;
    return;
  }
  promiseHooksInstalled = true;
  binding.setPromiseHooks(
    combined(tracked && promiseInit, 'init'),
    combined(tracked && promiseBefore, 'before'),
    combined(tracked && promiseAfter, 'after'),
    combined(tracked && counts.promiseResolve !== 0 && promiseResolved, 'settled'),
  );
}

/** One function for the async ids' part and the plain listeners of an event. */
function combined(own, event) {
  const functions = promiseListeners.map((listener) => listener[event]).filter((listener) => listener !== undefined);
  if (own) functions.unshift(own);
  if (functions.length <= 1) return functions[0];
  return (promise, parent) => {
    for (const each of functions) each(promise, parent);
  };
}

function promiseInit(promise, parent) {
  const triggerAsyncId = parent === undefined ? defaultTriggerAsyncId() : adopt(parent);
  const asyncId = newAsyncId();
  promise[kAsyncId] = asyncId;
  promise[kTriggerAsyncId] = triggerAsyncId;
  if (counts.destroy !== 0) watchCollection(promise, { asyncId, emitted: false });
  if (counts.init !== 0) emitInit(asyncId, 'PROMISE', triggerAsyncId, promise);
}

function promiseBefore(promise) {
  const asyncId = adopt(promise);
  enter(asyncId, promise[kTriggerAsyncId], promise);
  if (counts.before !== 0) emitId('before', asyncId, true);
}

function promiseAfter(promise) {
  const asyncId = promise[kAsyncId];
  if (counts.after !== 0) emitId('after', asyncId, true);
  // The hooks may have been installed between the two events of this promise.
  if (executionAsyncId() === asyncId) leave();
}

function promiseResolved(promise) {
  emitId('promiseResolve', adopt(promise), true);
}

/** The id of a promise; one made before any hook was enabled gets it now, unannounced. */
function adopt(promise) {
  if (promise[kAsyncId] === undefined) {
    promise[kAsyncId] = newAsyncId();
    promise[kTriggerAsyncId] = defaultTriggerAsyncId();
  }
  return promise[kAsyncId];
}

// ---- collection ----

/** Made on first use: a registry cannot be in the startup snapshot. */
let collected;

/**
 * Emits `destroy` when `resource` is collected, unless `state.emitted` was set before.
 * @param {object} resource
 * @param {{ asyncId: number, emitted: boolean }} state
 */
function watchCollection(resource, state) {
  collected ??= new FinalizationRegistry(destroyCollected);
  collected.register(resource, state);
}

function destroyCollected({ asyncId, emitted }) {
  if (!emitted) queueDestroy(asyncId);
}

module.exports = {
  addPromiseListener,
  removePromiseListener,
  counts,
  enable,
  disable,
  emitInit,
  emitBefore,
  emitAfter,
  abandonExecution,
  queueDestroy,
  flushDestroyed,
  watchCollection,
};
