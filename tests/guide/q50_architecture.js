// Services: redis postgres
// The layers of a fast service in one: workers on one port, a cache in the process, a cache they share, a pool of connections, a queue for
// what can wait, metrics and the event loop's lag.
'use strict';

const cluster = require('node:cluster');
const http = require('node:http');
const { monitorEventLoopDelay, performance } = require('node:perf_hooks');
const { Queue, QueueEvents, Worker } = require('bullmq');
const Redis = require('ioredis');
const { LRUCache } = require('lru-cache');
const { Pool } = require('pg');
const metrics = require('prom-client');

const WORKERS = 2;
const REQUESTS = 400;

function queueConnection() {
  const { hostname, port, pathname } = new URL(process.env.REDIS_URL);
  return { host: hostname, port: Number(port), db: Number(pathname.slice(1)), maxRetriesPerRequest: null };
}

function serve() {
  const redis = new Redis(process.env.REDIS_URL);
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 3 });
  const queue = new Queue('q50', { connection: queueConnection() });
  const memory = new LRUCache({ max: 10_000, ttl: 1000 * 60 });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const requests = new metrics.Counter({ name: 'requests_total', help: 'Requests', labelNames: ['source'] });
  const duration = new metrics.Histogram({ name: 'request_seconds', help: 'Seconds', buckets: [0.1, 10] });
  metrics.collectDefaultMetrics();
  delay.enable();

  async function user(id) {
    const cached = memory.get(id);
    if (cached) return ['memory', cached];
    const shared = await redis.get(`user:${id}`);
    if (shared) {
      memory.set(id, JSON.parse(shared));
      return ['redis', memory.get(id)];
    }
    const { rows: [row] } = await pool.query('SELECT id, name FROM users WHERE id = $1', [id]);
    await redis.setex(`user:${id}`, 300, JSON.stringify(row));
    memory.set(id, row);
    return ['database', row];
  }

  async function answer(path) {
    if (path.startsWith('/users/')) {
      const [source, found] = await user(Number(path.slice(7)));
      requests.inc({ source });
      return found;
    }
    if (path.startsWith('/jobs/')) return { job: (await queue.add('square', { n: Number(path.slice(6)) })).id !== undefined };
    return null;
  }

  const server = http.createServer((req, res) => {
    const end = duration.startTimer();
    answer(req.url).then((body) => {
      end();
      res.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }, (error) => res.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');

  process.on('message', async (message) => {
    if (message === 'metrics') {
      const all = await metrics.register.getMetricsAsJSON();
      const values = (name) => all.find((metric) => metric.name === name).values;
      const names = all.map(({ name }) => name).filter((name) => name.startsWith('nodejs_eventloop') || name.startsWith('process_cpu'));
      process.send({
        sources: Object.fromEntries(values('requests_total').map(({ labels, value }) => [labels.source, value])),
        timed: values('request_seconds').find(({ metricName }) => metricName === 'request_seconds_count').value,
        names,
        lag: Number.isFinite(delay.mean) && delay.max < 1e10,
        utilization: performance.eventLoopUtilization().utilization > 0,
        connections: pool.totalCount,
      });
      return;
    }
    server.close();
    server.closeAllConnections();
    delay.disable();
    await Promise.all([queue.close(), pool.end(), redis.quit()]);
    process.disconnect();
  });
}

function get(agent, port, path) {
  return new Promise((resolve, reject) => {
    http.get({ agent, host: '127.0.0.1', port, path }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk) => (text += chunk)).on('end', () => resolve([res.statusCode, text]));
    }).on('error', reject);
  });
}

const message = (worker, sent) => new Promise((resolve) => worker.once('message', resolve).send(sent));

async function load(port) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  const answers = await Promise.all(Array.from({ length: REQUESTS }, (_, i) => get(agent, port, `/users/${1 + (i % 20)}`)));
  console.log(answers.every(([status, text], i) => status === 200 && JSON.parse(text).name === `user ${1 + (i % 20)}`), answers.length);
  console.log(await get(agent, port, '/nothing'));
  await Promise.all(Array.from({ length: 20 }, (_, i) => get(agent, port, `/jobs/${i}`)));
  agent.destroy();
}

async function main() {
  const pool = new Pool({ connectionString: process.env.DATABASE_URL });
  await pool.query('CREATE TABLE users (id int PRIMARY KEY, name text)');
  await pool.query("INSERT INTO users SELECT n, 'user ' || n FROM generate_series(1, 20) n");
  await pool.end();
  const workers = Array.from({ length: WORKERS }, () => cluster.fork());
  const ports = await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('listening', ({ port }) => resolve(port)))));
  console.log('one port:', new Set(ports).size === 1);

  let sum = 0;
  let count = 0;
  let finished;
  const all = new Promise((resolve) => (finished = resolve));
  const background = new Worker('q50', async ({ data }) => data.n ** 2, { connection: queueConnection(), concurrency: 5 });
  background.on('completed', (job, value) => {
    sum += value;
    if (++count === 20) finished();
  });
  const events = new QueueEvents('q50', { connection: queueConnection() });
  await events.waitUntilReady();
  await load(ports[0]);
  await all;
  console.log('jobs:', count, sum);

  const told = await Promise.all(workers.map((worker) => message(worker, 'metrics')));
  const total = (pick) => told.reduce((before, one) => before + (pick(one) ?? 0), 0);
  console.log('requests:', total(({ sources }) => sources.memory) + total(({ sources }) => sources.redis) + total(({ sources }) => sources.database), total(({ timed }) => timed));
  console.log('mostly from memory:', total(({ sources }) => sources.memory) > REQUESTS / 2, 'pools:', told.every(({ connections }) => connections <= 3));
  console.log('balanced:', told.every(({ timed }) => timed > 0), 'lag:', told.every(({ lag, utilization }) => lag && utilization));
  console.log(told[0].names.sort());
  const exits = workers.map((worker) => new Promise((resolve) => worker.once('exit', (...how) => resolve(how))));
  for (const worker of workers) worker.send('stop');
  console.log(await Promise.all(exits));
  await events.close();
  await background.close();
}

if (cluster.isPrimary) main();
else serve();
