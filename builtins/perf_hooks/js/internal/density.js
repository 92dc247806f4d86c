'use strict';

/** `histogram.qrde()`: the density of the values between quantiles. */

const { codes } = require('internal:shared/errors');
const { validateArray, validateBoolean, validateInteger, validateNumber, validateObject, validateOneOf } = require('internal:shared/validators');

const kMostBins = 1000;

/** Repeated values are spread over steps that are wider than this. */
const SPREAD_FROM = { __proto__: null, none: Infinity, hdr: 1, all: 0 };

/**
 * @param {import('./counts').Counts} counts
 * @param {{ bins?: number, probabilities?: number[], dequantize?: 'none' | 'hdr' | 'all', cache?: boolean }} options
 * @returns {Promise<object>}
 */
function estimateDensity(counts, options = { __proto__: null }) {
  validateObject(options, 'options');
  const { dequantize = 'hdr', cache = false } = options;
  const probabilities = Float64Array.from(probabilitiesOf(options));
  validateOneOf(dequantize, 'options.dequantize', ['none', 'hdr', 'all']);
  validateBoolean(cache, 'options.cache');
  const steps = counts.sorted();
  const about = { count: BigInt(counts.total), bucketCount: steps.length, dequantize };
  if (steps.length === 0) return Promise.resolve(densities(probabilities, [], about));
  const buckets = steps.flatMap(([step, count]) => [counts.middleOf(step), counts.widthAt(step), count]);
  return new Promise((resolve, reject) => {
    binding.estimateDensity(buckets, [...probabilities], SPREAD_FROM[dequantize], (error, found) => {
      if (error) reject(error);
      else resolve(densities(probabilities, found, about));
    });
  });
}

/** @param {{ bins?: number, probabilities?: number[] }} options @returns {number[]} */
function probabilitiesOf(options) {
  const { bins, probabilities } = options;
  if (probabilities !== undefined) {
    if (bins !== undefined) throw new codes.ERR_INVALID_ARG_VALUE('options', options, '"bins" and "probabilities" are mutually exclusive.');
    return checkProbabilities(probabilities);
  }
  const count = bins ?? 100;
  validateInteger(count, 'options.bins', 1, kMostBins);
  return Array.from({ length: count + 1 }, (_, index) => index / count);
}

function checkProbabilities(probabilities) {
  const name = 'options.probabilities';
  validateArray(probabilities, name, 2);
  if (probabilities.length > kMostBins + 1) throw new codes.ERR_INVALID_ARG_VALUE(name, probabilities, `must have a length of at most ${kMostBins + 1}`);
  probabilities.forEach((probability, index) => validateNumber(probability, `${name}[${index}]`));
  if (probabilities[0] !== 0 || probabilities.at(-1) !== 1) throw new codes.ERR_INVALID_ARG_VALUE(name, probabilities, 'must start with 0 and end with 1');
  const rises = probabilities.every((probability, index) => index === 0 || probability > probabilities[index - 1]);
  if (!rises) throw new codes.ERR_INVALID_ARG_VALUE(name, probabilities, 'must be strictly increasing');
  return probabilities;
}

/** Quantiles that rounding has made smaller than those before them are as large. */
function densities(probabilities, found, { count, bucketCount, dequantize }) {
  const quantiles = Float64Array.from(found);
  let corrections = 0;
  for (let i = 1; i < quantiles.length; i++) {
    if (quantiles[i] >= quantiles[i - 1]) continue;
    quantiles[i] = quantiles[i - 1];
    corrections++;
  }
  const values = Float64Array.from({ length: Math.max(quantiles.length - 1, 0) }, (_, i) => (
    (probabilities[i + 1] - probabilities[i]) / (quantiles[i + 1] - quantiles[i])
  ));
  return { __proto__: null, probabilities, quantiles, densities: values, count, bucketCount, corrections, dequantize };
}

module.exports = { estimateDensity };
