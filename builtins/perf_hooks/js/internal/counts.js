'use strict';

/**
 * The counts of histograms with a fixed number of significant figures over a wide range (the HdrHistogram layout): values fall into steps whose
 * width grows with the value, and every reading names a step's largest member.
 */

/** The counts, which clones of a histogram share. All values are integers up to 2^53. */
class Counts {
  /**
   * @param {number} lowest @param {number} highest @param {number} figures
   * @param {boolean} [weighs] whether a moving average is kept @param {binding.Parcel} [parcel] with what another thread counts, too
   */
  constructor(lowest, highest, figures, weighs = false, parcel = undefined) {
    this.lowest = lowest;
    this.highest = highest;
    this.figures = figures;
    // Each bucket has `subBuckets` steps; within one, a step is at most one unit of the last significant figure.
    this.subBuckets = 2 ** Math.ceil(Math.log2(2 * 10 ** figures));
    this.unit = 2 ** Math.floor(Math.log2(lowest));
    this.weighs = weighs;
    this.native = new binding.Counts(parcel);
  }

  /** What another `new Counts()` takes. @returns {[lowest: number, highest: number, figures: number, weighs: boolean]} */
  get layout() { return [this.lowest, this.highest, this.figures, this.weighs]; }

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

  /** As {@link record}, and as the latest value of the moving average. */
  take(value) {
    if (this.weighs && value <= this.highest && value >= 0) this.native.weigh(value);
    this.record(value);
  }

  /** Takes a value and what was not recorded while its recorder stalled: values that fall by `interval`, down to it. */
  takeCorrected(value, interval) {
    this.take(value);
    if (value > this.highest) return;
    let missing = value - interval;
    while (missing >= interval) {
      const least = Math.max(this.lowestOf(missing), interval);
      const inStep = Math.floor((missing - least) / interval) + 1;
      this.record(missing, inStep);
      missing -= inStep * interval;
    }
    if (value - interval >= interval) this.native.widen(missing + interval, value);
  }

  /** Takes the values of another histogram away, as far as they are there. @param {Counts} other */
  subtract(other) {
    for (const [step, count] of other.sorted()) this.native.uncount(this.lowestOf(step), count);
    this.native.unexceed(other.exceeds);
    const left = this.sorted();
    const min = left.find(([step]) => step > 0)?.[0] ?? Infinity;
    this.native.setExtremes(min, left.length === 0 ? 0 : this.highestOf(left.at(-1)[0]));
  }

  /** @param {number} halfLife values after which one weighs half @param {number} threshold larger values are failures */
  keepAverage(halfLife, threshold) {
    this.weighs = true;
    this.native.keepAverage(1 - 2 ** (-1 / halfLife), Math.trunc(threshold) || 0, 0, 0, 0);
  }

  /** The moving average; zeros where none is kept. */
  get average() {
    const [alpha = 0, threshold = 0, mean = 0, variance = 0, failures = 0] = this.native.average();
    return { alpha, threshold, mean, variance, failures };
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
    return Math.sqrt(this.moment(2));
  }

  /** The mean of a power of the distances from the mean. @param {number} power @param {[number, number][]} [steps] as of `sorted()` */
  moment(power, steps = this.sorted()) {
    const mean = this.mean(steps);
    let sum = 0;
    for (const [step, count] of steps) sum += (this.middleOf(step) - mean) ** power * count;
    return sum / this.total;
  }

  /** The value that `percentile` percent of all values do not exceed. */
  percentile(percentile) {
    if (this.total === 0) return this.highestOf(0);
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

module.exports = { Counts };
