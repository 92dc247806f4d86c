'use strict';
// How much a heap may take goes by the memory of the machine, not by what V8 takes for a machine it knows nothing of.

const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const os = require('node:os');
const v8 = require('node:v8');
const { Worker } = require('node:worker_threads');

const kMiB = 2 ** 20;
const limit = v8.getHeapStatistics().heap_size_limit;
const memory = Math.min(os.totalmem(), process.constrainedMemory() || Infinity);
assert.ok(limit >= Math.min(memory / 4, 2048 * kMiB), `${limit / kMiB} MiB of ${memory / kMiB}`);

const program = 'require("worker_threads").parentPort.postMessage([v8.getHeapStatistics().heap_size_limit, resourceLimits])';
const setup = 'const v8 = require("v8"); const { resourceLimits } = require("worker_threads");';
new Worker(`${setup}${program}`, { eval: true }).once('message', ([ofWorker, { maxOldGenerationSizeMb, maxYoungGenerationSizeMb }]) => {
  assert.strictEqual(ofWorker, limit);
  assert.ok(maxOldGenerationSizeMb > 0 && maxYoungGenerationSizeMb > 0);
  assert.strictEqual(maxOldGenerationSizeMb + maxYoungGenerationSizeMb, limit / kMiB);
});

// A share wins over a size, whichever comes last.
const limitWith = (...options) => Number(execFileSync(process.execPath, [...options, '-p', 'v8.getHeapStatistics().heap_size_limit']));
const share = limitWith('--max-old-space-size-percentage=50', '--max-old-space-size=300');
assert.strictEqual(share, limitWith('--max-old-space-size=300', '--max-old-space-size-percentage=50'));
assert.ok(share > limitWith('--max-old-space-size=300'));
