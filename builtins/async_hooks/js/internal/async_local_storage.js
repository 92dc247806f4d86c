'use strict';

/**
 * `AsyncLocalStorage` over the current frame.
 *
 * A frame is a flat array `[storage, value, storage, value, ...]` that only `disable()` changes. A program has a handful
 * of storages, so a linear scan and a copy of a few words beat a Map, and `getStore()` allocates nothing.
 */

const { getFrame, setFrame, runInFrame } = require('internal:async_hooks/context');
const { validateFunction, validateObject } = require('internal:shared/validators');

class AsyncLocalStorage {
  #defaultValue;
  #name;

  /** @param {{ defaultValue?: unknown, name?: string }} [options] */
  constructor(options = {}) {
    validateObject(options, 'options');
    this.#defaultValue = options.defaultValue;
    if (options.name !== undefined) this.#name = `${options.name}`;
  }

  /**
   * A function that calls `fn` in the frame that is current now.
   * @template {Function} F
   * @param {F} fn
   * @returns {F}
   */
  static bind(fn) {
    validateFunction(fn, 'fn');
    const frame = getFrame();
    return function(...args) {
      return runInFrame(frame, fn, this, args);
    };
  }

  /** A function that calls whatever it is given in the frame that is current now. */
  static snapshot() {
    const frame = getFrame();
    return function(fn, ...args) {
      return runInFrame(frame, fn, this, args);
    };
  }

  /** The name given to the constructor. */
  get name() {
    return this.#name || '';
  }

  /** Takes the value out of the current frame, also for what has captured that frame already. */
  disable() {
    const frame = getFrame();
    const at = frame === undefined ? -1 : indexOf(frame, this);
    if (at >= 0) frame.splice(at, 2);
  }

  /** Sets the value for the rest of the current execution and what it causes. */
  enterWith(store) {
    setFrame(withValue(getFrame(), this, store));
  }

  /**
   * Calls `fn(...args)` with `store` as the value.
   * @template T
   * @param {unknown} store
   * @param {(...args: any[]) => T} fn
   * @returns {T}
   */
  run(store, fn, ...args) {
    const saved = getFrame();
    setFrame(withValue(saved, this, store));
    try {
      return Reflect.apply(fn, undefined, args);
    } finally {
      setFrame(saved);
    }
  }

  /** Calls `fn(...args)` with no value. */
  exit(fn, ...args) {
    return this.run(undefined, fn, ...args);
  }

  /** @returns {any} the value, or the default value outside `run()` */
  getStore() {
    const frame = getFrame();
    if (frame !== undefined) {
      const at = indexOf(frame, this);
      if (at >= 0) return frame[at + 1];
    }
    return this.#defaultValue;
  }

  /** Sets the value until the returned scope is disposed of: `using scope = storage.withScope(store)`. */
  withScope(store) {
    return new RunScope(this, store);
  }
}

/** The extent of one `withScope()`. */
class RunScope {
  #saved;
  #disposed = false;

  constructor(storage, store) {
    this.#saved = getFrame();
    storage.enterWith(store);
  }

  dispose() {
    if (this.#disposed) return;
    this.#disposed = true;
    setFrame(this.#saved);
  }

  [Symbol.dispose]() {
    this.dispose();
  }
}

function indexOf(frame, storage) {
  for (let i = 0; i < frame.length; i += 2) {
    if (frame[i] === storage) return i;
  }
  return -1;
}

function withValue(frame, storage, value) {
  if (frame === undefined) return [storage, value];
  const copy = frame.slice();
  const at = indexOf(copy, storage);
  if (at >= 0) copy[at + 1] = value;
  else copy.push(storage, value);
  return copy;
}

module.exports = { AsyncLocalStorage };
