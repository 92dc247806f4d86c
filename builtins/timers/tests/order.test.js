'use strict';
// The order of callbacks: timers by time and then by insertion, ticks and microtasks between any two of them.
const assert = require('node:assert');

const seen = [];
const note = (what) => () => seen.push(what);

setTimeout(note('5 ms'), 5);
setTimeout(note('1 ms a'), 1);
setTimeout(() => {
  seen.push('1 ms b');
  process.nextTick(note('tick of b'));
  Promise.resolve().then(note('microtask of b'));
}, 1);
setTimeout(note('1 ms c'), 1);
const refreshed = setTimeout(note('refreshed'), 4);
setTimeout(() => refreshed.refresh(), 2);
const cleared = setTimeout(note('cleared'), 1);
clearTimeout(`${+cleared}`);
let count = 0;
const interval = setInterval(() => {
  if (++count === 3) clearInterval(interval);
}, 1);
setTimeout(note('unreferenced'), 1e6).unref();

process.on('exit', () => {
  assert.deepStrictEqual(seen, ['1 ms a', '1 ms b', 'tick of b', 'microtask of b', '1 ms c', '5 ms', 'refreshed']);
  assert.strictEqual(count, 3);
  assert.strictEqual(cleared._destroyed, true);
});
