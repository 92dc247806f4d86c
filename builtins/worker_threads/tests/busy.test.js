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
  const cpu = await worker.startCpuProfile();
  const heap = await worker.startHeapProfile({ sampleInterval: 128 });
  await assert.rejects(worker.startHeapProfile(), { code: 'ERR_HEAP_PROFILE_HAVE_BEEN_STARTED' });
  assert.ok(JSON.parse(await cpu.stop()).nodes.length > 0);
  assert.ok(JSON.parse(await heap.stop()).head.children !== undefined);
  // Stopped, the sampler is free; a recording that runs ends with the worker.
  await worker.startHeapProfile();
  const unfinished = await worker.startCpuProfile();
  assert.strictEqual(await worker.terminate(), 1);
  await assert.rejects(unfinished.stop(), { code: 'ERR_WORKER_NOT_RUNNING' });
  await assert.rejects(worker.getHeapStatistics(), { code: 'ERR_WORKER_NOT_RUNNING' });
}

Promise.all(busy.map(check));
