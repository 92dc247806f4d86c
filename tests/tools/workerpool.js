'use strict';

// workerpool in threads and in processes: results, errors, events, time limits, cancelled work, functions sent along, a proxy.
const path = require('node:path');
const workerpool = require('workerpool');

(async () => {
  for (const workerType of ['thread', 'process']) {
    const pool = workerpool.pool(path.join(__dirname, '_workerpool_task.js'), { workerType, maxWorkers: 2 });
    console.log(workerType, await Promise.all([10, 11, 12].map((n) => pool.exec('fibonacci', [n]))));
    console.log(await pool.exec('fails', []).catch((error) => error.message));
    const events = [];
    console.log(await pool.exec('tells', [3], { on: (payload) => events.push(payload) }), events);
    console.log(await pool.exec('hangs', []).timeout(80).catch((error) => error.name));
    const cancelled = pool.exec('hangs', []);
    cancelled.cancel();
    console.log(await cancelled.catch((error) => error.name));
    console.log(await pool.exec((a, b) => a + b, [1, 2]));
    const proxy = await pool.proxy();
    console.log(Object.keys(proxy), await proxy.fibonacci(5), pool.stats().totalWorkers > 0);
    await pool.terminate();
  }
})();
