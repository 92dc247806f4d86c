// Threads for work of the processor, with and without shared memory; processes share nothing.
'use strict';

const { fork } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const { MessageChannel, Worker, isMainThread, threadId } = require('node:worker_threads');

const file = path.join(__dirname, 'fixtures/q36_worker.js');
const start = (workerData, options) => new Worker(file, { workerData, ...options });

async function main() {
  console.log(isMainThread, threadId);
  const worker = start({ task: 'fibonacci', n: 25 });
  console.log('Result:', ...await once(worker, 'message'), 'exit', ...await once(worker, 'exit'));

  const shared = new Int32Array(new SharedArrayBuffer(4));
  await Promise.all([1, 2, 3].map((n) => once(start({ task: 'count', n: n * 1000, shared }), 'exit')));
  console.log('counted by three threads:', shared[0]);

  const buffer = new ArrayBuffer(8);
  const filler = start({ task: 'fill', n: 7 });
  filler.postMessage(buffer, [buffer]);
  const [filled] = await once(filler, 'message');
  console.log('moved there and back:', buffer.byteLength, new Uint8Array(filled));

  const failing = start({ task: 'throw', n: -1 });
  const [error] = await once(failing, 'error');
  console.log(error instanceof RangeError, error.message, 'exit', ...await once(failing, 'exit'));

  const hanging = start({ task: 'hang' });
  await once(hanging, 'online');
  console.log('terminated:', await hanging.terminate());

  const { port1, port2 } = new MessageChannel();
  port1.postMessage({ map: new Map([[1, new Set(['a'])]]), date: new Date(0), big: 2n ** 70n });
  console.log((await once(port2, 'message'))[0]);
  port1.close();

  const child = fork(path.join(__dirname, 'fixtures/q33_worker.js'));
  await once(child, 'message');
  child.send({ task: 'sum', input: [1, 2] });
  console.log('a process gets copies:', ...await once(child, 'message'));
  child.disconnect();
}

main();
