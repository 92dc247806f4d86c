'use strict';

// What the ticks and microtasks of the last timer do to other timers counts: one set there comes in its time, one cleared there holds nothing.
const assert = require('node:assert');

const started = Date.now();
const far = setTimeout(() => assert.fail('the program waits for a cleared timer'), 30_000);
setTimeout(() => {
  process.nextTick(() => {
    setTimeout(() => Promise.resolve().then(() => clearTimeout(far)), 2);
  });
}, 1);
process.on('exit', () => assert.ok(Date.now() - started < 10_000));
