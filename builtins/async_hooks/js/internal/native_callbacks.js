'use strict';

/** Async resources of native addons: the runtime calls these functions around the callbacks that an addon makes. */

const { defaultTriggerAsyncId, enter, leave, newAsyncId } = require('internal:async_hooks/context');
const hooks = require('internal:async_hooks/hooks');

/**
 * Announces a resource.
 * @param {string} type
 * @param {object} resource
 * @returns {[asyncId: number, triggerAsyncId: number]}
 */
function init(type, resource) {
  const asyncId = newAsyncId();
  const triggerAsyncId = defaultTriggerAsyncId();
  if (hooks.counts.init !== 0) hooks.emitInit(asyncId, type, triggerAsyncId, resource);
  return [asyncId, triggerAsyncId];
}

/** A callback of the resource begins. */
function before(asyncId, triggerAsyncId, resource) {
  enter(asyncId, triggerAsyncId, resource);
  if (asyncId !== 0 && hooks.counts.before !== 0) hooks.emitBefore(asyncId);
}

/** It has ended. */
function after(asyncId) {
  if (asyncId !== 0 && hooks.counts.after !== 0) hooks.emitAfter(asyncId);
  leave();
}

/** The resource is over. */
function destroy(asyncId) {
  hooks.queueDestroy(asyncId);
}

/**
 * How `napi_make_callback` calls, once something wants to be around such calls.
 * @type {null | ((this: object, fn: Function, ...args: unknown[]) => unknown)}
 */
let detour = null;

/** @returns {typeof detour} */
function currentDetour() {
  return detour;
}

/** @param {NonNullable<typeof detour>} fn */
function setDetour(fn) {
  detour = fn;
}

module.exports = { init, before, after, destroy, currentDetour, setDetour };
