// Inside an I/O callback: nextTick first, then immediates; ticks can starve the loop, immediates cannot.
'use strict';

const fs = require('node:fs');

fs.readFile(__filename, () => {
  setImmediate(() => {
    console.log('setImmediate');
    setImmediate(() => {
      console.log('setImmediate of an immediate: the next round');
      yieldToTimer();
    });
    process.nextTick(() => console.log('nextTick of an immediate: this round'));
  });
  setImmediate(() => console.log('second setImmediate'));
  process.nextTick(() => console.log('nextTick'));
  Promise.resolve().then(() => console.log('microtask'));
});

function yieldToTimer() {
  let rounds = 0;
  let timer = false;
  setTimeout(() => (timer = true), 5);
  (function yielding() {
    rounds++;
    if (timer) return console.log('immediates let a timer through:', rounds > 1);
    setImmediate(yielding);
  })();
}

process.on('exit', () => {
  const immediate = setImmediate(() => console.log('never'));
  console.log('immediates at the exit do not run', typeof immediate.hasRef);
});
