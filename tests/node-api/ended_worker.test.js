'use strict';

// A thread of an addon waits for room in a queue when its worker is ended: it is told, joined, and only then is anything freed.
const assert = require('node:assert');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { load } = require('./_addon.js');

if (isMainThread) {
  const worker = new Worker(__filename);
  worker.on('message', () => worker.terminate());
  worker.on('exit', (code) => assert.strictEqual(code, 1));
} else {
  load('background').countUp(1_000_000, () => {});
  parentPort.postMessage('started');
}
