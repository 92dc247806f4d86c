'use strict';

// Workers that are killed at the moment when they are online, while the primary answers what they have asked: that is no error of the primary.

const assert = require('node:assert');
const cluster = require('node:cluster');
const net = require('node:net');

if (process.versions.anode === undefined) process.exit(); // Node's primary ends by an unhandled EPIPE.

const kKills = 24;
if (cluster.isWorker) {
  net.createServer().listen(0, '127.0.0.1');
} else {
  let ended = 0;
  cluster.on('online', (worker) => worker.process.kill('SIGKILL'));
  cluster.on('exit', (worker, code, signal) => {
    assert.strictEqual(signal, 'SIGKILL');
    ended++;
    if (ended <= kKills - 4) cluster.fork();
  });
  for (let i = 0; i < 4; i++) cluster.fork();
  process.on('exit', () => assert.strictEqual(ended, kKills));
}
