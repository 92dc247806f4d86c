'use strict';

// Failures have Node's codes, messages and properties.

const assert = require('node:assert');
const net = require('node:net');

const seen = [];

const taken = net.createServer().listen(0, '127.0.0.1', () => {
  const { port } = taken.address();
  const second = net.createServer();
  second.on('error', (error) => {
    seen.push('in use');
    assert.strictEqual(error.message, `listen EADDRINUSE: address already in use 127.0.0.1:${port}`);
    assert.deepStrictEqual([error.code, error.syscall, error.address, error.port], ['EADDRINUSE', 'listen', '127.0.0.1', port]);
    taken.close(() => refused(port));
  });
  second.listen(port, '127.0.0.1');
});

function refused(port) {
  const client = net.connect(port, '127.0.0.1');
  client.on('error', (error) => {
    seen.push('refused');
    assert.strictEqual(error.message, `connect ECONNREFUSED 127.0.0.1:${port}`);
    assert.deepStrictEqual([error.code, error.syscall, error.port], ['ECONNREFUSED', 'connect', port]);
  });
  client.on('close', (hadError) => {
    seen.push('close');
    assert.strictEqual(hadError, true);
  });
}

net.connect('/no/such/socket').on('error', (error) => {
  seen.push('no path');
  assert.strictEqual(error.message, 'connect ENOENT /no/such/socket');
});

const idle = net.createServer();
idle.close((error) => {
  seen.push('not running');
  assert.strictEqual(error.code, 'ERR_SERVER_NOT_RUNNING');
});

assert.throws(() => net.connect({ port: 70000 }), { code: 'ERR_SOCKET_BAD_PORT' });
assert.throws(() => net.connect({}), { code: 'ERR_MISSING_ARGS' });
assert.throws(() => net.createServer().listen({}), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => new net.Socket({ fd: -1 }), { code: 'ERR_OUT_OF_RANGE' });

process.on('exit', () => {
  assert.deepStrictEqual(seen.sort(), ['close', 'in use', 'no path', 'not running', 'refused']);
});
