'use strict';

// The clone of a histogram counts together with it, also on another thread.
const assert = require('node:assert');
const { once } = require('node:events');
const { createHistogram, monitorEventLoopDelay } = require('node:perf_hooks');
const { Worker } = require('node:worker_threads');

const histogram = createHistogram({ lowest: 1, highest: 1000 });
const clone = structuredClone(histogram);
assert.strictEqual(clone.constructor, histogram.constructor);
histogram.record(5);
clone.record(7);
clone.record(5000);
assert.deepStrictEqual([histogram.count, histogram.max, histogram.exceeds], [2, 7, 1]);
clone.reset();
assert.deepStrictEqual([histogram.count, histogram.exceeds], [0, 0]);

// That of an interval's histogram can only be read.
const delay = monitorEventLoopDelay();
const delayClone = structuredClone(delay);
assert.deepStrictEqual([typeof delayClone.enable, typeof delayClone.record, delayClone.count], ['undefined', 'undefined', 0]);
assert.ok(!(delay.constructor === delayClone.constructor) && delay instanceof delayClone.constructor);

const program = `
  const { workerData } = require('node:worker_threads');
  workerData.record(3n);
  workerData.record(9);`;
once(new Worker(program, { eval: true, workerData: histogram }), 'exit').then(() => {
  assert.deepStrictEqual([histogram.count, histogram.min, histogram.max], [2, 3, 9]);
});
