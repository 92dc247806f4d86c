'use strict';

/**
 * Histograms as bytes: a map with numbers for keys in CBOR (RFC 8949), the counts as distances of their places and how many there are, in turn.
 * The layout is that of Node's documentation of `histogram.export()`.
 */

const { Counts } = require('internal:perf_hooks/counts');
const { decode, encode } = require('internal:perf_hooks/cbor');

const kVersion = 1;
const kLargest = 2n ** 63n - 1n;
const KEYS = { version: 0, lowest: 1, highest: 2, figures: 3, total: 4, min: 5, max: 6, offset: 7, ratio: 8, length: 9, counts: 10, average: 11 };
const AVERAGE_KEYS = { alpha: 0, mean: 1, variance: 2, failures: 3, threshold: 4 };

/** @param {Counts} counts @returns {Uint8Array} */
function encodeCounts(counts) {
  const { lowest, highest, figures, total, min, max, weighs, average } = counts;
  const map = new Map([
    [KEYS.version, kVersion],
    [KEYS.lowest, wholeOf(lowest)],
    [KEYS.highest, wholeOf(highest)],
    [KEYS.figures, figures],
    [KEYS.total, wholeOf(total)],
    [KEYS.min, wholeOf(min)],
    [KEYS.max, wholeOf(max)],
    [KEYS.offset, 0],
    [KEYS.ratio, Float64Array.of(1)],
    [KEYS.length, lengthOf(counts)],
    [KEYS.counts, distancesOf(counts)],
  ]);
  if (weighs) map.set(KEYS.average, averageMap(average));
  return encode(map);
}

function averageMap({ alpha, mean, variance, failures, threshold }) {
  return new Map([
    [AVERAGE_KEYS.alpha, Float64Array.of(alpha)],
    [AVERAGE_KEYS.mean, Float64Array.of(mean)],
    [AVERAGE_KEYS.variance, Float64Array.of(variance)],
    [AVERAGE_KEYS.failures, Float64Array.of(failures)],
    [AVERAGE_KEYS.threshold, wholeOf(threshold)],
  ]);
}

/** A number that may be beyond those that have 64 bits. @returns {number | bigint} */
function wholeOf(value) {
  if (value <= Number.MAX_SAFE_INTEGER) return value;
  if (value >= 2 ** 63) return kLargest;
  return BigInt(value);
}

function distancesOf(counts) {
  let last = 0;
  return counts.sorted().flatMap(([step, count]) => {
    const place = placeOf(counts, step);
    const distance = place - last;
    last = place;
    return [distance, wholeOf(count)];
  });
}

/** The place of a step in the array that HdrHistogram has. */
function placeOf(counts, step) {
  const half = counts.subBuckets / 2;
  const width = counts.widthAt(step);
  return Math.log2(width / counts.unit) * half + step / width;
}

/** The lowest value of the step at a place. */
function stepAt({ subBuckets, unit }, place) {
  const half = subBuckets / 2;
  const bucket = Math.floor(place / half) - 1;
  if (bucket < 0) return place * unit;
  return (place % half + half) * unit * 2 ** bucket;
}

/** How long that array is. */
function lengthOf({ highest, subBuckets, unit }) {
  let buckets = 1;
  for (let end = subBuckets * unit; end <= highest && end < 2 ** 63; end *= 2) buckets++;
  return (buckets + 1) * (subBuckets / 2);
}

/** @param {Uint8Array} data @returns {Counts | undefined} undefined where the data is not what `encodeCounts` gives */
function decodeCounts(data) {
  const map = decode(data);
  if (!(map instanceof Map) || [...map.keys()].some((key) => !(key >= 0 && key <= KEYS.average))) return undefined;
  const layout = layoutOf(map);
  if (layout === undefined) return undefined;
  const counts = new Counts(...layout);
  const isWhole = map.get(KEYS.length) === lengthOf(counts) && readCounts(counts, map.get(KEYS.counts)) && readSums(counts, map);
  return isWhole && readAverage(counts, map.get(KEYS.average)) ? counts : undefined;
}

/** @returns {[lowest: number, highest: number, figures: number] | undefined} */
function layoutOf(map) {
  const numbers = [map.get(KEYS.lowest) ?? 1, map.get(KEYS.highest), map.get(KEYS.figures)].map(countOf);
  const [lowest, highest, figures] = numbers;
  const isVersion = (map.get(KEYS.version) ?? kVersion) === kVersion && (map.get(KEYS.offset) ?? 0) === 0;
  return isVersion && lowest >= 1 && highest >= 2 * lowest && highest <= 2 ** 63 && figures >= 1 && figures <= 5 ? numbers : undefined;
}

/** A number of something, or NaN. */
function countOf(value) {
  return (typeof value === 'bigint' || Number.isInteger(value)) && value >= 0 ? Number(value) : NaN;
}

/** @returns {boolean} whether all are counts at places that there are */
function readCounts(counts, distances) {
  if (!Array.isArray(distances) || distances.length % 2 !== 0) return false;
  const length = lengthOf(counts);
  let place = 0;
  for (let i = 0; i < distances.length; i += 2) {
    place += countOf(distances[i]);
    const count = countOf(distances[i + 1]);
    if (!(place < length && count >= 0 && count < 2 ** 63) || (i > 0 && distances[i] === 0)) return false;
    const step = stepAt(counts, place);
    if (count > 0) counts.native.record(step, step, count);
  }
  return true;
}

/** The smallest and the largest value are known better than by their steps. @returns {boolean} whether the sums are those of the counts */
function readSums(counts, map) {
  const total = map.has(KEYS.total) ? countOf(map.get(KEYS.total)) : counts.total;
  const min = map.has(KEYS.min) ? countOf(map.get(KEYS.min)) : counts.min;
  const max = map.has(KEYS.max) ? countOf(map.get(KEYS.max)) : counts.highestOf(counts.max);
  if (total !== counts.total || !(min >= 0 && max >= 0)) return false;
  counts.native.setExtremes(min >= 2 ** 63 ? Infinity : min, max);
  return true;
}

function readAverage(counts, map) {
  if (map === undefined) return true;
  if (!(map instanceof Map)) return false;
  const of = (key) => Number(map.get(key) ?? 0);
  const { alpha, threshold, mean, variance, failures } = AVERAGE_KEYS;
  const numbers = [alpha, threshold, mean, variance, failures].map(of);
  if (!numbers.every((number) => number >= 0 && number < Infinity) || !(numbers[0] > 0 && numbers[0] <= 1)) return false;
  counts.weighs = true;
  counts.native.keepAverage(...numbers);
  return true;
}

module.exports = { decodeCounts, encodeCounts };
