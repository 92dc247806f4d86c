'use strict';

// `createSlidingWindowHistogram()`, and the ranges that histograms take.

const assert = require('node:assert');
const { createHistogram, createSlidingWindowHistogram, performance } = require('node:perf_hooks');

/** Waits without giving the loop a turn. */
function passMilliseconds(count) {
  const end = performance.now() + count;
  while (performance.now() < end);
}

function keepsTheLatestRecords() {
  const histogram = createSlidingWindowHistogram({ chunks: 3, recordsPerChunk: 2 });
  const seen = [];
  for (let value = 10; value <= 90; value += 10) {
    histogram.record(value);
    const { count, min, max } = histogram.snapshot();
    seen.push([count, min, max]);
  }
  assert.deepStrictEqual(seen, [[1, 10, 10], [2, 10, 20], [3, 10, 30], [4, 10, 40], [5, 10, 50], [6, 10, 60], [5, 30, 70], [6, 30, 80], [5, 50, 90]]);
  histogram.reset();
  assert.strictEqual(histogram.snapshot().count, 0);
}

function countsWhatIsOutOfRange() {
  const histogram = createSlidingWindowHistogram({ chunks: 2, recordsPerChunk: 2, highest: 10 });
  for (const value of [1, 50, 2, 60]) histogram.record(value);
  const snapshot = histogram.snapshot();
  assert.deepStrictEqual([snapshot.count, snapshot.exceeds], [2, 2]);
  histogram.record(3n);
  assert.deepStrictEqual([histogram.snapshot().count, histogram.snapshot().exceeds], [2, 1]);
  assert.deepStrictEqual([snapshot.count, snapshot.record], [2, undefined]);
}

function keepsTheLatestTime() {
  const short = createSlidingWindowHistogram({ chunks: 2, chunkDuration: 1 });
  const long = createSlidingWindowHistogram({ chunks: 2, chunkDuration: 3_600_000 });
  for (const histogram of [short, long]) histogram.record(5);
  passMilliseconds(5);
  assert.deepStrictEqual([short.snapshot().count, long.snapshot().count], [0, 1]);
}

function refusesWhatItCannotDo() {
  const refused = (options, code) => assert.throws(() => createSlidingWindowHistogram(options), { code });
  refused(undefined, 'ERR_INVALID_ARG_TYPE');
  refused({ chunks: 2 }, 'ERR_INVALID_ARG_VALUE');
  refused({ chunks: 2, chunkDuration: 1, recordsPerChunk: 1 }, 'ERR_INVALID_ARG_VALUE');
  for (const extent of [{ chunks: 0 }, { chunks: 1025 }, { recordsPerChunk: 0 }, { figures: 6 }, { lowest: 0 }, { highest: 1n }]) {
    refused({ chunks: 2, recordsPerChunk: 1, ...extent }, 'ERR_OUT_OF_RANGE');
  }
  const histogram = createSlidingWindowHistogram({ chunks: 1, recordsPerChunk: 1 });
  for (const value of [0, -1, 1.5, 0n, 2n ** 63n]) assert.throws(() => histogram.record(value), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => new histogram.constructor(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
  assert.throws(() => histogram.record.call({}, 1), { code: 'ERR_INVALID_THIS' });
  assert.throws(() => structuredClone(histogram), { name: 'DataCloneError' });
}

function plainHistogramsRefuseTheSameRanges() {
  for (const options of [{ lowest: 0n }, { lowest: -1n }, { highest: 2n ** 63n }, { lowest: 5, highest: 9n }]) {
    assert.throws(() => createHistogram(options), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' });
  }
}

function handlerOfTheResourceBuffer() {
  const listener = () => {};
  performance.onresourcetimingbufferfull = listener;
  assert.strictEqual(performance.onresourcetimingbufferfull, listener);
  performance.onresourcetimingbufferfull = null;
  assert.strictEqual(performance.onresourcetimingbufferfull, null);
}

keepsTheLatestRecords();
countsWhatIsOutOfRange();
keepsTheLatestTime();
refusesWhatItCannotDo();
plainHistogramsRefuseTheSameRanges();
handlerOfTheResourceBuffer();
