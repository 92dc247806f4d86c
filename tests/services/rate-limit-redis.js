// Services: redis
'use strict';

const express = require('express');
const { rateLimit } = require('express-rate-limit');
const { RedisStore } = require('rate-limit-redis');
const Redis = require('ioredis');
const { line, withServer } = require('../packages/_http');

(async () => {
  const redis = new Redis(process.env.REDIS_URL);
  const store = () => new RedisStore({ prefix: 'limit:', sendCommand: (command, ...values) => redis.call(command, ...values) });
  const limiter = () => rateLimit({ windowMs: 60_000, limit: 3, standardHeaders: 'draft-6', legacyHeaders: false, store: store(), keyGenerator: (req) => req.get('x-user') ?? 'nobody' });
  // Two servers, as behind a balancer, that count together.
  const servers = [limiter(), limiter()].map((middleware) => express().use(middleware).get('/', (req, res) => res.send('ok')));
  await withServer(servers[0], (one) => withServer(servers[1], async (two) => {
    for (const ask of [one, two, one, two, one]) console.log(line(await ask('/', { headers: { 'x-user': 'ann' } }), 'ratelimit-remaining', 'ratelimit-limit'));
    console.log(line(await two('/', { headers: { 'x-user': 'bob' } }), 'ratelimit-remaining'));
    console.log((await redis.keys('limit:*')).sort(), (await redis.pttl('limit:ann')) > 50_000);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? one : two)('/', { headers: { 'x-user': 'carl' } })));
    console.log(answers.filter(({ status }) => status === 200).length, answers.filter(({ status }) => status === 429).length);
  }));
  await redis.quit();
})();
