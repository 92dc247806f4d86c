'use strict';

/**
 * Handles and requests of the runtime as async resources. A handle has its ids from the start, so that hooks enabled later can still name it;
 * everything else happens only while hooks are enabled (`hooks.counts.hooks`).
 */

const {
  kAsyncId, kTriggerAsyncId, newAsyncId, defaultTriggerAsyncId, withDefaultTriggerAsyncId, enter, leave, getFrame, setFrame,
} = require('internal:async_hooks/context');
const hooks = require('internal:async_hooks/hooks');
const openHandles = require('internal:async_hooks/open_handles');

const { counts } = hooks;
/** Set on a resource whose end was told. */
const kEnded = Symbol('ended');
/** The async context in which a resource was made. */
const kFrame = Symbol('frame');

/** Makes `resource` an async resource of this type, in the async context there is; its trigger is what executes. @param {object} resource @param {string} type */
function announce(resource, type) {
  resource[kAsyncId] = newAsyncId();
  resource[kTriggerAsyncId] = defaultTriggerAsyncId();
  resource[kFrame] = getFrame();
  if (counts.init !== 0) hooks.emitInit(resource[kAsyncId], type, resource[kTriggerAsyncId], resource);
}

/** {@link announce} with `parent` as the trigger, where there is one. */
function announceUnder(parent, resource, type) {
  triggeredBy(parent, announce, resource, type);
}

/** Calls `fn` as a callback of `resource`. What throws out of it ends in the uncaught handlers, which forget what was entered. */
function runIn(resource, fn, thisArg, ...args) {
  const asyncId = resource[kAsyncId];
  enter(asyncId, resource[kTriggerAsyncId], resource);
  if (counts.before !== 0) hooks.emitBefore(asyncId);
  const result = Reflect.apply(fn, thisArg, args);
  if (counts.after !== 0) hooks.emitAfter(asyncId);
  leave();
  return result;
}

/**
 * Calls `fn` in the async context of `resource`, and as a callback of it while hooks are enabled. What throws out of it leaves the context as it
 * is, for the uncaught handlers. What belongs to no one call has no resource (null), and no context.
 */
function runWithin(resource, fn, ...args) {
  const saved = getFrame();
  setFrame(resource?.[kFrame]);
  const result = counts.hooks === 0 || resource === null ? Reflect.apply(fn, undefined, args) : runIn(resource, fn, undefined, ...args);
  setFrame(saved);
  return result;
}

/** The resource is over. */
function end(resource) {
  if (counts.destroy === 0 || resource[kEnded] === true) return;
  resource[kEnded] = true;
  hooks.queueDestroy(resource[kAsyncId]);
}

/** The resource is over when it is collected. */
function endWhenCollected(resource) {
  if (counts.destroy !== 0) hooks.watchCollection(resource, { asyncId: resource[kAsyncId], emitted: false });
}

/** What hooks see of something that has no handle of its own in JavaScript. */
class OwnedResource {
  constructor(type, owner) {
    this.type = type;
    this.owner = owner;
    announce(this, type);
  }
}

/** What hooks see of a request on a handle: a connect, a write, an end. */
class HandleRequest {
  constructor(handle, oncomplete) {
    this.handle = handle;
    this.oncomplete = oncomplete;
  }
}

/**
 * The callback of a request on `handle`, in the async context of this call and, while hooks are enabled, as the one callback of a resource.
 * @param {object | null} handle the trigger; the usual one when null
 * @param {string} type
 * @param {Function} callback
 * @param {object} [request] what hooks see
 * @returns {Function}
 */
function requestCallback(handle, type, callback, request = undefined) {
  const frame = getFrame();
  if (counts.hooks === 0) return frame === undefined ? callback : inFrame(frame, callback);
  const resource = request ?? new HandleRequest(handle, callback);
  announceUnder(handle, resource, type);
  return function (...results) {
    setFrame(frame);
    // Also when the callback throws, as the request is over.
    end(resource);
    return runIn(resource, callback, this, ...results);
  };
}

/** The runtime sets the frame anew for each of its callbacks, so nothing is restored. */
function inFrame(frame, callback) {
  return function (...results) {
    setFrame(frame);
    return Reflect.apply(callback, this, results);
  };
}

/** Calls a function with what it schedules triggered by `resource`. @template T @param {(...args: any[]) => T} fn @returns {T} */
function triggeredBy(resource, fn, ...args) {
  const id = resource?.[kAsyncId];
  return id === undefined ? fn(...args) : withDefaultTriggerAsyncId(id, fn, ...args);
}

/** Makes the `close` of a class of handles run its callback in the handle, which is over then. @param {object} prototype */
function endOnClose(prototype) {
  const { close: closeNatively } = prototype;
  prototype.close = function close(callback) {
    openHandles.closed(this);
    const isPlain = counts.hooks === 0 && (typeof callback !== 'function' || this[kFrame] === getFrame());
    return Reflect.apply(closeNatively, this, [isPlain ? callback : () => closed(this, callback)]);
  };
  prototype.getAsyncId = function getAsyncId() {
    return this[kAsyncId];
  };
}

/** The same for handles whose `close` has no callback. @param {object} prototype */
function endAtClose(prototype) {
  const { close: closeNatively } = prototype;
  prototype.close = function close() {
    openHandles.closed(this);
    Reflect.apply(closeNatively, this, []);
    end(this);
  };
}

function closed(handle, callback) {
  end(handle);
  if (typeof callback === 'function') runWithin(handle, callback);
}

module.exports = {
  kFrame, OwnedResource, counts, announce, announceUnder, runIn, runWithin, end, endWhenCollected, requestCallback, triggeredBy, endOnClose, endAtClose,
};
