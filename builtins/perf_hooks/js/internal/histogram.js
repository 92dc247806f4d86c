'use strict';

/** Histograms: what user code reads of counts, and how it writes them. */

const { isUint8Array } = require('internal:buffer/search');
const process = require('internal:process/object');
const { Counts } = require('internal:perf_hooks/counts');
const { codes } = require('internal:shared/errors');
const { validateArray, validateInteger, validateNumber, validateObject } = require('internal:shared/validators');
const { kClone, markCloneable } = require('internal:web/transferable');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kInternal = Symbol('internal');
/** What `min` is before the first value. */
const kNoMinimum = 2n ** 63n - 1n;

/** Assigned where the private fields are in scope. */
let countsOf;
let isHistogram;
let isRecordable;

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
  get skewness() { return statistics().skewness(countsOf(this)); }
  get kurtosis() { return statistics().kurtosis(countsOf(this)); }
  get ewmaMean() { return countsOf(this).average.mean; }
  get ewmaStddev() { return Math.sqrt(countsOf(this).average.variance); }
  get ewmaErrorRate() { return countsOf(this).average.failures; }
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

  /** @param {number[]} percentiles each more than 0, at most 100 @returns {Map<number, number>} in order */
  percentilesAt(percentiles) {
    const counts = countsOf(this);
    validateArray(percentiles, 'percentiles');
    percentiles.forEach((percentile, index) => validatePercentile(percentile, `percentiles[${index}]`));
    const sorted = [...new Set(percentiles)].sort((a, b) => a - b);
    return new Map(sorted.map((percentile) => [percentile, counts.total === 0 ? 1 : counts.percentile(percentile)]));
  }

  /** How many values are in the step of this one. @param {number} value */
  countAt(value) {
    const counts = countsOf(this);
    validateNumber(value, 'value');
    return statistics().countAt(counts, value);
  }

  /** Which part of the values is not larger. @param {number} value */
  cdf(value) {
    const counts = countsOf(this);
    validateNumber(value, 'value');
    return statistics().partUpTo(counts, value);
  }

  /** Which part of the values is larger. @param {number} value */
  ccdf(value) {
    return 1 - this.cdf(value);
  }

  /** @param {number} stepSize @returns {Map<number, number>} counts by the upper ends of spans of that size */
  linearBuckets(stepSize) {
    const counts = countsOf(this);
    validateInteger(stepSize, 'stepSize', 1);
    return require('internal:perf_hooks/spans').spans(counts, stepSize, (end) => end + stepSize);
  }

  /** @param {number} firstBucket @param {number} base @returns {Map<number, number>} counts by the upper ends of spans that grow */
  logBuckets(firstBucket, base) {
    const counts = countsOf(this);
    validateInteger(firstBucket, 'firstBucket', 1);
    validateNumber(base, 'base');
    if (!(base > 1)) throw new codes.ERR_OUT_OF_RANGE('base', '> 1', base);
    return require('internal:perf_hooks/spans').spans(counts, firstBucket, (end) => Math.max(end + 1, Math.trunc(end * base)));
  }

  /** @param {{ confidence?: number }} [options] @returns {{ mean: number, lower: number, upper: number }} */
  meanCI(options = undefined) {
    return statistics().meanInterval(countsOf(this), confidenceOf(options));
  }

  /** @param {number} percentile @param {{ confidence?: number }} [options] @returns {{ value: number, lower: number, upper: number }} */
  percentileCI(percentile, options = undefined) {
    const counts = countsOf(this);
    validatePercentile(percentile);
    return statistics().percentileInterval(counts, percentile, confidenceOf(options));
  }

  /** The largest difference of the two distributions. @param {Histogram} other */
  ksTest(other) {
    return statistics().largestDifference(countsOf(this), otherCounts(other));
  }

  /** @param {Histogram} other @param {{ confidence?: number }} [options] */
  welchTest(other, options = undefined) {
    const counts = countsOf(this);
    return statistics().welchTest(counts, otherCounts(other), confidenceOf(options));
  }

  /** @param {Histogram} other */
  mannWhitneyTest(other) {
    return statistics().mannWhitneyTest(countsOf(this), otherCounts(other));
  }

  /** The difference of the means in pooled standard deviations. @param {Histogram} other */
  cohensD(other) {
    return statistics().cohensD(countsOf(this), otherCounts(other));
  }

  /** How much more often a value of this one is the larger of two than the smaller. @param {Histogram} other */
  cliffsD(other) {
    return statistics().cliffsD(countsOf(this), otherCounts(other));
  }

  /** How fast the latest failures use up what the target allows. @param {number} sloTarget between 0 and 1 */
  burnRate(sloTarget) {
    const { average } = countsOf(this);
    validateNumber(sloTarget, 'sloTarget');
    if (!(sloTarget > 0 && sloTarget < 1)) throw new codes.ERR_OUT_OF_RANGE('sloTarget', '> 0 && < 1', sloTarget);
    return average.failures / (1 - sloTarget);
  }

  /** Estimates the density of the values. @param {object} [options] */
  qrde(options = undefined) {
    return require('internal:perf_hooks/density').estimateDensity(countsOf(this), options);
  }

  /** @returns {Uint8Array} what `importHistogram()` reads */
  export() {
    return require('internal:perf_hooks/histogram_data').encodeCounts(countsOf(this));
  }

  reset() {
    countsOf(this).clear();
  }

  /** The clone has the same counts; it records nothing by itself, as the clone of an interval's histogram. */
  [kClone]() {
    return packed(this, 'internal:perf_hooks/histogram#reviveHistogram');
  }

  toJSON() {
    const { count, min, max, mean, exceeds, stddev, skewness, kurtosis, ewmaMean, ewmaStddev, ewmaErrorRate } = this;
    const percentiles = Object.fromEntries(this.percentiles);
    return { count, min, max, mean, exceeds, stddev, skewness, kurtosis, ewmaMean, ewmaStddev, ewmaErrorRate, percentiles };
  }

  [kInspect](depth, options, inspect) {
    if (depth < 0) return `[${this.constructor.name}]`;
    const { min, max, mean, exceeds, stddev, skewness, kurtosis, count, percentiles } = this;
    const nested = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `Histogram ${inspect({ min, max, mean, exceeds, stddev, skewness, kurtosis, count, percentiles }, nested)}`;
  }
}

/** A histogram that user code also writes. */
class RecordableHistogram extends Histogram {
  #last;

  constructor(token, counts) {
    super(token, counts);
    this.#last = undefined;
  }

  static {
    isRecordable = (value) => isObject(value) && #last in value;
  }

  /** @param {number | bigint} val at least 1 */
  record(val) {
    const counts = recordableCounts(this);
    validateRecorded(val);
    counts.take(Number(val));
  }

  /**
   * Records a value and those that were missed while its recorder stalled.
   * @param {number | bigint} val @param {number | bigint} expectedInterval of the same type
   */
  recordCorrected(val, expectedInterval) {
    const counts = recordableCounts(this);
    if (typeof val === 'bigint') {
      if (typeof expectedInterval !== 'bigint') throw new codes.ERR_INVALID_ARG_TYPE('expectedInterval', 'bigint', expectedInterval);
      requirePositive(val, 'value');
      requirePositive(expectedInterval, 'expected_interval');
    } else {
      validateInteger(val, 'val', 1);
      validateInteger(expectedInterval, 'expectedInterval', 1);
    }
    counts.takeCorrected(Number(val), Number(expectedInterval));
  }

  /** Records the nanoseconds since the last call. */
  recordDelta() {
    const counts = recordableCounts(this);
    const now = process.hrtime.bigint();
    if (this.#last !== undefined) counts.take(Number(now - this.#last));
    this.#last = now;
  }

  /** Adds the values of another histogram. @param {RecordableHistogram} other */
  add(other) {
    const counts = recordableCounts(this);
    counts.add(otherRecordableCounts(other));
  }

  /** Takes the values of another histogram away, as far as they are there. @param {RecordableHistogram} other */
  subtract(other) {
    const counts = recordableCounts(this);
    counts.subtract(otherRecordableCounts(other));
  }

  [kClone]() {
    return packed(this, 'internal:perf_hooks/histogram#reviveRecordable');
  }
}

function packed(histogram, deserializeInfo) {
  const { layout, native } = countsOf(histogram);
  return { data: layout, parcel: native.pack(), deserializeInfo };
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

/** Loaded when a program first asks for more than counts. */
function statistics() {
  return require('internal:perf_hooks/statistics');
}

/** @param {unknown} histogram a method's `this` @returns {Counts} */
function recordableCounts(histogram) {
  if (!isRecordable(histogram)) throw new codes.ERR_INVALID_THIS('RecordableHistogram');
  return countsOf(histogram);
}

/** @param {unknown} other an argument @returns {Counts} */
function otherCounts(other) {
  if (!isHistogram(other)) throw new codes.ERR_INVALID_ARG_TYPE('other', 'Histogram', other);
  return countsOf(other);
}

/** @param {unknown} other an argument @returns {Counts} */
function otherRecordableCounts(other) {
  if (!isRecordable(other)) throw new codes.ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
  return countsOf(other);
}

/** @param {{ confidence?: number } | undefined} options */
function confidenceOf(options) {
  if (options === undefined) return 0.95;
  validateObject(options, 'options');
  const { confidence = 0.95 } = options;
  validateNumber(confidence, 'options.confidence');
  if (!(confidence > 0 && confidence < 1)) throw new codes.ERR_OUT_OF_RANGE('options.confidence', '> 0 && < 1', confidence);
  return confidence;
}

/** @param {unknown} val must be a value that a histogram records */
function validateRecorded(val) {
  if (typeof val !== 'bigint') validateInteger(val, 'val', 1);
  else requirePositive(val, 'value');
}

/** @param {bigint} value */
function requirePositive(value, name) {
  if (value >= 1n && value <= kNoMinimum) return;
  const error = new RangeError(`${name} is out of range`);
  error.code = 'ERR_OUT_OF_RANGE';
  throw error;
}

function validatePercentile(percentile, name = 'percentile') {
  validateNumber(percentile, name);
  if (!(percentile > 0 && percentile <= 100)) throw new codes.ERR_OUT_OF_RANGE(name, '> 0 && <= 100', percentile);
}

/**
 * `perf_hooks.createHistogram([options])`
 * @param {{ lowest?: number | bigint, highest?: number | bigint, figures?: number, halfLife?: number, threshold?: number }} [options]
 * @returns {RecordableHistogram}
 */
function createHistogram(options = {}) {
  validateObject(options, 'options');
  const counts = new Counts(...layoutOf(options));
  const { halfLife = 0, threshold = 0 } = options;
  validateNumber(halfLife, 'options.halfLife', 0);
  validateNumber(threshold, 'options.threshold', 0);
  if (halfLife > 0 && halfLife < Infinity) counts.keepAverage(halfLife, threshold);
  return new RecordableHistogram(kInternal, counts);
}

/** `perf_hooks.importHistogram(data)` @param {Uint8Array} data what `histogram.export()` gave @returns {RecordableHistogram} */
function importHistogram(data) {
  if (!isUint8Array(data)) throw new codes.ERR_INVALID_ARG_TYPE('data', 'Uint8Array', data);
  const counts = require('internal:perf_hooks/histogram_data').decodeCounts(data);
  if (counts !== undefined) return new RecordableHistogram(kInternal, counts);
  const error = new TypeError('Invalid histogram export data');
  error.code = 'ERR_INVALID_ARG_VALUE';
  throw error;
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
  Histogram, RecordableHistogram, createHistogram, importHistogram, kInternal, layoutOf, reviveHistogram, reviveRecordable, validateRecorded,
};
