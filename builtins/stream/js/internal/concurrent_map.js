'use strict';

const { AbortError } = require('internal:shared/errors');

/** What a mapping function returns for "no value". */
const kNothing = Symbol('kNothing');
const kEnd = Symbol('kEnd');

/** Maps the chunks of a stream with several calls under way at once, and yields the results in the order of the chunks. */
class ConcurrentMap {
  /**
   * @param {AsyncIterable} source
   * @param {(value: unknown, options: { signal: AbortSignal }) => unknown} fn
   * @param {{ concurrency: number, highWaterMark: number, signal?: AbortSignal }} limits `highWaterMark` counts the results that may
   *   wait for the consumer, the running calls included
   */
  constructor(source, fn, { concurrency, highWaterMark, signal }) {
    this.source = source;
    this.fn = fn;
    this.concurrency = concurrency;
    this.highWaterMark = highWaterMark;
    const { AbortController } = require('internal:web/abort_controller');
    this.signal = signal ?? new AbortController().signal;
    this.results = [];
    this.running = 0;
    this.done = false;
    this.wakeConsumer = null;
    this.wakeProducer = null;
  }

  async* [Symbol.asyncIterator]() {
    this.produce();
    try {
      while (true) {
        while (this.results.length > 0) {
          const value = await this.results[0];
          if (value === kEnd) return;
          if (this.signal.aborted) throw new AbortError();
          if (value !== kNothing) yield value;
          this.results.shift();
          this.resumeProducer();
        }
        await new Promise((resolve) => {
          this.wakeConsumer = resolve;
        });
      }
    } finally {
      this.done = true;
      this.wake('wakeProducer');
    }
  }

  async produce() {
    try {
      for await (const value of this.source) {
        if (this.done) return;
        if (this.signal.aborted) throw new AbortError();
        this.start(value);
        if (this.isFull()) {
          await new Promise((resolve) => {
            this.wakeProducer = resolve;
          });
        }
      }
      this.results.push(kEnd);
    } catch (err) {
      this.enqueue(Promise.reject(err));
    } finally {
      this.done = true;
      this.wake('wakeConsumer');
    }
  }

  start(value) {
    let result;
    try {
      result = this.fn(value, { signal: this.signal });
      if (result === kNothing) return;
      result = Promise.resolve(result);
    } catch (err) {
      result = Promise.reject(err);
    }
    this.enqueue(result);
    this.wake('wakeConsumer');
  }

  enqueue(result) {
    this.running++;
    result.then(() => this.settled(), () => {
      this.done = true;
      this.settled();
    });
    this.results.push(result);
  }

  settled() {
    this.running--;
    this.resumeProducer();
  }

  isFull() {
    return !this.done && (this.results.length >= this.highWaterMark || this.running >= this.concurrency);
  }

  resumeProducer() {
    if (!this.done && this.running < this.concurrency && this.results.length < this.highWaterMark) this.wake('wakeProducer');
  }

  wake(who) {
    const resolve = this[who];
    this[who] = null;
    resolve?.();
  }
}

module.exports = { ConcurrentMap, kNothing };
