'use strict';
// A worker's loop counts from its own start, for itself and for its parent.

const assert = require('node:assert');
const { performance } = require('node:perf_hooks');
const { Worker } = require('node:worker_threads');

const before = performance.eventLoopUtilization();
const worker = new Worker(`
  const { performance } = require('node:perf_hooks');
  require('node:worker_threads').parentPort.on('message', () => {
    require('node:worker_threads').parentPort.postMessage([performance.eventLoopUtilization(), performance.nodeTiming.loopStart]);
  });
`, { eval: true });
assert.deepStrictEqual(worker.performance.eventLoopUtilization(), { idle: 0, active: 0, utilization: 0 });
worker.once('message', ([own, loopStart]) => {
  const total = ({ idle, active }) => idle + active;
  assert.ok(total(performance.eventLoopUtilization(before)) > total(own));
  assert.ok(total(worker.performance.eventLoopUtilization()) >= total(own));
  assert.ok(loopStart > performance.nodeTiming.loopStart);
  worker.terminate();
});
worker.postMessage('now');
