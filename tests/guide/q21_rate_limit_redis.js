// Services: redis
// A limit that the processes of a cluster count together, in Redis.
'use strict';

const cluster = require('node:cluster');
const express = require('express');
const { rateLimit } = require('express-rate-limit');
const Redis = require('ioredis');
const { RedisStore } = require('rate-limit-redis');
const { ask } = require('./_client');

function serve() {
  const redis = new Redis(process.env.REDIS_URL);
  const app = express();
  app.use('/api', rateLimit({
    windowMs: 15 * 60 * 1000,
    limit: 10,
    legacyHeaders: false,
    message: 'Too many requests, please try again later.',
    store: new RedisStore({ sendCommand: (...words) => redis.call(...words) }),
  }));
  app.get('/api', (req, res) => res.set('Connection', 'close').send(String(cluster.worker.id)));
  const server = app.listen(0, '127.0.0.1');
  process.once('message', () => {
    server.close();
    redis.quit();
    process.disconnect();
  });
}

async function main() {
  const workers = [cluster.fork(), cluster.fork()];
  const ports = await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('listening', ({ port }) => resolve(port)))));
  const answers = await Promise.all(Array.from({ length: 25 }, () => ask({ port: ports[0], path: '/api' })));
  const served = answers.filter((answer) => answer.startsWith('200'));
  console.log(served.length, 'served by', new Set(served.map((answer) => answer.split(' ').at(-1))).size, 'processes');
  console.log(answers.length - served.length, 'refused:', answers.find((answer) => answer.startsWith('429')));
  const exits = workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
  for (const worker of workers) worker.send('stop');
  console.log(await Promise.all(exits));
}

if (cluster.isPrimary) main();
else serve();
