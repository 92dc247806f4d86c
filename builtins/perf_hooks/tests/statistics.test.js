'use strict';

const assert = require('node:assert');
const { createHistogram, importHistogram, monitorEventLoopDelay } = require('node:perf_hooks');

const layout = { lowest: 1, highest: 1_000_000, figures: 3 };

function histogramOf(values, options = layout) {
  const histogram = createHistogram(options);
  for (const value of values) histogram.record(value);
  return histogram;
}

const one = histogramOf([1, 2, 3, 4, 5, 10, 20, 30, 100, 1000, 5000]);
const other = histogramOf([2, 3, 4, 5, 6, 12, 25, 50, 500, 2000]);
const empty = histogramOf([]);
const single = histogramOf([7]);
const equal = histogramOf([7, 7, 7]);

function close(actual, expected) {
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);
}

function allClose(actual, expected) {
  assert.deepStrictEqual(Object.keys(actual), Object.keys(expected));
  for (const [key, value] of Object.entries(expected)) {
    if (typeof value === 'object') allClose(actual[key], value);
    else close(actual[key], value);
  }
}

// Where values lie.
assert.deepStrictEqual([one.cdf(5), one.ccdf(5), one.cdf(0.5), one.cdf(2.7), one.cdf(4999), one.cdf(5001)], [5 / 11, 1 - 5 / 11, 0, 2 / 11, 10 / 11, 1]);
assert.deepStrictEqual([one.countAt(5), one.countAt(5003), one.countAt(6), one.countAt(-1)], [1, 1, 0, 0]);
assert.deepStrictEqual([...one.percentilesAt([99, 50, 99])], [[50, 10], [99, 5003]]);
assert.deepStrictEqual([...one.linearBuckets(1000)], [[1000, 10], [2000, 0], [3000, 0], [4000, 0], [5000, 1]]);
assert.deepStrictEqual([...one.logBuckets(5, 5)], [[5, 5], [25, 2], [125, 2], [625, 0], [3124, 1], [15624, 1]]);
assert.deepStrictEqual([empty.linearBuckets(5).size, empty.cdf(1), empty.ccdf(1)], [0, 0, 1]);

// Moments.
close(one.skewness, 2.667349794891183);
close(one.kurtosis, 5.418600983199319);
assert.deepStrictEqual([single.skewness, single.kurtosis, equal.skewness, equal.kurtosis, histogramOf([1, 2, 10]).kurtosis], [0, 0, 0, 0, 0]);
assert.ok('kurtosis' in one.toJSON());

// Confidence.
allClose(one.meanCI(), { mean: 561.5454545454545, lower: -447.5734351076767, upper: 1570.6643441985857 });
allClose(one.meanCI({ confidence: 0.99 }), { mean: 561.5454545454545, lower: -873.8107475819395, upper: 1996.9016566728485 });
assert.deepStrictEqual({ ...single.meanCI() }, { mean: 7, lower: NaN, upper: NaN });
assert.deepStrictEqual({ ...equal.meanCI() }, { mean: 7, lower: 7, upper: 7 });
assert.deepStrictEqual({ ...one.percentileCI(50) }, { value: 10, lower: 2, upper: 1000 });
assert.deepStrictEqual({ ...one.percentileCI(90, { confidence: 0.5 }) }, { value: 1000, lower: 100, upper: 5003 });
const thousand = histogramOf(Array.from({ length: 1000 }, (_, index) => index + 1));
assert.deepStrictEqual({ ...thousand.percentileCI(99) }, { value: 990, lower: 983, upper: 997 });
assert.deepStrictEqual({ ...thousand.percentileCI(100) }, { value: 1000, lower: 1000, upper: 1000 });

// Two histograms.
close(one.ksTest(other), 1 / 11);
allClose(one.welchTest(other), {
  tStatistic: 0.6080177441963099, degreesOfFreedom: 13.676997717182534, pValue: 0.5531388968435249,
  confidenceInterval: { lower: -762.7450195350539, upper: 1364.4359286259628 },
});
allClose(one.mannWhitneyTest(other), { uStatistic: 53, zScore: -0.14101901870444156, pValue: 0.8878549177295102 });
close(one.cohensD(other), 0.25650538265796147);
close(one.cliffsD(other), -4 / 110);
for (const [left, right] of [[empty, one], [one, empty], [equal, equal]]) {
  assert.deepStrictEqual([left.ksTest(right), left.cohensD(right), left.cliffsD(right)], [0, 0, 0]);
  assert.deepStrictEqual({ ...left.mannWhitneyTest(right) }, { uStatistic: 0, zScore: 0, pValue: 1 });
  allClose(left.welchTest(right), { tStatistic: 0, degreesOfFreedom: 0, pValue: 1, confidenceInterval: { lower: 0, upper: 0 } });
}

// The moving average.
const average = createHistogram({ halfLife: 2, threshold: 10, highest: 1000 });
for (const value of [5, 20]) average.record(value);
average.record(2000);
const state = () => [average.ewmaMean, average.ewmaStddev, average.ewmaErrorRate];
assert.deepStrictEqual(state(), [9.393398282201787, 6.82634790843341, 0.2928932188134524]);
close(average.burnRate(0.9), 2.928932188134524);
structuredClone(average).record(5);
close(average.ewmaMean, 8.106601717798213);
average.reset();
assert.deepStrictEqual(state(), [0, 0, 0]);

// Values that were missed, and values that are taken away.
const corrected = createHistogram();
corrected.recordCorrected(100, 30);
corrected.recordCorrected(100n, 30n);
corrected.recordCorrected(5, 30);
assert.deepStrictEqual([...corrected.linearBuckets(10)].filter(([, count]) => count > 0), [[10, 1], [40, 2], [70, 2], [100, 2]]);
const less = histogramOf([1, 2, 5000, 5000]);
less.subtract(histogramOf([1, 5000, 30]));
assert.deepStrictEqual([less.min, less.max, less.count], [2, 5003, 2]);

// As bytes.
const bytes = one.export();
assert.strictEqual(
  Buffer.from(bytes).toString('hex'),
  'ab00010101021a000f42400303040b0501061913880700' +
  '08fb3ff000000000000009192c000a960101010101010101010105010a010a01184601190384011908fa01');
assert.deepStrictEqual(importHistogram(bytes).toJSON(), one.toJSON());
importHistogram(bytes).record(5);
assert.strictEqual(one.count, 11);
assert.strictEqual(importHistogram(empty.export()).min, empty.min);
const weighed = createHistogram({ halfLife: 3, threshold: 6 });
for (const value of [5, 7, 9]) weighed.record(value);
const copy = importHistogram(weighed.export());
for (const histogram of [weighed, copy]) histogram.record(11);
assert.deepStrictEqual([copy.ewmaMean, copy.ewmaStddev, copy.ewmaErrorRate], [weighed.ewmaMean, weighed.ewmaStddev, weighed.ewmaErrorRate]);
assert.strictEqual(importHistogram(monitorEventLoopDelay().export()).count, 0);
for (const data of ['', 'a0', 'a10001', Buffer.from(bytes.subarray(0, -1)).toString('hex'), '9b7fffffffffffffff', '01', 'ff']) {
  assert.throws(() => importHistogram(Buffer.from(data, 'hex')), { code: 'ERR_INVALID_ARG_VALUE', message: 'Invalid histogram export data' });
}
assert.throws(() => importHistogram('x'), { code: 'ERR_INVALID_ARG_TYPE' });

// Wrong arguments.
assert.throws(() => one.cdf('5'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => one.ksTest({}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => one.burnRate(1), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => one.logBuckets(1, 1), { code: 'ERR_OUT_OF_RANGE', message: /"base" is out of range\. It must be > 1/ });
assert.throws(() => one.linearBuckets(0), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => one.meanCI({ confidence: 1 }), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => one.percentilesAt([50, 0]), { code: 'ERR_OUT_OF_RANGE', message: /"percentiles\[1\]"/ });
assert.throws(() => one.recordCorrected(5n, 1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => one.recordCorrected(5n, 0n), { code: 'ERR_OUT_OF_RANGE', message: 'expected_interval is out of range' });
assert.throws(() => one.subtract(monitorEventLoopDelay()), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => createHistogram({ halfLife: -1 }), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => one.export.call({}), { code: 'ERR_INVALID_THIS' });
assert.throws(() => one.qrde({ bins: 0 }), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => one.qrde({ probabilities: [0, 0.5] }), { code: 'ERR_INVALID_ARG_VALUE', message: /must start with 0 and end with 1/ });

// Densities.
(async () => {
  const found = await histogramOf([1, 2, 3, 4, 10]).qrde({ bins: 4 });
  assert.deepStrictEqual([...found.probabilities], [0, 0.25, 0.5, 0.75, 1]);
  allClose([...found.quantiles], [1, 1.7783871811750207, 3.2896, 6.48355312131425, 10]);
  allClose([...found.densities], [0.32117692331804654, 0.16543004194100452, 0.07827290836915285, 0.07109449072452245]);
  assert.deepStrictEqual([found.count, found.bucketCount, found.corrections, found.dequantize], [5n, 5, 0, 'hdr']);
  const repeated = histogramOf([1, 1, 1, 5000, 5000, 5000, 5001, 300], { figures: 2 });
  const quantiles = async (dequantize) => [...(await repeated.qrde({ probabilities: [0, 0.4, 0.8, 1], dequantize })).quantiles];
  allClose(await quantiles('none'), [1, 1405.758510211656, 4891.6082226949275, 5008]);
  allClose(await quantiles('hdr'), [1, 1402.3800151278608, 4885.651250056586, 5008]);
  allClose(await quantiles('all'), [1, 1402.5412382866195, 4885.652805324706, 5008]);
  assert.deepStrictEqual({ ...await single.qrde({ bins: 1 }) }.densities, Float64Array.of(Infinity));
  assert.strictEqual((await empty.qrde()).quantiles.length, 0);
})();
