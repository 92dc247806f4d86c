'use strict';

/** `perf_hooks.createSlidingWindowHistogram()`: the latest values, in a ring of chunks that turns when it is written or read. */

const { now } = require('internal:perf_hooks/clock');
const { Counts } = require('internal:perf_hooks/counts');
const { Histogram, kInternal, layoutOf, validateRecorded } = require('internal:perf_hooks/histogram');
const { codes } = require('internal:shared/errors');
const { validateInteger, validateObject } = require('internal:shared/validators');
const { markAsUncloneable } = require('internal:web/transferable');

const kMostChunks = 1024;
/** As nanoseconds it still is a 64-bit number. */
const kLongestChunk = 18_446_744_073_709;

/** The latest chunks of counts. @typedef {{ chunks: number, recordsPerChunk?: number, chunkDuration?: number }} Extent */
class Ring {
  /** @param {Extent} extent @param {[lowest: number, highest: number, figures: number]} layout */
  constructor(extent, layout) {
    this.extent = extent;
    this.layout = layout;
    this.clear();
  }

  clear() {
    /** @type {Counts[]} */
    this.chunks = [new Counts(...this.layout)];
    this.current = 0;
    /** How many values went to the current chunk, also those out of range. */
    this.records = 0;
    this.began = now();
  }

  record(value) {
    const { recordsPerChunk } = this.extent;
    this.turnByTime();
    if (this.records === recordsPerChunk) this.turn();
    this.records++;
    this.chunks[this.current].record(value);
  }

  /** All that the window holds, in counts of their own. */
  total() {
    this.turnByTime();
    const total = new Counts(...this.layout);
    for (const chunk of this.chunks) total.add(chunk);
    return total;
  }

  turnByTime() {
    const { chunks, chunkDuration } = this.extent;
    if (chunkDuration === undefined) return;
    const passed = Math.floor((now() - this.began) / chunkDuration);
    this.began += passed * chunkDuration;
    for (let i = 0; i < Math.min(passed, chunks); i++) this.turn();
  }

  /** Begins the next chunk, in the place of the oldest. */
  turn() {
    this.current = (this.current + 1) % this.extent.chunks;
    this.records = 0;
    if (this.current === this.chunks.length) this.chunks.push(new Counts(...this.layout));
    else this.chunks[this.current].clear();
  }
}

class SlidingWindowHistogram {
  /** @type {Ring} */
  #ring;

  constructor() {
    if (arguments[0] !== kInternal) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#ring = arguments[1];
    markAsUncloneable(this);
  }

  /** @param {number | bigint} val at least 1 */
  record(val) {
    const ring = SlidingWindowHistogram.#ringOf(this);
    validateRecorded(val);
    ring.record(Number(val));
  }

  /** @returns {Histogram} the values of the window, which later ones do not change */
  snapshot() {
    return new Histogram(kInternal, SlidingWindowHistogram.#ringOf(this).total());
  }

  reset() {
    SlidingWindowHistogram.#ringOf(this).clear();
  }

  static #ringOf(histogram) {
    if (typeof histogram !== 'object' || histogram === null || !(#ring in histogram)) throw new codes.ERR_INVALID_THIS('SlidingWindowHistogram');
    return histogram.#ring;
  }
}

/**
 * @param {Extent & { lowest?: number | bigint, highest?: number | bigint, figures?: number }} options
 * @returns {SlidingWindowHistogram}
 */
function createSlidingWindowHistogram(options) {
  validateObject(options, 'options');
  const { chunks, chunkDuration, recordsPerChunk } = options;
  validateInteger(chunks, 'options.chunks', 1, kMostChunks);
  if ((chunkDuration === undefined) === (recordsPerChunk === undefined)) {
    throw new codes.ERR_INVALID_ARG_VALUE('options', options, 'must specify exactly one of "chunkDuration" or "recordsPerChunk"');
  }
  if (chunkDuration !== undefined) validateInteger(chunkDuration, 'options.chunkDuration', 1, kLongestChunk);
  else validateInteger(recordsPerChunk, 'options.recordsPerChunk', 1);
  return new SlidingWindowHistogram(kInternal, new Ring({ chunks, chunkDuration, recordsPerChunk }, layoutOf(options)));
}

module.exports = { createSlidingWindowHistogram };
