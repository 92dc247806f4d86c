'use strict';

// A peer that does not read fills the buffers; `drain` follows when it does. Nothing is lost or reordered.

const assert = require('node:assert');
const net = require('node:net');

const size = 8 * 1024 * 1024;
const bytes = Buffer.alloc(size, (i) => i);
let received = 0;
let drained = false;

const server = net.createServer({ pauseOnConnect: true }, (socket) => {
  setImmediate(() => socket.resume());
  socket.on('data', (chunk) => {
    for (let i = 0; i < chunk.length; i += 4093) assert.strictEqual(chunk[i], bytes[(received + i) % size]);
    received += chunk.length;
  });
  socket.on('end', () => server.close());
});

server.listen(0, () => {
  const client = net.connect(server.address().port);
  assert.strictEqual(client.write(bytes), false);
  assert.ok(client.writableLength > 0);
  client.on('drain', () => {
    drained = true;
    client.end();
  });
});

process.on('exit', () => {
  assert.strictEqual(received, size);
  assert.ok(drained);
});
