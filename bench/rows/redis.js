'use strict';

const Redis = require('ioredis');
const { inGroups, measure } = require('./measure.js');

const redis = new Redis(process.env.REDIS_URL, { lazyConnect: true });
const value = 'x'.repeat(100);

const oneAtATime = (command) => async (n) => { for (let i = 0; i < n; i++) await command(i); };

/** As many as a busy server has under way at a time. */
const sixtyFour = (command) => inGroups(64, () => Promise.all(Array.from({ length: 64 }, (_, i) => command(i))));

measure({
  'ioredis set, one at a time': oneAtATime((i) => redis.set(`key ${i % 1000}`, value)),
  'ioredis get, one at a time': oneAtATime((i) => redis.get(`key ${i % 1000}`)),
  'ioredis set, 64 at a time': sixtyFour((i) => redis.set(`key ${i % 1000}`, value)),
  'ioredis get, 64 at a time': sixtyFour((i) => redis.get(`key ${i % 1000}`)),
  'ioredis pipeline, 100 gets': inGroups(100, async () => {
    const pipeline = redis.pipeline();
    for (let i = 0; i < 100; i++) pipeline.get(`key ${i}`);
    await pipeline.exec();
  }),
}).then(() => redis.disconnect());
