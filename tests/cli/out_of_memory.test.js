// A heap that is full ends the process with a message, and a thread without its process.
'use strict';

const assert = require('node:assert');
const { run } = require('./_run');

const fill = 'const held = []; for (;;) held.push(new Array(10_000).fill({}));';

const { signal, stderr } = run(['--max-old-space-size=30', '-e', fill]);
assert.strictEqual(signal, 'SIGABRT');
assert.match(stderr, /FATAL ERROR: .*heap/i);

const thread = run(['-e', `
  const { Worker } = require('node:worker_threads');
  const worker = new Worker(${JSON.stringify(fill)}, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 } });
  worker.on('error', (error) => console.log(error.code));
  worker.on('exit', (code) => console.log(code, Buffer.alloc(1000).every((byte) => byte === 0)));
`]);
assert.strictEqual(thread.stdout, 'ERR_WORKER_OUT_OF_MEMORY\n1 true\n', thread.stderr);

// What is stopped in the middle leaves nothing half-made: memory is zeroed afterwards (CVE-2025-55131).
const stopped = run(['-e', `
  const vm = require('node:vm');
  const { Worker } = require('node:worker_threads');
  const isZeroed = () => Array.from({ length: 50 }, () => Buffer.alloc(4096)).every((buffer) => buffer.every((byte) => byte === 0));
  for (const code of ['for (;;);', 'for (;;) Buffer.alloc(4096).fill(1)', 'for (;;) new Uint8Array(4096).fill(1)']) {
    try {
      vm.runInNewContext(code, { Buffer, Uint8Array }, { timeout: 20 });
    } catch (error) {
      console.log(error.code, isZeroed());
    }
  }
  const worker = new Worker('require("node:worker_threads").parentPort.postMessage("busy"); for (;;) Buffer.alloc(4096).fill(1)', { eval: true });
  worker.once('message', () => worker.terminate().then((code) => console.log(code, isZeroed())));
`]);
assert.strictEqual(stopped.stdout, `${'ERR_SCRIPT_EXECUTION_TIMEOUT true\n'.repeat(3)}1 true\n`, stopped.stderr);
