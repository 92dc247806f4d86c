'use strict';

/** Statistics of the values that counts hold. A step's values are all taken for its middle. */

/** @typedef {import('./counts').Counts} Counts */
/** @typedef {{ value: number, count: number }[]} Values by their size, smallest first */

/** Fewer values say nothing of the tails. */
const kLeastForKurtosis = 4;
const kLeastForSkewness = 3;

/** @param {Counts} counts */
function skewness(counts) {
  return standardMoment(counts, 3, kLeastForSkewness);
}

/** That of a normal distribution is 0. @param {Counts} counts */
function kurtosis(counts) {
  const fourth = standardMoment(counts, 4, kLeastForKurtosis);
  return fourth === 0 ? 0 : fourth - 3;
}

function standardMoment(counts, power, least) {
  if (counts.total < least) return 0;
  const steps = counts.sorted();
  const variance = counts.moment(2, steps);
  return variance === 0 ? 0 : counts.moment(power, steps) / variance ** (power / 2);
}

/** The variance of what the values are a sample of. @param {Counts} counts */
function sampleVariance(counts) {
  const { total } = counts;
  return counts.moment(2) * (total / (total - 1));
}

// --- Places in the distribution ------------------------------------------------------------------------------------------

/** @param {Counts} counts @param {number} value */
function countAt(counts, value) {
  const wanted = counts.lowestOf(Math.trunc(value));
  return counts.sorted().find(([step]) => step === wanted)?.[1] ?? 0;
}

/** Which part of the values is at most `value`. @param {Counts} counts @param {number} value */
function partUpTo(counts, value) {
  const { total } = counts;
  if (total === 0 || !(value >= 0)) return 0;
  const last = value === Infinity ? Infinity : counts.lowestOf(Math.trunc(value));
  let seen = 0;
  for (const [step, count] of counts.sorted()) {
    if (step <= last) seen += count;
  }
  return seen / total;
}

/** @param {Counts} counts @param {number} rank the first is 1 */
function valueAtRank(counts, rank) {
  let seen = 0;
  for (const [step, count] of counts.sorted()) {
    seen += count;
    if (seen >= rank) return counts.highestOf(step);
  }
  return 0;
}

// --- Intervals of confidence ----------------------------------------------------------------------------------------------

/** By Student's distribution. @param {Counts} counts @param {number} confidence */
function meanInterval(counts, confidence) {
  const { total } = counts;
  const mean = counts.mean();
  if (total < 2) return { __proto__: null, mean, lower: NaN, upper: NaN };
  const reach = binding.studentQuantile(confidence, total - 1) * Math.sqrt(sampleVariance(counts) / total);
  return { __proto__: null, mean, lower: mean - reach, upper: mean + reach };
}

/** By the binomial distribution of how many values lie below. @param {Counts} counts @param {number} percentile @param {number} confidence */
function percentileInterval(counts, percentile, confidence) {
  const { total } = counts;
  const value = counts.percentile(percentile);
  if (total < 2) return { __proto__: null, value, lower: value, upper: value };
  const outside = (1 - confidence) / 2;
  const lowest = binding.binomialQuantile(outside, total, percentile / 100);
  const highest = binding.binomialQuantile(1 - outside, total, percentile / 100) + 1;
  return {
    __proto__: null, value, lower: valueAtRank(counts, Math.max(lowest, 1)), upper: valueAtRank(counts, Math.min(highest, total)),
  };
}

// --- Two histograms ---------------------------------------------------------------------------------------------------------

/**
 * The values of both in one order.
 * @param {Counts} one @param {Counts} other
 * @returns {{ inOne: number, inOther: number }[]} how many of each value
 */
function merged(one, other) {
  const [left, right] = [valuesOf(one), valuesOf(other)];
  const all = [];
  for (let i = 0, j = 0; i < left.length || j < right.length;) {
    const value = Math.min(left[i]?.value ?? Infinity, right[j]?.value ?? Infinity);
    const inOne = left[i]?.value === value ? left[i++].count : 0;
    const inOther = right[j]?.value === value ? right[j++].count : 0;
    all.push({ inOne, inOther });
  }
  return all;
}

/** @param {Counts} counts @returns {Values} */
function valuesOf(counts) {
  return counts.sorted().map(([step, count]) => ({ value: counts.middleOf(step), count }));
}

/** The statistic of Kolmogorov and Smirnov. @param {Counts} one @param {Counts} other */
function largestDifference(one, other) {
  if (one.total === 0 || other.total === 0) return 0;
  let [ofOne, ofOther, largest] = [0, 0, 0];
  for (const { inOne, inOther } of merged(one, other)) {
    ofOne += inOne;
    ofOther += inOther;
    largest = Math.max(largest, Math.abs(ofOne / one.total - ofOther / other.total));
  }
  return largest;
}

/** @param {Counts} one @param {Counts} other @param {number} confidence */
function welchTest(one, other, confidence) {
  if (one === other || one.total < 2 || other.total < 2) return welchResult(0, 0, 1, 0, 0);
  const [ofOne, ofOther] = [one, other].map((counts) => sampleVariance(counts) / counts.total);
  const error = Math.sqrt(ofOne + ofOther);
  if (error === 0) return welchResult(0, 0, 1, 0, 0);
  const difference = one.mean() - other.mean();
  const statistic = difference / error;
  const freedom = (ofOne + ofOther) ** 2 / (ofOne ** 2 / (one.total - 1) + ofOther ** 2 / (other.total - 1));
  const reach = binding.studentQuantile(confidence, freedom) * error;
  return welchResult(statistic, freedom, binding.studentTwoTailed(statistic, freedom), difference - reach, difference + reach);
}

function welchResult(tStatistic, degreesOfFreedom, pValue, lower, upper) {
  return { __proto__: null, tStatistic, degreesOfFreedom, pValue, confidenceInterval: { __proto__: null, lower, upper } };
}

/** By the normal approximation, with its correction for equal values. @param {Counts} one @param {Counts} other */
function mannWhitneyTest(one, other) {
  const pairs = one.total * other.total;
  if (pairs === 0 || one === other) return { __proto__: null, uStatistic: 0, zScore: 0, pValue: 1 };
  const all = merged(one, other);
  const uStatistic = wins(all);
  const total = one.total + other.total;
  let ties = 0;
  for (const { inOne, inOther } of all) ties += (inOne + inOther) ** 3 - (inOne + inOther);
  const variance = (pairs / 12) * (total + 1 - ties / (total * (total - 1)));
  const zScore = variance > 0 ? (uStatistic - pairs / 2) / Math.sqrt(variance) : 0;
  return { __proto__: null, uStatistic, zScore, pValue: binding.normalTwoTailed(zScore) };
}

/** In how many pairs the value of the first is the larger one; equal ones are half a win. */
function wins(all) {
  let [won, below] = [0, 0];
  for (const { inOne, inOther } of all) {
    won += inOne * (below + inOther / 2);
    below += inOther;
  }
  return won;
}

/** @param {Counts} one @param {Counts} other */
function cohensD(one, other) {
  if (one.total < 2 || other.total < 2) return 0;
  const freedom = one.total + other.total - 2;
  const pooled = ((one.total - 1) * sampleVariance(one) + (other.total - 1) * sampleVariance(other)) / freedom;
  return pooled > 0 ? (one.mean() - other.mean()) / Math.sqrt(pooled) : 0;
}

/** @param {Counts} one @param {Counts} other */
function cliffsD(one, other) {
  const pairs = one.total * other.total;
  return pairs === 0 ? 0 : (2 * wins(merged(one, other))) / pairs - 1;
}

module.exports = {
  cliffsD, cohensD, countAt, kurtosis, largestDifference, mannWhitneyTest, meanInterval, partUpTo, percentileInterval, skewness, welchTest,
};
