// Processes that share one port; a dead one is replaced.
'use strict';

const cluster = require('node:cluster');
const http = require('node:http');
const { once } = require('node:events');
const { ask } = require('./_client');

const size = 2;

async function primary() {
  console.log(cluster.isMaster === cluster.isPrimary, 'forking', size, 'workers');
  for (let i = 0; i < size; i++) cluster.fork({ NAME: `worker ${i}` });
  let listening = 0;
  const ready = new Promise((resolve) => cluster.on('listening', () => ++listening === size && resolve()));
  const [, address] = await once(cluster, 'listening');
  await ready;
  const { port } = address;
  await asked(port);

  const dead = once(cluster, 'exit');
  await ask({ port, path: '/die' }).catch(() => {});
  const [worker, code, signal] = await dead;
  console.log('died:', worker.process.exitCode, code, signal, worker.exitedAfterDisconnect, worker.isDead());
  const replacement = cluster.fork({ NAME: 'replacement' });
  await once(replacement, 'listening');
  await asked(port);

  replacement.send({ task: 'echo' });
  console.log(await once(replacement, 'message').then(([message]) => message));
  const gone = Object.values(cluster.workers).map((each) => once(each, 'exit'));
  cluster.disconnect(() => console.log('all disconnected', Object.keys(cluster.workers).length));
  console.log((await Promise.all(gone)).map(([exitCode]) => exitCode));
}

/** Requests on connections of their own go round. */
async function asked(port) {
  const answers = [];
  for (let i = 0; i < 4; i++) answers.push(await ask({ port, agent: false }));
  console.log(`${new Set(answers.map((answer) => answer.split(' ').slice(2).join(' '))).size} workers served`, answers.every((answer) => answer.startsWith('200')));
}

function worker() {
  http.createServer((req, res) => {
    if (req.url === '/die') process.exit(3);
    res.end(process.env.NAME);
  }).listen(0);
  process.on('message', (message) => process.send({ ...message, from: process.env.NAME, id: cluster.worker.id }));
}

if (cluster.isMaster) primary();
else worker();
