'use strict';

/**
 * Histograms with a fixed number of significant figures over a wide range (the HdrHistogram layout): values fall into buckets whose
 * width grows with the value, and every reading names a bucket's largest member.
 */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateInteger, validateNumber, validateObject } = require('internal:shared/validators');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kInternal = Symbol('internal');
/** What `min` is before the first value. */
const kNoMinimum = 2n ** 63n - 1n;

/** The counts. All values are integers up to 2^53. */
class Counts {
  constructor(lowest, highest, figures) {
    this.lowest = lowest;
    this.highest = highest;
    // Each bucket has `subBuckets` steps; within one, a step is at most one unit of the last significant figure.
    this.subBuckets = 2 ** Math.ceil(Math.log2(2 * 10 ** figures));
    this.unit = 2 ** Math.floor(Math.log2(lowest));
    this.clear();
  }

  clear() {
    /** Counts by the lowest value of their step. @type {Map<number, number>} */
    this.steps = new Map();
    this.total = 0;
    this.min = Infinity;
    this.max = 0;
  }

  /** The width of the step that holds `value`. */
  widthAt(value) {
    const fits = this.subBuckets * this.unit;
    return value < fits ? this.unit : this.unit * 2 ** (Math.floor(Math.log2(value / fits)) + 1);
  }

  lowestOf(value) {
    const width = this.widthAt(value);
    return Math.floor(value / width) * width;
  }

  highestOf(value) {
    return this.lowestOf(value) + this.widthAt(value) - 1;
  }

  /** @returns {boolean} false for a value out of range */
  record(value, count = 1) {
    if (value > this.highest || value < 0) return false;
    const step = this.lowestOf(value);
    this.steps.set(step, (this.steps.get(step) ?? 0) + count);
    this.total += count;
    if (value !== 0 && value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    return true;
  }

  /** Steps with their counts, lowest first. @returns {[number, number][]} */
  sorted() {
    return [...this.steps].sort((a, b) => a[0] - b[0]);
  }

  mean() {
    let sum = 0;
    for (const [step, count] of this.steps) sum += this.middleOf(step) * count;
    return sum / this.total;
  }

  middleOf(step) {
    return step + Math.floor(this.widthAt(step) / 2);
  }

  stddev() {
    const mean = this.mean();
    let sum = 0;
    for (const [step, count] of this.steps) sum += (this.middleOf(step) - mean) ** 2 * count;
    return Math.sqrt(sum / this.total);
  }

  /** The value that `percentile` percent of all values do not exceed. */
  percentile(percentile) {
    const wanted = Math.max(1, Math.floor((percentile / 100) * this.total + 0.5));
    let seen = 0;
    for (const [step, count] of this.sorted()) {
      seen += count;
      if (seen >= wanted) return this.highestOf(step);
    }
    return 0;
  }

  /** The percentiles at which a reader learns something new: halving steps towards 100. @returns {Map<number, number>} */
  percentiles() {
    const map = new Map();
    if (this.total === 0) return map.set(100, 0);
    const sorted = this.sorted();
    let level = 0;
    let seen = 0;
    let at = 0;
    for (;;) {
      while (at < sorted.length && (seen === 0 || (100 * seen) / this.total < level)) seen += sorted[at++][1];
      const value = this.highestOf(sorted[at - 1][0]);
      map.set(level, value);
      if (seen >= this.total) {
        map.set(100, value);
        return map;
      }
      const halvings = 2 ** (Math.floor(Math.log2(100 / (100 - level))) + 1);
      level += 100 / halvings;
    }
  }
}

/** Assigned where the private fields are in scope. */
let countsOf;
let isHistogram;
let addExceeding;

/** A histogram that user code reads. */
class Histogram {
  /** @type {Counts} */
  #counts;
  #exceeds = 0;

  constructor(token, counts) {
    if (token !== kInternal) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#counts = counts;
  }

  static {
    countsOf = (histogram) => {
      if (!isObject(histogram) || !(#counts in histogram)) throw new codes.ERR_INVALID_THIS('Histogram');
      return histogram.#counts;
    };
    isHistogram = (value) => isObject(value) && #counts in value;
    addExceeding = (histogram, count) => { histogram.#exceeds += count; };
  }

  get count() { return countsOf(this).total; }
  get countBigInt() { return BigInt(countsOf(this).total); }
  get min() { return Number(this.minBigInt); }
  get max() { return Number(this.maxBigInt); }

  get minBigInt() {
    const counts = countsOf(this);
    return counts.min === Infinity ? kNoMinimum : BigInt(counts.lowestOf(counts.min));
  }

  get maxBigInt() {
    const counts = countsOf(this);
    return counts.max === 0 ? 0n : BigInt(counts.highestOf(counts.max));
  }

  get mean() { return countsOf(this).mean(); }
  get stddev() { return countsOf(this).stddev(); }
  get exceeds() { countsOf(this); return this.#exceeds; }
  get exceedsBigInt() { countsOf(this); return BigInt(this.#exceeds); }
  get percentiles() { return countsOf(this).percentiles(); }

  get percentilesBigInt() {
    const map = new Map();
    for (const [level, value] of countsOf(this).percentiles()) map.set(level, BigInt(value));
    return map;
  }

  /** @param {number} percentile more than 0, at most 100 */
  percentile(percentile) {
    const counts = countsOf(this);
    validatePercentile(percentile);
    return counts.percentile(percentile);
  }

  /** @param {number} percentile more than 0, at most 100 */
  percentileBigInt(percentile) {
    return BigInt(this.percentile(percentile));
  }

  reset() {
    countsOf(this).clear();
    this.#exceeds = 0;
  }

  toJSON() {
    const { count, min, max, mean, exceeds, stddev } = this;
    return { count, min, max, mean, exceeds, stddev, percentiles: Object.fromEntries(this.percentiles) };
  }

  [kInspect](depth, options, inspect) {
    if (depth < 0) return `[${this.constructor.name}]`;
    const { min, max, mean, exceeds, stddev, count, percentiles } = this;
    const nested = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `Histogram ${inspect({ min, max, mean, exceeds, stddev, count, percentiles }, nested)}`;
  }
}

/** A histogram that user code also writes. */
class RecordableHistogram extends Histogram {
  #last;

  constructor(token, counts) {
    super(token, counts);
    this.#last = undefined;
  }

  /** @param {number | bigint} val at least 1 */
  record(val) {
    const counts = countsOf(this);
    if (typeof val === 'bigint') {
      recordIn(this, counts, Number(val));
      return;
    }
    validateInteger(val, 'val', 1);
    recordIn(this, counts, val);
  }

  /** Records the nanoseconds since the last call. */
  recordDelta() {
    const counts = countsOf(this);
    const now = process.hrtime.bigint();
    if (this.#last !== undefined) recordIn(this, counts, Number(now - this.#last));
    this.#last = now;
  }

  /** Adds the values of another histogram. @param {RecordableHistogram} other */
  add(other) {
    const counts = countsOf(this);
    if (!(other instanceof RecordableHistogram)) throw new codes.ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    const added = countsOf(other);
    for (const [step, count] of added.steps) {
      if (!counts.record(added.middleOf(step), count)) addExceeding(this, count);
    }
    counts.min = Math.min(counts.min, added.min);
    counts.max = Math.max(counts.max, Math.min(added.max, counts.highest));
    addExceeding(this, other.exceeds);
  }
}

function recordIn(histogram, counts, value) {
  if (!counts.record(value)) addExceeding(histogram, 1);
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function validatePercentile(percentile) {
  validateNumber(percentile, 'percentile');
  if (!(percentile > 0 && percentile <= 100)) throw new codes.ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', percentile);
}

/**
 * `perf_hooks.createHistogram([options])`
 * @param {{ lowest?: number | bigint, highest?: number | bigint, figures?: number }} [options]
 * @returns {RecordableHistogram}
 */
function createHistogram(options = {}) {
  validateObject(options, 'options');
  const { lowest = 1, highest = Number.MAX_SAFE_INTEGER, figures = 3 } = options;
  if (typeof lowest !== 'bigint') validateInteger(lowest, 'options.lowest', 1, Number.MAX_SAFE_INTEGER);
  if (typeof highest !== 'bigint') {
    validateInteger(highest, 'options.highest', 2 * Number(lowest), Number.MAX_SAFE_INTEGER);
  } else if (highest < 2n * BigInt(lowest)) {
    throw new codes.ERR_INVALID_ARG_VALUE.RangeError('options.highest', highest);
  }
  validateInteger(figures, 'options.figures', 1, 5);
  return new RecordableHistogram(kInternal, new Counts(Number(lowest), Number(highest), figures));
}

module.exports = { Counts, Histogram, RecordableHistogram, createHistogram, isHistogram: (value) => isHistogram(value), kInternal };
