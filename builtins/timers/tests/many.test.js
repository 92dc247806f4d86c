'use strict';
const assert = require('node:assert');

/** Lets the clock of timers go on without running any. */
function spin(milliseconds) {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** Numbers that look random and are the same each time. */
let seed = 7;
const random = (limit) => {
  seed = (seed * 1103515245 + 12345) % 2 ** 31;
  return (seed >> 8) % limit;
};

// Timers of one delay run in the order in which they were last armed, whatever was refreshed or cleared between.
{
  const ran = [];
  const timers = Array.from({ length: 2000 }, (_, id) => setTimeout(() => ran.push(id), 20));
  let armed = timers.map((_, id) => id);
  for (let round = 0; round < 4; round++) {
    spin(1.5);
    for (let i = 0; i < 300; i++) {
      const id = random(timers.length);
      if (!armed.includes(id)) continue;
      armed = armed.filter((other) => other !== id);
      if (random(3) === 0) {
        clearTimeout(timers[id]);
      } else {
        timers[id].refresh();
        armed.push(id);
      }
    }
    armed.push(timers.length);
    timers.push(setTimeout((id) => ran.push(id), 20, timers.length));
  }
  process.on('exit', () => assert.deepStrictEqual(ran, armed));
}

// One that is cleared or refreshed by another of the same millisecond.
{
  const ran = [];
  const first = setTimeout(() => {
    ran.push('first');
    clearTimeout(second);
    third.refresh();
    setTimeout(() => ran.push('last'), 1);
  }, 1);
  const second = setTimeout(() => ran.push('second'), 1);
  const third = setTimeout(() => ran.push('third'), 1);
  const fourth = setTimeout(() => ran.push('fourth'), 1);
  process.on('exit', () => {
    assert.deepStrictEqual(ran, ['first', 'fourth', 'third', 'last']);
    for (const timer of [first, second, third, fourth]) assert.strictEqual(timer._destroyed, true);
  });
}

// Set and cleared at once, over and over, beside one that stays.
{
  let ran = false;
  setTimeout(() => { ran = true; }, 2);
  for (let i = 0; i < 1000; i++) clearTimeout(setTimeout(assert.fail, i % 5));
  process.on('exit', () => assert.ok(ran));
}

// What a cleared timer would have been called with is free to go, though the program keeps the timer.
{
  const timer = setTimeout(assert.fail, 1, {});
  clearTimeout(timer);
  assert.deepStrictEqual([timer._onTimeout, timer._timerArgs], [undefined, undefined]);
  const immediate = setImmediate(assert.fail, {});
  clearImmediate(immediate);
  assert.deepStrictEqual([immediate._onImmediate, immediate._argv], [undefined, undefined]);
}

// Programs write to the delay of a timer, as old libraries did; what is no number counts as no delay and stops nobody else.
{
  const ran = new Set();
  for (const delay of [NaN, undefined, 'soon', {}, -5]) {
    const timer = setTimeout(() => ran.add(delay), 1);
    timer._idleTimeout = delay;
    timer.refresh();
  }
  setTimeout(() => ran.add('other'), 5);
  process.on('exit', () => assert.strictEqual(ran.size, 6));
}
