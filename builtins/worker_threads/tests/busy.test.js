'use strict';
// A worker whose JavaScript never returns to its loop answers about its isolate, and can be ended.

const assert = require('node:assert');
const { once } = require('node:events');
const { Worker } = require('node:worker_threads');

const busy = [
  'for (;;) ;',
  'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
];

async function check(program) {
  const worker = new Worker(`require('node:worker_threads').parentPort.postMessage('on'); ${program}`, { eval: true });
  await once(worker, 'message');
  const statistics = await worker.getHeapStatistics();
  assert.ok(statistics.used_heap_size > 0 && statistics.number_of_native_contexts > 0);
  const usage = await worker.cpuUsage();
  assert.ok(usage.user + usage.system > 0);
  let snapshot = '';
  for await (const chunk of await worker.getHeapSnapshot()) snapshot += chunk;
  assert.ok(JSON.parse(snapshot).snapshot.node_count > 0);
  assert.strictEqual(await worker.terminate(), 1);
  await assert.rejects(worker.getHeapStatistics(), { code: 'ERR_WORKER_NOT_RUNNING' });
}

Promise.all(busy.map(check));
