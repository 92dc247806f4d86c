'use strict';

// Connecting to a name: the attempts, their events, and the error when all fail.

const assert = require('node:assert');
const net = require('node:net');

function lookup(host, options, callback) {
  assert.strictEqual(options.all, true);
  setImmediate(callback, null, [{ address: '::1', family: 6 }, { address: '127.0.0.1', family: 4 }]);
}

const server = net.createServer((socket) => socket.end());
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const attempts = [];
  const client = net.connect({ host: 'example.test', port, lookup, autoSelectFamily: true });
  client.on('connectionAttempt', (address) => attempts.push(address));
  client.on('connectionAttemptFailed', (address, _port, _family, error) => attempts.push(`${address} ${error.syscall}`));
  client.on('connect', () => {
    assert.deepStrictEqual(attempts, ['::1', '::1 connect', '127.0.0.1']);
    client.resume();
  });
  client.on('close', () => server.close(() => allFail(port)));
});

function allFail(port) {
  net.connect({ host: 'example.test', port, lookup, autoSelectFamily: true }).on('error', (error) => {
    assert.strictEqual(error.constructor, AggregateError);
    assert.strictEqual(error.errors.length, 2);
    assert.strictEqual(error.code, error.errors[0].code);
  });
}
