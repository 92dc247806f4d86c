'use strict';

/** `mock.timers`: timers and the clock that move only when the test says so. */

const { AbortError, codes } = require('internal:shared/errors');
const { validateAbortSignal, validateNumber, validateObject, validateStringArray } = require('internal:shared/validators');

const APIS = ['setTimeout', 'setInterval', 'setImmediate', 'Date', 'scheduler.wait'];

class MockTimers {
  #isEnabled = false;
  #now = 0;
  #timers = [];
  #nextOrder = 0;
  #originals = [];

  /** @param {{ apis?: string[], now?: number | Date }} [options] */
  enable(options = { __proto__: null }) {
    if (this.#isEnabled) throw new codes.ERR_INVALID_STATE('MockTimers is already enabled!');
    validateObject(options, 'options');
    const { apis = APIS.filter((api) => api !== 'scheduler.wait'), now = 0 } = options;
    validateStringArray(apis, 'options.apis');
    const start = typeof now === 'number' ? now : now.getTime();
    validateNumber(start, 'initialTime', 0);
    for (const api of apis) {
      if (!APIS.includes(api)) throw new codes.ERR_INVALID_ARG_VALUE('options.apis', api, `option ${api} is not supported`);
    }
    this.#now = start;
    this.#isEnabled = true;
    for (const api of apis) this.#replace(api);
  }

  /** Moves the clock; runs what falls due, in the order of time and then of setting. */
  tick(time = 1) {
    this.#requireEnabled();
    if (time < 0) throw new codes.ERR_INVALID_ARG_VALUE('time', time, 'positive integer');
    const end = this.#now + time;
    for (let timer = this.#due(end); timer !== undefined; timer = this.#due(end)) {
      this.#now = Math.max(this.#now, timer.at);
      if (timer.interval === undefined) this.#remove(timer);
      else timer.at += timer.interval;
      Reflect.apply(timer.callback, undefined, timer.args);
    }
    this.#now = end;
  }

  /** Runs everything that is set, up to the last of it. */
  runAll() {
    this.#requireEnabled();
    const last = Math.max(this.#now, ...this.#timers.map((timer) => timer.at));
    this.tick(last - this.#now);
  }

  setTime(time = 0) {
    this.#requireEnabled();
    validateNumber(time, 'time');
    this.#now = time;
  }

  reset() {
    if (!this.#isEnabled) return;
    for (const restore of this.#originals.toReversed()) restore();
    this.#originals = [];
    this.#timers = [];
    this.#isEnabled = false;
  }

  [Symbol.dispose]() {
    this.reset();
  }

  #requireEnabled() {
    if (!this.#isEnabled) throw new codes.ERR_INVALID_STATE('You should enable MockTimers first by calling the .enable function');
  }

  #due(end) {
    let first;
    for (const timer of this.#timers) {
      if (timer.at > end) continue;
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer;
    }
    return first;
  }

  #remove(timer) {
    const index = this.#timers.indexOf(timer);
    if (index !== -1) this.#timers.splice(index, 1);
  }

  #add(callback, delay, args, interval) {
    const timer = { at: this.#now + Math.max(delay, 0), order: this.#nextOrder++, callback, args, interval };
    // A timer's handle is what tests hold, so it answers like one.
    const handle = {
      ref: () => handle,
      unref: () => handle,
      hasRef: () => true,
      refresh: () => {
        timer.at = this.#now + delay;
        return handle;
      },
      [Symbol.toPrimitive]: () => timer.order,
      [Symbol.dispose]: () => this.#remove(timer),
    };
    timer.handle = handle;
    this.#timers.push(timer);
    return handle;
  }

  #clear(handle) {
    const timer = this.#timers.find((entry) => entry.handle === handle || entry.order === handle);
    if (timer !== undefined) this.#remove(timer);
  }

  #replace(api) {
    if (api === 'Date') this.#set(globalThis, 'Date', mockedDate(globalThis.Date, () => this.#now));
    else if (api === 'scheduler.wait') this.#set(require('node:timers/promises').scheduler, 'wait', (delay, options) => this.#wait(delay, undefined, options));
    else this.#replaceTimer(api);
  }

  #replaceTimer(api) {
    const kind = api.slice('set'.length);
    const set = {
      setTimeout: (callback, delay = 1, ...args) => this.#add(callback, delay, args, undefined),
      setInterval: (callback, delay = 1, ...args) => this.#add(callback, delay, args, Math.max(delay, 1)),
      setImmediate: (callback, ...args) => this.#add(callback, 0, args, undefined),
    }[api];
    const clear = (handle) => this.#clear(handle);
    for (const holder of [globalThis, require('node:timers')]) {
      this.#set(holder, api, set);
      this.#set(holder, `clear${kind}`, clear);
    }
    if (api === 'setTimeout') this.#set(require('node:timers/promises'), api, (delay, value, options) => this.#wait(delay, value, options));
    if (api === 'setImmediate') this.#set(require('node:timers/promises'), api, (value, options) => this.#wait(0, value, options));
  }

  /** A promise of a mocked timer, which a signal can abort. */
  #wait(delay, value, options = {}) {
    const { signal } = options;
    try {
      validateObject(options, 'options');
      if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
    } catch (error) {
      return Promise.reject(error);
    }
    if (signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
    const { promise, resolve, reject } = Promise.withResolvers();
    const onAbort = () => {
      this.#clear(handle);
      reject(new AbortError(undefined, { cause: signal.reason }));
    };
    const handle = this.#add(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    }, delay, [], undefined);
    signal?.addEventListener('abort', onAbort, { once: true });
    return promise;
  }

  #set(holder, name, value) {
    const own = Object.getOwnPropertyDescriptor(holder, name);
    Object.defineProperty(holder, name, { __proto__: null, value, writable: true, enumerable: own?.enumerable ?? true, configurable: true });
    this.#originals.push(() => (own === undefined ? delete holder[name] : Object.defineProperty(holder, name, own)));
  }
}

/** A Date whose present is `now()`. */
function mockedDate(RealDate, now) {
  function Date(...args) {
    if (!new.target) return new RealDate(now()).toString();
    return Reflect.construct(RealDate, args.length === 0 ? [now()] : args, new.target);
  }
  Object.defineProperties(Date, Object.getOwnPropertyDescriptors(RealDate));
  Date.now = now;
  Object.defineProperty(Date, 'isMock', { __proto__: null, value: true });
  return Date;
}

module.exports = { MockTimers };
