'use strict';

/** What `util.debounce` and `util.throttle` share: a function in front of another that can be cancelled, aborted and left by the event loop. */

const { clearTimeout, setTimeout } = require('node:timers');
const { addAbortListener } = require('node:events');
const { AbortError } = require('internal:shared/errors');

/** The timer and the end of a limited function; what waits is the subclass's matter. */
class Limiter {
  #timer;
  #referenced = true;
  #signal;
  /** Why no call is taken any more. @type {AbortError | undefined} */
  #ended;

  /** @param {AbortSignal | undefined} signal of which an aborted one is refused */
  constructor(signal) {
    if (signal === undefined) return;
    if (signal.aborted) throw abortError(signal.reason);
    this.#signal = signal;
    addAbortListener(signal, () => this.#end());
  }

  get ended() {
    // A listener of the same signal that came earlier may ask before ours is told.
    if (this.#signal?.aborted) this.#end();
    return this.#ended;
  }

  #end() {
    if (this.#ended !== undefined) return;
    this.#ended = abortError(this.#signal.reason);
    this.drop(this.#ended);
  }

  get timing() {
    return this.#timer !== undefined;
  }

  /** @param {number} delay in milliseconds @param {() => void} run */
  startTimer(delay, run) {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      run();
    }, delay);
    if (!this.#referenced) this.#timer.unref();
  }

  restartTimer() {
    this.#timer.refresh();
  }

  stopTimer() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  ref() {
    this.#referenced = true;
    this.#timer?.ref();
  }

  unref() {
    this.#referenced = false;
    this.#timer?.unref();
  }
}

function abortError(reason) {
  return reason === undefined ? new AbortError() : new AbortError(undefined, { __proto__: null, cause: reason });
}

/**
 * The function that users get: it looks like `fn` and carries the limiter's controls.
 * @param {Function} fn
 * @param {(self: Function, args: unknown[]) => Promise<unknown>} call
 * @param {Record<string, Function>} methods
 * @param {Record<string, () => unknown>} getters
 */
function facade(fn, call, methods, getters) {
  function limited(...args) {
    return call(limited, args);
  }
  for (const name of Object.keys(methods)) {
    Object.defineProperty(limited, name, { __proto__: null, value: methods[name], configurable: true, enumerable: true, writable: true });
  }
  for (const name of Object.keys(getters)) Object.defineProperty(limited, name, { __proto__: null, get: getters[name] });
  Object.defineProperty(limited, 'length', { __proto__: null, value: fn.length, configurable: true });
  Object.defineProperty(limited, 'name', { __proto__: null, value: fn.name, configurable: true });
  return limited;
}

module.exports = { Limiter, abortError, facade };
