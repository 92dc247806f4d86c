// Flags: --expose-gc
'use strict';

const assert = require('node:assert');
const v8 = require('node:v8');
const { Worker } = require('node:worker_threads');

function spin() {
  let sum = 0;
  for (const end = Date.now() + 30; Date.now() < end;) sum += Math.sqrt(sum + 1);
  return sum;
}

// A CPU profile of this thread.
const cpu = v8.startCpuProfile();
spin();
const names = JSON.parse(cpu.stop()).nodes.map((node) => node.callFrame.functionName);
assert.ok(names.includes('spin'), names.join());
assert.strictEqual(cpu.stop(), undefined);

// A heap profile; an isolate has one sampler.
assert.throws(() => v8.startHeapProfile({ sampleInterval: 0 }), { code: 'ERR_OUT_OF_RANGE' });
const heap = v8.startHeapProfile({ sampleInterval: 128, stackDepth: 4 });
assert.throws(() => v8.startHeapProfile(), { code: 'ERR_HEAP_PROFILE_HAVE_BEEN_STARTED' });
const kept = Array.from({ length: 1e4 }, (_, i) => ({ i }));
assert.ok(JSON.parse(heap.stop()).head.children.length > 0 && kept.length > 0);
const collecting = v8.startHeapProfile({ forceGC: true });
assert.ok(JSON.parse(collecting.stop()).head);
// Stopped once more it says nothing, and does not end another's.
const other = v8.startHeapProfile();
assert.strictEqual(collecting.stop(), undefined);
assert.throws(() => v8.startHeapProfile(), { code: 'ERR_HEAP_PROFILE_HAVE_BEEN_STARTED' });
other.stop();

// Collections, seen from both sides.
const profiler = new v8.GCProfiler();
profiler.start();
global.gc();
const { version, statistics, startTime, endTime } = profiler.stop();
assert.strictEqual(version, 1);
assert.ok(endTime >= startTime);
const full = statistics.find(({ gcType }) => gcType === 'MarkSweepCompact');
assert.ok(full.cost > 0 && full.beforeGC.heapStatistics.usedHeapSize > 0);
assert.ok(full.afterGC.heapSpaceStatistics.some(({ spaceName }) => spaceName === 'old_space'));
assert.strictEqual(profiler.stop(), undefined);

// Objects by their constructor.
process.removeAllListeners('warning');
class Sought {}
class Child extends Sought {}
const found = [new Sought(), new Child()];
assert.strictEqual(v8.queryObjects(Sought), 3);
assert.deepStrictEqual(v8.queryObjects(Sought, { format: 'summary' }).sort(), ['Child {}', 'Sought {}', 'Sought {}']);
assert.strictEqual(found.length, 2);

// A worker is asked for its profiles.
const worker = new Worker(`
  setInterval(function busy() { for (const end = Date.now() + 5; Date.now() < end;); }, 5);
  require('node:worker_threads').parentPort.on('message', () => {});`, { eval: true });
worker.once('online', async () => {
  // A sample needs processor time, of which a loaded machine gives little.
  for (;;) {
    const handle = await worker.startCpuProfile();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const profile = await handle.stop();
    assert.strictEqual(await handle.stop(), profile);
    if (JSON.parse(profile).nodes.some((node) => node.callFrame.functionName === 'busy')) break;
  }
  const sampling = await worker.startHeapProfile();
  await assert.rejects(worker.startHeapProfile(), { code: 'ERR_HEAP_PROFILE_HAVE_BEEN_STARTED' });
  assert.ok(JSON.parse(await sampling.stop()).head);
  await worker.terminate();
  await assert.rejects(worker.startCpuProfile(), { code: 'ERR_WORKER_NOT_RUNNING' });
});
