'use strict';

const {
  newAsyncId,
  defaultTriggerAsyncId,
  enter,
  leave,
  getFrame,
  setFrame,
} = require('internal:async_hooks/context');
const hooks = require('internal:async_hooks/hooks');
const { codes } = require('internal:shared/errors');
const { validateFunction, validateObject, validateString } = require('internal:shared/validators');

const { counts } = hooks;
const { apply } = Reflect;

const kAsyncId = Symbol('async_id_symbol');
const kTriggerAsyncId = Symbol('trigger_async_id_symbol');
const kFrame = Symbol('context_frame');
const kDestroyed = Symbol('destroyed');

/**
 * An asynchronous operation of user code: callbacks that run in its scope see the async context it was made in.
 */
class AsyncResource {
  /**
   * @param {string} type the kind of resource, for hooks
   * @param {number | { triggerAsyncId?: number, requireManualDestroy?: boolean }} [options]
   */
  constructor(type, options = {}) {
    validateString(type, 'type');
    let triggerAsyncId = options;
    let requireManualDestroy = false;
    if (typeof options !== 'number') {
      validateObject(options, 'options');
      triggerAsyncId = options.triggerAsyncId === undefined ? defaultTriggerAsyncId() : options.triggerAsyncId;
      requireManualDestroy = !!options.requireManualDestroy;
    }
    if (!Number.isSafeInteger(triggerAsyncId) || triggerAsyncId < -1) {
      throw new codes.ERR_INVALID_ASYNC_ID('triggerAsyncId', triggerAsyncId);
    }
    this[kFrame] = getFrame();
    this[kAsyncId] = newAsyncId();
    this[kTriggerAsyncId] = triggerAsyncId;
    if (counts.init !== 0) announce(this, type);
    if (counts.destroy !== 0 && !requireManualDestroy) watchCollection(this);
  }

  /**
   * Calls `fn` as a callback of this resource.
   * @template T
   * @param {(...args: any[]) => T} fn
   * @param {any} [thisArg]
   * @returns {T}
   */
  runInAsyncScope(fn, thisArg, ...args) {
    const asyncId = this[kAsyncId];
    const saved = getFrame();
    enter(asyncId, this[kTriggerAsyncId], this);
    if (counts.before !== 0) hooks.emitBefore(asyncId);
    setFrame(this[kFrame]);
    try {
      return apply(fn, thisArg, args);
    } finally {
      setFrame(saved);
      if (counts.after !== 0) hooks.emitAfter(asyncId);
      leave();
    }
  }

  /** Tells hooks that the operation is over. */
  emitDestroy() {
    if (this[kDestroyed] !== undefined) this[kDestroyed].emitted = true;
    hooks.queueDestroy(this[kAsyncId]);
    return this;
  }

  asyncId() {
    return this[kAsyncId];
  }

  triggerAsyncId() {
    return this[kTriggerAsyncId];
  }

  /**
   * A function that calls `fn` in this resource's scope.
   * @template {Function} F
   * @param {F} fn
   * @param {any} [thisArg] the function's `this`; the caller's when left out
   * @returns {F}
   */
  bind(fn, thisArg) {
    validateFunction(fn, 'fn');
    const resource = this;
    const bound = thisArg === undefined ?
      function(...args) { return resource.runInAsyncScope(fn, this, ...args); } :
      function(...args) { return resource.runInAsyncScope(fn, thisArg, ...args); };
    Object.defineProperty(bound, 'length', {
      __proto__: null, configurable: true, enumerable: false, value: fn.length, writable: false,
    });
    return bound;
  }

  /**
   * Binds `fn` to the current async context.
   * @template {Function} F
   * @param {F} fn
   * @param {string} [type]
   * @param {any} [thisArg]
   * @returns {F}
   */
  static bind(fn, type, thisArg) {
    return new AsyncResource(type || fn?.name || 'bound-anonymous-fn').bind(fn, thisArg);
  }
}

function announce(resource, type) {
  if (type.length === 0) throw new codes.ERR_ASYNC_TYPE(type);
  hooks.emitInit(resource[kAsyncId], type, resource[kTriggerAsyncId], resource);
}

/** Emits `destroy` when the resource is collected, unless its owner did. */
function watchCollection(resource) {
  const state = { asyncId: resource[kAsyncId], emitted: false };
  resource[kDestroyed] = state;
  hooks.watchCollection(resource, state);
}

module.exports = { AsyncResource };
