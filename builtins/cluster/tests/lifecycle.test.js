'use strict';

// A worker from fork to exit: the order of its events, its states, and what they are told with.

const assert = require('node:assert');
const cluster = require('node:cluster');
const net = require('node:net');

if (cluster.isWorker) {
  assert.strictEqual(process.env.NODE_UNIQUE_ID, undefined);
  assert.deepStrictEqual([cluster.isPrimary, cluster.isMaster, cluster.worker.id, process.env.GREETING], [false, false, 1, 'hello']);
  process.on('message', (message) => process.send({ echo: message }));
  net.createServer().listen(0, '127.0.0.1');
} else {
  const events = [];
  cluster.setupPrimary({ args: ['one'] });
  assert.deepStrictEqual([cluster.settings.exec, cluster.settings.args, cluster.settings.silent], [__filename, ['one'], false]);
  cluster.on('setup', (settings) => events.push(['setup', settings.args[0]]));
  const worker = cluster.fork({ GREETING: 'hello' });
  assert.deepStrictEqual([worker.id, worker.state, worker.isDead(), worker.isConnected()], [1, 'none', false, true]);
  assert.strictEqual(cluster.workers[1], worker);
  for (const name of ['fork', 'online', 'listening', 'message', 'disconnect', 'exit']) {
    cluster.on(name, (subject, ...details) => {
      assert.strictEqual(subject, worker);
      events.push([name, worker.state, details[0]]);
    });
  }
  cluster.on('listening', (_, address) => {
    assert.deepStrictEqual([address.address, address.addressType, address.fd], ['127.0.0.1', 4, undefined]);
    address.port = 'some';
    worker.send('text');
  });
  cluster.on('message', () => worker.disconnect());
  worker.on('exit', () => {
    assert.deepStrictEqual([worker.exitedAfterDisconnect, worker.isDead(), Object.keys(cluster.workers).length], [true, true, 0]);
  });
  process.on('exit', () => {
    assert.deepStrictEqual(events, [
      ['setup', 'one'],
      ['setup', 'one'],
      ['fork', 'none', undefined],
      ['online', 'online', undefined],
      ['listening', 'listening', { addressType: 4, address: '127.0.0.1', port: 'some', fd: undefined }],
      ['message', 'listening', { echo: 'text' }],
      ['disconnect', 'disconnected', undefined],
      ['exit', 'dead', 0],
    ]);
  });
}
