'use strict';

// `process.debugPort` is where the inspector listens when no port is given, and follows the one that it listens on.
const assert = require('node:assert');
const inspector = require('node:inspector');
const net = require('node:net');

const listensOn = (...args) => {
  inspector.open(...args);
  const port = Number(new URL(inspector.url()).port);
  assert.strictEqual(process.debugPort, port);
  inspector.close();
  return port;
};

// A port that the system has chosen stays.
const chosen = listensOn(0);
assert.strictEqual(listensOn(), chosen);

const server = net.createServer().listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  server.close(() => {
    process.debugPort = port;
    assert.strictEqual(listensOn(), port);
  });
});
