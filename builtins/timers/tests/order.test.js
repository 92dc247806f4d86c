'use strict';
// The order of callbacks: timers by time and then by insertion, ticks and microtasks between any two of them.
const assert = require('node:assert');

let seen;
let count;
/** From where the timer that is refreshed counted when it fired. */
let starts;
const note = (what) => () => seen.push(what);

/** @returns {NodeJS.Timeout[]} the timers whose order is looked at, and at last one that is cleared */
function begin() {
  seen = [];
  count = 0;
  starts = [];
  const timers = [
    setTimeout(note('5 ms'), 5),
    setTimeout(note('1 ms a'), 1),
    setTimeout(() => {
      seen.push('1 ms b');
      process.nextTick(note('tick of b'));
      Promise.resolve().then(note('microtask of b'));
    }, 1),
    setTimeout(note('1 ms c'), 1),
  ];
  const refreshed = setTimeout(() => starts.push(refreshed._idleStart), 4);
  timers.push(refreshed, setTimeout(() => refreshed.refresh(), 2));
  const interval = setInterval(() => {
    if (++count === 3) clearInterval(interval);
  }, 1);
  const cleared = setTimeout(note('cleared'), 1);
  clearTimeout(`${+cleared}`);
  return [...timers, interval, cleared];
}

// Times count from where a timer was made: on a machine that is busy elsewhere some milliseconds may pass between two of them.
let timers = begin();
while (timers.some((timer) => timer._idleStart !== timers[0]._idleStart)) {
  timers.forEach(clearTimeout);
  timers = begin();
}
setTimeout(note('unreferenced'), 1e6).unref();

process.on('exit', () => {
  assert.deepStrictEqual(seen, ['1 ms a', '1 ms b', 'tick of b', 'microtask of b', '1 ms c', '5 ms']);
  assert.strictEqual(starts.length, 1);
  assert.ok(starts[0] >= timers[0]._idleStart + 2, 'it counts from where it was refreshed');
  assert.strictEqual(count, 3);
  assert.strictEqual(timers.at(-1)._destroyed, true);
});
