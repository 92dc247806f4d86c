'use strict';

const { Counts } = require('internal:perf_hooks/counts');
const { Histogram, kInternal } = require('internal:perf_hooks/histogram');
const process = require('internal:process/object');
const { validateInteger, validateObject } = require('internal:shared/validators');

/** From a microsecond on, in nanoseconds. */
const kLayout = [1000, 2 ** 63, 3];

/** A histogram of how late a timer fires that is set again and again. */
class ELDHistogram extends Histogram {
  #resolution;
  #counts;
  #timer;
  #last;

  constructor(token, resolution) {
    const counts = new Counts(...kLayout);
    super(token, counts);
    this.#counts = counts;
    this.#resolution = resolution;
  }

  /** @returns {boolean} whether it was off */
  enable() {
    if (this.#timer !== undefined) return false;
    this.#last = undefined;
    const { start } = require('internal:timers/timeout');
    this.#timer = start(() => this.#sample(), this.#resolution, undefined, true, false);
    return true;
  }

  /** @returns {boolean} whether it was on */
  disable() {
    if (this.#timer === undefined) return false;
    require('internal:timers/timeout').destroy(this.#timer);
    this.#timer = undefined;
    return true;
  }

  [Symbol.dispose]() {
    this.disable();
  }

  #sample() {
    const now = process.hrtime.bigint();
    if (this.#last !== undefined) this.#counts.record(Number(now - this.#last));
    this.#last = now;
  }
}

/**
 * `perf_hooks.monitorEventLoopDelay([options])`
 * @param {{ resolution?: number }} [options]
 */
function monitorEventLoopDelay(options = {}) {
  validateObject(options, 'options');
  const { resolution = 10 } = options;
  validateInteger(resolution, 'options.resolution', 1);
  return new ELDHistogram(kInternal, resolution);
}

module.exports = { monitorEventLoopDelay };
