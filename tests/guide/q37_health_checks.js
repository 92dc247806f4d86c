// Alive is one question, ready another.
'use strict';

const { monitorEventLoopDelay } = require('node:perf_hooks');
const express = require('express');
const { ask } = require('./_client');

const db = { up: true, async ping() { if (!this.up) throw new Error('no connection'); } };
const redis = { answers: true, ping() { return this.answers ? Promise.resolve('PONG') : new Promise(() => {}); } };
const lag = monitorEventLoopDelay({ resolution: 1 });
lag.enable();

/** A dependency that does not answer counts as one that fails. */
function check(ping) {
  const signal = AbortSignal.timeout(50);
  const late = new Promise((resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  return Promise.race([ping, late]).then(() => 'ok', (err) => `error: ${err.name}`);
}

const app = express();
app.get('/live', (req, res) => res.json({ uptime: process.uptime() > 0 }));
app.get('/health', async (req, res) => {
  const [database, cache] = await Promise.all([check(db.ping()), check(redis.ping())]);
  const checks = { uptime: Math.sign(process.uptime()), timestamp: typeof Date.now(), database, redis: cache, lag: lag.percentile(99) < 1e10 };
  res.status(database === 'ok' && cache === 'ok' ? 200 : 503).json(checks);
});

const server = app.listen(0, async () => {
  const { port } = server.address();
  const get = async (path) => console.log(path, await ask({ port, path }));
  await get('/health');
  db.up = false;
  await get('/health');
  db.up = true;
  redis.answers = false;
  await get('/health');
  await get('/live');
  redis.answers = true;
  await get('/health');
  lag.disable();
  server.close();
});
