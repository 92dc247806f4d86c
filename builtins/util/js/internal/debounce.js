'use strict';

/** `util.debounce`: of calls in quick succession the last one runs, once it has been quiet for a while; all get its result. */

const { AbortError } = require('internal:shared/errors');
const { kMaxDelay } = require('internal:timers/timeout');
const { validateAbortSignal, validateBoolean, validateFunction, validateInteger, validateObject } = require('internal:shared/validators');
const { Limiter, abortError, facade } = require('internal:util/limited_call');

class Debouncer extends Limiter {
  #fn;
  #wait;
  #leading;
  #rejectOnCancel;
  /** Calls that the next run answers, the newest last. @type {PromiseWithResolvers<unknown>[]} */
  #waiting = [];
  #args;
  #self;

  constructor(fn, wait, { leading, rejectOnCancel, signal }) {
    super(signal);
    this.#fn = fn;
    this.#wait = wait;
    this.#leading = leading;
    this.#rejectOnCancel = rejectOnCancel;
  }

  get pendingCount() {
    return this.#waiting.length;
  }

  get pending() {
    return this.#waiting.at(-1)?.promise ?? null;
  }

  call(self, args) {
    const { ended } = this;
    if (ended !== undefined) return Promise.reject(ended);
    const runsNow = this.#leading && !this.timing;
    if (this.timing) this.#supersede();
    else this.startTimer(this.#wait, () => this.#run());
    this.#self = self;
    this.#args = args;
    const call = Promise.withResolvers();
    this.#waiting.push(call);
    if (runsNow) this.#run();
    return call.promise;
  }

  #supersede() {
    this.restartTimer();
    if (this.#waiting.length === 0) return;
    // Nobody need look at the promise of a call that another one replaced.
    this.pending.catch(() => {});
    if (this.#rejectOnCancel) this.#reject(new AbortError('The debounced call was superseded'));
  }

  /** Answers what waits, if anything does. */
  #run() {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    const args = this.#args;
    this.#waiting = [];
    this.#args = undefined;
    try {
      const result = Reflect.apply(this.#fn, this.#self, args);
      for (const call of waiting) call.resolve(result);
    } catch (error) {
      for (const call of waiting) call.reject(error);
    }
  }

  flush() {
    if (this.ended !== undefined || this.#waiting.length === 0) return;
    this.stopTimer();
    this.#run();
  }

  /** Ends the quiet time and what waits for it. @param {Error} error */
  drop(error) {
    if (!this.timing) return;
    this.stopTimer();
    this.#args = undefined;
    this.#reject(error);
  }

  #reject(error) {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const call of waiting) call.reject(error);
  }
}

/**
 * @param {Function} fn
 * @param {number} wait in milliseconds
 * @param {{ leading?: boolean, rejectOnCancel?: boolean, signal?: AbortSignal }} [options]
 */
function debounce(fn, wait, options = {}) {
  validateFunction(fn, 'fn');
  validateInteger(wait, 'wait', 0, kMaxDelay);
  validateObject(options, 'options');
  const { leading = false, rejectOnCancel = false, signal } = options;
  validateBoolean(leading, 'options.leading');
  validateBoolean(rejectOnCancel, 'options.rejectOnCancel');
  validateAbortSignal(signal, 'options.signal');
  const debouncer = new Debouncer(fn, wait, { leading, rejectOnCancel, signal });
  const debounced = facade(fn, (self, args) => debouncer.call(self, args), {
    cancel: (reason) => debouncer.drop(abortError(reason)),
    flush: () => debouncer.flush(),
    ref: () => (debouncer.ref(), debounced),
    unref: () => (debouncer.unref(), debounced),
  }, {
    pending: () => debouncer.pending,
    pendingCount: () => debouncer.pendingCount,
  });
  return debounced;
}

module.exports = { debounce };
