'use strict';

// A conversation over TCP: bytes, counters, addresses and the order of the events.

const assert = require('node:assert');
const net = require('node:net');

const events = [];
const server = net.createServer((socket) => {
  assert.strictEqual(socket.remoteFamily, 'IPv4');
  socket.on('data', (chunk) => socket.end(`${chunk}!`));
  socket.on('end', () => events.push('server end'));
});

server.listen(0, '127.0.0.1', () => {
  const { port, address, family } = server.address();
  assert.deepStrictEqual([address, family], ['127.0.0.1', 'IPv4']);
  const client = net.connect({ port, host: '127.0.0.1' });
  assert.strictEqual(client.readyState, 'opening');
  client.write('grüße', 'utf8');
  assert.strictEqual(client.bytesWritten, 7);
  client.on('connect', () => {
    events.push('connect');
    assert.strictEqual(client.remotePort, port);
    assert.strictEqual(client.readyState, 'open');
  });
  client.setEncoding('utf8');
  client.on('data', (text) => assert.strictEqual(text, 'grüße!'));
  client.on('end', () => events.push('client end'));
  client.on('close', (hadError) => {
    events.push('close');
    assert.strictEqual(hadError, false);
    assert.deepStrictEqual([client.bytesRead, client.bytesWritten], [8, 7]);
    server.close();
  });
});

process.on('exit', () => {
  assert.deepStrictEqual(events.filter((event) => event !== 'server end'), ['connect', 'client end', 'close']);
  assert.ok(events.includes('server end'));
});
