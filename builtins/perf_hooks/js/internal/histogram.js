'use strict';

/**
 * Histograms with a fixed number of significant figures over a wide range (the HdrHistogram layout): values fall into buckets whose
 * width grows with the value, and every reading names a bucket's largest member.
 */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateInteger, validateNumber, validateObject } = require('internal:shared/validators');
const { kClone, markCloneable } = require('internal:web/transferable');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kInternal = Symbol('internal');
/** What `min` is before the first value. */
const kNoMinimum = 2n ** 63n - 1n;

/** The counts, which clones of a histogram share. All values are integers up to 2^53. */
class Counts {
  /** @param {binding.Parcel} [parcel] with what another thread counts, too */
  constructor(lowest, highest, figures, parcel = undefined) {
    this.lowest = lowest;
    this.highest = highest;
    this.figures = figures;
    // Each bucket has `subBuckets` steps; within one, a step is at most one unit of the last significant figure.
    this.subBuckets = 2 ** Math.ceil(Math.log2(2 * 10 ** figures));
    this.unit = 2 ** Math.floor(Math.log2(lowest));
    this.native = new binding.Counts(parcel);
  }

  clear() {
    this.native.clear();
  }

  get total() { return this.native.total; }
  /** Infinity before the first value above 0. */
  get min() { return this.native.min; }
  get max() { return this.native.max; }
  get exceeds() { return this.native.exceeds; }

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

  /** A value out of range is only counted as one. */
  record(value, count = 1) {
    if (value > this.highest || value < 0) this.native.exceed(count);
    else this.native.record(this.lowestOf(value), value, count);
  }

  /** Adds the values of another histogram. @param {Counts} other */
  add(other) {
    const total = other.total;
    for (const [step, count] of other.sorted()) this.record(other.middleOf(step), count);
    if (total > 0) this.native.widen(other.min === Infinity ? 0 : other.min, Math.min(other.max, this.highest));
    this.native.exceed(other.exceeds);
  }

  /** Steps by their lowest value with their counts, lowest first. @returns {[number, number][]} */
  sorted() {
    const flat = this.native.steps();
    return Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index], flat[2 * index + 1]]);
  }

  mean(steps = this.sorted()) {
    let sum = 0;
    for (const [step, count] of steps) sum += this.middleOf(step) * count;
    return sum / this.total;
  }

  middleOf(step) {
    return step + Math.floor(this.widthAt(step) / 2);
  }

  stddev() {
    const steps = this.sorted();
    const mean = this.mean(steps);
    let sum = 0;
    for (const [step, count] of steps) sum += (this.middleOf(step) - mean) ** 2 * count;
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

/** A histogram that user code reads. */
class Histogram {
  /** @type {Counts} */
  #counts;

  constructor(token, counts) {
    if (token !== kInternal) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    markCloneable(this);
    this.#counts = counts;
  }

  static {
    countsOf = (histogram) => {
      if (!isObject(histogram) || !(#counts in histogram)) throw new codes.ERR_INVALID_THIS('Histogram');
      return histogram.#counts;
    };
    isHistogram = (value) => isObject(value) && #counts in value;
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
  get exceeds() { return countsOf(this).exceeds; }
  get exceedsBigInt() { return BigInt(countsOf(this).exceeds); }
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
  }

  /** The clone has the same counts; it records nothing by itself, as the clone of an interval's histogram. */
  [kClone]() {
    return packed(this, 'internal:perf_hooks/histogram#reviveHistogram');
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
    if (typeof val !== 'bigint') validateInteger(val, 'val', 1);
    counts.record(Number(val));
  }

  /** Records the nanoseconds since the last call. */
  recordDelta() {
    const counts = countsOf(this);
    const now = process.hrtime.bigint();
    if (this.#last !== undefined) counts.record(Number(now - this.#last));
    this.#last = now;
  }

  /** Adds the values of another histogram. @param {RecordableHistogram} other */
  add(other) {
    const counts = countsOf(this);
    if (!(other instanceof RecordableHistogram)) throw new codes.ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    counts.add(countsOf(other));
  }

  [kClone]() {
    return packed(this, 'internal:perf_hooks/histogram#reviveRecordable');
  }
}

function packed(histogram, deserializeInfo) {
  const { lowest, highest, figures, native } = countsOf(histogram);
  return { data: [lowest, highest, figures], parcel: native.pack(), deserializeInfo };
}

function reviveHistogram(layout, parcel) {
  return new Histogram(kInternal, new Counts(...layout, parcel));
}

function reviveRecordable(layout, parcel) {
  return new RecordableHistogram(kInternal, new Counts(...layout, parcel));
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
  return new RecordableHistogram(kInternal, new Counts(...layoutOf(options)));
}

/** The range and accuracy that options ask for. @returns {[lowest: number, highest: number, figures: number]} */
function layoutOf({ lowest = 1, highest = Number.MAX_SAFE_INTEGER, figures = 3 }) {
  validateBound(lowest, 'options.lowest');
  validateBound(highest, 'options.highest');
  const least = 2n * BigInt(lowest);
  if (BigInt(highest) < least) throw new codes.ERR_OUT_OF_RANGE('options.highest', `>= 2 * options.lowest (${least}n)`, highest);
  validateInteger(figures, 'options.figures', 1, 5);
  return [Number(lowest), Number(highest), figures];
}

function validateBound(value, name) {
  if (typeof value !== 'bigint') validateInteger(value, name, 1);
  else if (value < 1n || value > kNoMinimum) throw new codes.ERR_OUT_OF_RANGE(name, `>= 1n && <= ${kNoMinimum}n`, value);
}

module.exports = {
  Counts, Histogram, RecordableHistogram, createHistogram, isHistogram: (value) => isHistogram(value), kInternal, layoutOf, reviveHistogram,
  reviveRecordable,
};
