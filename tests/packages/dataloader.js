'use strict';

const DataLoader = require('dataloader');

const batches = [];
const loader = new DataLoader(async (ids) => {
  batches.push([...ids]);
  return ids.map((id) => (id < 0 ? new Error(`no ${id}`) : { id, name: `user ${id}` }));
}, { maxBatchSize: 3 });

(async () => {
  const posts = [1, 2, 1, 3, 4];
  console.log(await Promise.all(posts.map((id) => loader.load(id))));
  console.log((await loader.loadMany([2, -1])).map(String));
  await loader.load(-1).catch((error) => console.log('again:', error.message));
  loader.clear(2).prime(9, { id: 9, name: 'primed' });
  console.log(await Promise.all([loader.load(9), loader.load(2)]));
  // Loads of one turn end in one batch, also those that follow a resolved promise.
  await Promise.all([loader.load(10), Promise.resolve().then(() => loader.load(11)), new Promise((resolve) => process.nextTick(resolve)).then(() => loader.load(12))]);
  console.log(batches);
  const uncached = new DataLoader(async (keys) => keys.map((key) => key.a), { cacheKeyFn: (key) => key.a, cache: false, batchScheduleFn: (callback) => setTimeout(callback, 5) });
  console.log(await Promise.all([uncached.load({ a: 1 }), uncached.load({ a: 1 })]));
})();
