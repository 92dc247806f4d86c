'use strict';

/** `util.throttle`: so many calls an interval, and so many at a time; the others wait or are dropped. */

const { codes } = require('internal:shared/errors');
const { kMaxDelay, loopNow } = require('internal:timers/timeout');
const {
  validateAbortSignal, validateBoolean, validateFunction, validateInteger, validateObject, validateOneOf,
} = require('internal:shared/validators');
const { Limiter, abortError, facade } = require('internal:util/limited_call');

/** Counts the starts of one interval; the next interval begins with its first start. */
class FixedWindow {
  #limit;
  #interval;
  #count = 0;
  #start = -Infinity;

  constructor(limit, interval) {
    this.#limit = limit;
    this.#interval = interval;
  }

  hasRoom(now) {
    return this.#count < this.#limit || now >= this.nextRoom();
  }

  /** When the next start may be, in the loop's milliseconds. */
  nextRoom() {
    return this.#start + this.#interval;
  }

  take(now) {
    if (now >= this.nextRoom()) {
      this.#start = now;
      this.#count = 0;
    }
    this.#count++;
  }
}

/** Remembers the starts of the last interval, so that no span of that length has more of them than the limit. */
class SlidingWindow {
  #interval;
  /** A ring of the last `limit` starts, growing until it is full. @type {number[]} */
  #starts = [];
  #limit;
  #oldest = 0;

  constructor(limit, interval) {
    this.#limit = limit;
    this.#interval = interval;
  }

  hasRoom(now) {
    return this.#starts.length < this.#limit || now >= this.nextRoom();
  }

  nextRoom() {
    return this.#starts[this.#oldest] + this.#interval;
  }

  take(now) {
    if (this.#starts.length < this.#limit) {
      this.#starts.push(now);
      return;
    }
    this.#starts[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % this.#limit;
  }
}

class Throttler extends Limiter {
  #fn;
  #options;
  #window;
  /** @type {{ args: unknown[], resolve: Function, reject: Function, promise: Promise<unknown> }[]} */
  #queue = [];
  /** Where the queue begins: taking from the front of a long array is slow. */
  #head = 0;
  #self;
  activeCount = 0;

  constructor(fn, options) {
    super(options.signal);
    this.#fn = fn;
    this.#options = options;
    this.#window = options.makeWindow();
  }

  get pendingCount() {
    return this.#queue.length - this.#head;
  }

  get pending() {
    return this.#queue.at(-1)?.promise ?? null;
  }

  hasImmediateCapacity() {
    return this.ended === undefined && this.pendingCount === 0 && this.#canStart(loopNow());
  }

  #canStart(now) {
    return this.activeCount < this.#options.concurrency && this.#window.hasRoom(now);
  }

  call(self, args) {
    const { ended } = this;
    if (ended !== undefined) return Promise.reject(ended);
    this.#self = self;
    const now = loopNow();
    const starts = this.pendingCount === 0 && this.#canStart(now);
    if (!starts && (this.#options.overflow === 'drop' || this.pendingCount >= this.#options.maxPending)) return dropped();
    const call = { ...Promise.withResolvers(), args };
    if (starts) {
      this.#start(call, now);
    } else {
      this.#queue.push(call);
      this.#drain();
    }
    return call.promise;
  }

  #start(call, now) {
    this.#window.take(now);
    this.activeCount++;
    const settled = () => {
      this.activeCount--;
      this.#drain();
    };
    const result = Promise.try(() => Reflect.apply(this.#fn, this.#self, call.args));
    call.resolve(result);
    result.then(settled, settled);
  }

  /** Starts what may start, and comes back when the next one may. */
  #drain() {
    if (this.ended !== undefined) return;
    while (this.pendingCount > 0 && this.activeCount < this.#options.concurrency) {
      const now = loopNow();
      if (!this.#window.hasRoom(now)) {
        if (!this.timing) this.startTimer(this.#window.nextRoom() - now, () => this.#drain());
        return;
      }
      this.#start(this.#dequeue(), now);
    }
  }

  #dequeue() {
    const call = this.#queue[this.#head];
    this.#queue[this.#head++] = undefined;
    if (this.#head * 2 > this.#queue.length) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
    return call;
  }

  /** Ends what waits; the interval begins anew. @param {Error} error */
  drop(error) {
    this.stopTimer();
    const waiting = this.#queue.slice(this.#head);
    this.#queue = [];
    this.#head = 0;
    this.#window = this.#options.makeWindow();
    for (const call of waiting) call.reject(error);
  }
}

/** The rejection of a call for which there is no room; whoever does not look at it loses nothing. */
function dropped() {
  const promise = Promise.reject(new codes.ERR_THROTTLED());
  promise.catch(() => {});
  return promise;
}

/**
 * @param {Function} fn
 * @param {number} limit starts an interval
 * @param {number} interval in milliseconds
 * @param {{ concurrency?: number, maxPending?: number, overflow?: 'queue' | 'drop', signal?: AbortSignal, strict?: boolean }} [options]
 */
function throttle(fn, limit, interval, options = {}) {
  validateFunction(fn, 'fn');
  validateInteger(limit, 'limit', 1);
  validateInteger(interval, 'interval', 0, kMaxDelay);
  validateObject(options, 'options');
  const throttler = new Throttler(fn, checked(limit, interval, options));
  const throttled = facade(fn, (self, args) => throttler.call(self, args), {
    cancel: (reason) => throttler.drop(abortError(reason)),
    hasImmediateCapacity: () => throttler.hasImmediateCapacity(),
    ref: () => (throttler.ref(), throttled),
    unref: () => (throttler.unref(), throttled),
  }, {
    pending: () => throttler.pending,
    pendingCount: () => throttler.pendingCount,
    activeCount: () => throttler.activeCount,
  });
  return throttled;
}

function checked(limit, interval, options) {
  const { concurrency = Infinity, maxPending = Infinity, overflow = 'queue', signal, strict = false } = options;
  if (concurrency !== Infinity) validateInteger(concurrency, 'options.concurrency', 1);
  if (maxPending !== Infinity) validateInteger(maxPending, 'options.maxPending', 0);
  validateOneOf(overflow, 'options.overflow', ['queue', 'drop']);
  validateAbortSignal(signal, 'options.signal');
  validateBoolean(strict, 'options.strict');
  const Window = strict ? SlidingWindow : FixedWindow;
  return { concurrency, maxPending, overflow, signal, makeWindow: () => new Window(limit, interval) };
}

module.exports = { throttle };
