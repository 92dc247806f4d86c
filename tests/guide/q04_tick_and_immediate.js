// nextTick goes before anything else, promises follow, immediates wait for the check phase.
'use strict';

const fs = require('node:fs');

process.nextTick((...args) => console.log('tick', ...args), 'with', 'arguments');
Promise.resolve().then(() => console.log('promise'));
(async () => {
  console.log('async function, synchronous part');
  await null;
  console.log('async function, after await');
})();
console.log('main');

fs.stat(__filename, () => {
  setImmediate(() => console.log('immediate'));
  setTimeout(() => console.log('timeout'), 0);
  process.nextTick(() => console.log('tick in poll'));
  Promise.resolve().then(() => console.log('promise in poll'));

  let starving = 0;
  setImmediate(() => console.log('ticks that ran before the loop could go on:', starving));
  (function again() {
    if (++starving < 1000) process.nextTick(again);
  })();
});
