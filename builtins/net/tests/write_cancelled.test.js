'use strict';

// A write that a destroyed socket has not finished did not succeed.

const assert = require('node:assert');
const net = require('node:net');
const dc = require('node:diagnostics_channel');

const told = [];
dc.subscribe('tracing:net.server.listen:asyncStart', ({ options }) => told.push(['start', options.own]));
dc.subscribe('tracing:net.server.listen:asyncEnd', () => told.push(['end']));
dc.subscribe('tracing:net.server.listen:error', ({ error }) => told.push(['error', error.code]));

const server = net.createServer((socket) => {
  socket.pause();
  socket.on('error', () => {});
  client.on('close', () => socket.destroy());
});
let client;
server.listen({ port: 0, own: 1 }, () => {
  net.createServer().on('error', () => {}).listen({ port: server.address().port, own: 2 });
  assert.deepStrictEqual(told, [['start', 1], ['end'], ['start', 2], ['error', 'EADDRINUSE']]);
  client = net.connect(server.address().port, () => {
    client.write(Buffer.alloc(1 << 24), (error) => {
      assert.strictEqual(error.code, 'ECANCELED');
      server.close();
    });
    setImmediate(() => client.destroy());
  });
});
