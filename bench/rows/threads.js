'use strict';

const { MessageChannel, Worker } = require('node:worker_threads');
const { atLeast, inGroups, measure } = require('./measure.js');

const echo = `require('node:worker_threads').parentPort.on('message', (value) => {
  require('node:worker_threads').parentPort.postMessage(value);
})`;
const message = { id: 1, name: 'name', tags: ['a', 'b'] };

/** From start to end. */
const startWorker = () => new Promise((resolve) => new Worker('', { eval: true }).on('exit', resolve));

measure({
  'start of a worker, 20 at once': inGroups(20, () => Promise.all(Array.from({ length: 20 }, startWorker))),
  'postMessage to a worker and back': atLeast(5000, async (n) => {
    const worker = new Worker(echo, { eval: true });
    await new Promise((resolve) => {
      worker.on('message', () => (--n > 0 ? worker.postMessage(message) : resolve()));
      worker.postMessage(message);
    });
    await worker.terminate();
  }),
  'postMessage within a thread': (n) => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port2.on('message', (value) => port2.postMessage(value));
    port1.on('message', () => {
      if (--n > 0) return port1.postMessage(message);
      port1.close();
      resolve();
    });
    port1.postMessage(message);
  }),
});
