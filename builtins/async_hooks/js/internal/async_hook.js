'use strict';

const hooks = require('internal:async_hooks/hooks');
const { codes } = require('internal:shared/errors');
const { validateBoolean } = require('internal:shared/validators');

const kEvents = ['init', 'before', 'after', 'destroy', 'promiseResolve'];

/** What `createHook()` returns: callbacks that can be switched on and off. */
class AsyncHook {
  #registered;

  constructor(callbacks) {
    const { trackPromises = true } = callbacks;
    const registered = { tracksPromises: trackPromises };
    for (const event of kEvents) {
      const callback = callbacks[event];
      if (callback !== undefined && typeof callback !== 'function') throw new codes.ERR_ASYNC_CALLBACK(`hook.${event}`);
      registered[event] = callback === undefined ? undefined : callback.bind(this);
    }
    validateBoolean(trackPromises, 'trackPromises');
    if (!trackPromises && callbacks.promiseResolve !== undefined) {
      throw new codes.ERR_INVALID_ARG_VALUE('trackPromises', trackPromises, 'must not be false when promiseResolve is enabled');
    }
    this.#registered = registered;
  }

  enable() {
    hooks.enable(this.#registered);
    return this;
  }

  disable() {
    hooks.disable(this.#registered);
    return this;
  }
}

/**
 * @param {{ init?: Function, before?: Function, after?: Function, destroy?: Function, promiseResolve?: Function,
 *   trackPromises?: boolean }} callbacks
 * @returns {AsyncHook}
 */
function createHook(callbacks) {
  return new AsyncHook(callbacks);
}

module.exports = { createHook };
