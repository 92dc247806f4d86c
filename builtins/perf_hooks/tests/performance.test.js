'use strict';
const assert = require('node:assert');
const { PerformanceObserver, createHistogram, eventLoopUtilization, performance, timerify } = require('node:perf_hooks');

const before = performance.now();
assert(performance.now() >= before);
assert(Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000);

const mark = performance.mark('a', { startTime: 1, detail: { x: 1 } });
assert.deepStrictEqual(mark.toJSON(), { name: 'a', entryType: 'mark', startTime: 1, duration: 0, detail: { x: 1 } });
performance.mark('b', { startTime: 3 });
assert.strictEqual(performance.measure('m', 'a', 'b').duration, 2);
assert.strictEqual(performance.measure('m', { start: 1, duration: 5 }).duration, 5);
assert.strictEqual(performance.getEntriesByName('m').length, 2);
assert.throws(() => performance.measure('m', 'unknown'), { name: 'SyntaxError' });
assert.throws(() => performance.mark('nodeStart'), { code: 'ERR_INVALID_ARG_VALUE' });
performance.clearMarks();
assert.deepStrictEqual(performance.getEntriesByType('mark'), []);

const histogram = createHistogram();
for (const value of [1, 2, 3, 1000]) histogram.record(value);
assert.strictEqual(histogram.count, 4);
assert.strictEqual(histogram.min, 1);
assert.strictEqual(histogram.max, 1000);
assert.strictEqual(histogram.percentile(50), 2);
assert.throws(() => histogram.record(0), { code: 'ERR_OUT_OF_RANGE' });

assert.deepStrictEqual(Object.keys(eventLoopUtilization()), ['idle', 'active', 'utilization']);

const names = [];
const observer = new PerformanceObserver((list) => {
  names.push(...list.getEntries().map((entry) => entry.name));
  observer.disconnect();
});
observer.observe({ entryTypes: ['mark', 'function'] });
performance.mark('observed');
assert.strictEqual(timerify(function add(a, b) { return a + b; })(1, 2), 3);
process.on('exit', () => assert.deepStrictEqual(names, ['observed', 'add']));
