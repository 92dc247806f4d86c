'use strict';

const assert = require('node:assert');
const { once } = require('node:events');
const vm = require('node:vm');
const { open } = require('node:fs/promises');
const { MessageChannel, Worker, moveMessagePortToContext, postMessageToThread, threadId } = require('node:worker_threads');

const kEcho = `
  const { postMessageToThread } = require('worker_threads');
  process.on('workerMessage', (value, source) => {
    if (value === 'throw') throw new Error('no');
    postMessageToThread(source, value + 1);
  });
  setInterval(() => {}, 1000);`;

async function anyThreadIsReachedByItsNumber() {
  const worker = new Worker(kEcho, { eval: true });
  const answer = once(process, 'workerMessage');
  // Also one that has not started yet.
  await postMessageToThread(worker.threadId, 1);
  assert.deepStrictEqual(await answer, [2, worker.threadId]);
  await assert.rejects(postMessageToThread(worker.threadId, 'throw'), { code: 'ERR_WORKER_MESSAGING_ERRORED' });
  await assert.rejects(postMessageToThread(threadId, 1), { code: 'ERR_WORKER_MESSAGING_SAME_THREAD' });
  const id = worker.threadId;
  await worker.terminate();
  await assert.rejects(postMessageToThread(id, 1), { code: 'ERR_WORKER_MESSAGING_FAILED' });
}

async function filesMove() {
  const text = 'require("worker_threads").parentPort.once("message", async (file) => { console.log(await file.readFile("utf8")); await file.close(); })';
  const worker = new Worker(text, { eval: true, stdout: true });
  const exit = once(worker, 'exit');
  const file = await open(__filename);
  worker.postMessage(file, [file]);
  assert.strictEqual(file.fd, -1);
  await assert.rejects(file.stat(), { code: 'EBADF' });
  await exit;
  assert.match(`${worker.stdout.read()}`, /^'use strict'/);
}

async function portsMoveToContexts() {
  const { port1, port2 } = new MessageChannel();
  const context = vm.createContext({ seen: [] });
  context.port = moveMessagePortToContext(port2, context);
  const done = vm.runInContext(
    'new Promise((resolve) => { port.onmessage = ({ data }) => resolve(data instanceof Object && data.a instanceof Array); port.start(); })', context);
  port1.postMessage({ a: [1] });
  assert.strictEqual(await done, true);
  port1.close();
}

(async () => {
  await anyThreadIsReachedByItsNumber();
  await filesMove();
  await portsMoveToContexts();
})();
