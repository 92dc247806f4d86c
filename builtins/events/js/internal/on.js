'use strict';

// `events.on`: events as an async iterator.

const { AbortError, codes: { ERR_INVALID_ARG_TYPE } } = require('internal:shared/errors');
const { validateAbortSignal, validateInteger, validateObject } = require('internal:shared/validators');
const { listen, unlisten } = require('internal:events/agnostic');
const { addAbortListener } = require('internal:events/abort_listener');

/** An option for our own callers: yield the first argument of the event rather than the array of them. */
const kFirstEventParam = Symbol('nodejs.kFirstEventParam');

/** How full the iterator is, for whoever tunes the marks. */
const kWatermarkData = Symbol.for('nodejs.watermarkData');

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

/**
 * @param {import('node:events').EventEmitter | EventTarget} emitter
 * @param {string | symbol} event
 * @param {{ signal?: AbortSignal, close?: string[], highWaterMark?: number, lowWaterMark?: number }} [options]
 */
function on(emitter, event, options = {}) {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });

  const high = options.highWaterMark ?? options.highWatermark ?? Number.MAX_SAFE_INTEGER;
  const low = options.lowWaterMark ?? options.lowWatermark ?? 1;
  validateInteger(high, 'options.highWaterMark', 1);
  validateInteger(low, 'options.lowWaterMark', 1);

  const iterator = new EventIterator(emitter, high, low);
  iterator.attach(event, options);
  return iterator.facade();
}

/**
 * Events wait in `arrived` while nobody asks; questions wait in `asked` while nothing arrives. One of the two is
 * always empty. Beyond `high` waiting events the emitter is paused, below `low` it is resumed.
 */
class EventIterator {
  #emitter;
  #high;
  #low;
  #arrived = new Queue();
  #asked = new Queue();
  #attached = [];
  #abort = undefined;
  #paused = false;
  #error = undefined;
  #failed = false;
  #finished = false;

  constructor(emitter, high, low) {
    this.#emitter = emitter;
    this.#high = high;
    this.#low = low;
  }

  attach(event, options) {
    const { signal, close } = options;
    const onEvent = options[kFirstEventParam] ? (value) => this.#deliver(value) : (...args) => this.#deliver(args);
    const onError = (error) => this.#fail(error);
    this.#listen(event, onEvent);
    if (event !== 'error' && typeof this.#emitter.on === 'function') this.#listen('error', onError);
    if (close?.length) {
      const onClose = () => { this.#close(); };
      for (const name of close) this.#listen(name, onClose);
    }
    if (signal) {
      this.#abort = addAbortListener(signal, () => this.#fail(new AbortError(undefined, { cause: signal.reason })));
    }
  }

  /** What the caller holds: own methods, as programs spread and wrap it. */
  facade() {
    const watermarks = Object.defineProperties({}, {
      size: { __proto__: null, enumerable: true, get: () => this.#arrived.length },
      low: { __proto__: null, enumerable: true, get: () => this.#low },
      high: { __proto__: null, enumerable: true, get: () => this.#high },
      isPaused: { __proto__: null, enumerable: true, get: () => this.#paused },
    });
    return Object.setPrototypeOf({
      [kWatermarkData]: watermarks,
      next: () => this.#next(),
      return: () => this.#close(),
      throw: (error) => this.#throw(error),
      [Symbol.asyncIterator]() {
        return this;
      },
    }, AsyncIteratorPrototype);
  }

  #listen(name, listener) {
    listen(this.#emitter, name, listener);
    this.#attached.push(name, listener);
  }

  #next() {
    if (this.#arrived.length > 0) {
      const value = this.#arrived.shift();
      // An emitter that has closed has nothing to resume, and may object.
      if (this.#paused && !this.#finished && this.#arrived.length < this.#low) {
        this.#emitter.resume();
        this.#paused = false;
      }
      return Promise.resolve({ value, done: false });
    }
    if (this.#failed) {
      // Reported once; from then on the iterator is finished.
      const error = this.#error;
      this.#failed = false;
      this.#error = undefined;
      return Promise.reject(error);
    }
    if (this.#finished) return this.#close();
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#asked.push({ resolve, reject });
    return promise;
  }

  #throw(error) {
    if (!error || !(error instanceof Error)) {
      throw new ERR_INVALID_ARG_TYPE('EventEmitter.AsyncIterator', 'Error', error);
    }
    this.#fail(error);
  }

  #deliver(value) {
    if (this.#asked.length > 0) {
      this.#asked.shift().resolve({ value, done: false });
      return;
    }
    this.#arrived.push(value);
    if (!this.#paused && this.#arrived.length > this.#high) {
      this.#paused = true;
      this.#emitter.pause();
    }
  }

  #fail(error) {
    if (this.#asked.length > 0) {
      this.#asked.shift().reject(error);
    } else {
      this.#failed = true;
      this.#error = error;
    }
    this.#close();
  }

  #close() {
    this.#abort?.[Symbol.dispose]();
    const attached = this.#attached;
    this.#attached = [];
    for (let i = 0; i < attached.length; i += 2) unlisten(this.#emitter, attached[i], attached[i + 1]);
    this.#finished = true;
    const done = { value: undefined, done: true };
    while (this.#asked.length > 0) this.#asked.shift().resolve(done);
    return Promise.resolve(done);
  }
}

/** First in, first out, with a cheap front: consumed entries are dropped in halves. */
class Queue {
  #items = [];
  #head = 0;

  get length() {
    return this.#items.length - this.#head;
  }

  push(item) {
    this.#items.push(item);
  }

  shift() {
    const item = this.#items[this.#head];
    this.#items[this.#head++] = undefined;
    if (this.#head > 32 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}

module.exports = { on, kFirstEventParam };
