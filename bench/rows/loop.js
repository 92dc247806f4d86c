'use strict';

const { inGroups, measure } = require('./measure.js');

/** A row whose operation is one call of `next` from the call before. */
const chain = (schedule) => (n) => new Promise((resolve) => {
  const next = () => (--n > 0 ? schedule(next) : resolve());
  schedule(next);
});
/** A row that schedules in groups of a thousand. */
const groups = (schedule) => inGroups(1000, () => new Promise((resolve) => {
  let left = 1000;
  const done = () => { if (--left === 0) resolve(); };
  for (let j = 0; j < 1000; j++) schedule(done);
}));
async function leaf() {}

measure({
  'nextTick': groups((done) => process.nextTick(done)),
  'nextTick chain': chain((next) => process.nextTick(next)),
  'queueMicrotask': groups((done) => queueMicrotask(done)),
  'queueMicrotask chain': chain((next) => queueMicrotask(next)),
  'promise then': groups((done) => Promise.resolve().then(done)),
  'await': async (n) => { for (let i = 0; i < n; i++) await leaf(); },
  'setImmediate': groups((done) => setImmediate(done)),
  'setImmediate chain': chain((next) => setImmediate(next)),
  'setTimeout 1 ms, 1000 at once': groups((done) => setTimeout(done, 1)),
  'setTimeout and clearTimeout': async (n) => {
    for (let i = 0; i < n; i++) clearTimeout(setTimeout(leaf, 1000));
  },
  'timer.refresh': async (n) => {
    const timer = setTimeout(leaf, 10_000);
    for (let i = 0; i < n; i++) timer.refresh();
    clearTimeout(timer);
  },
});
