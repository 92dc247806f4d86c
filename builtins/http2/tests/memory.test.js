// Flags: --expose-gc
'use strict';

// A session that ends with its socket is garbage by the next turn of the loop.

const assert = require('node:assert');
const http2 = require('node:http2');
const net = require('node:net');

/** The preface, empty SETTINGS, and the HEADERS of `GET /` that end stream 1. */
const request = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
  Buffer.from([0, 0, 6, 1, 5, 0, 0, 0, 1, 0x82, 0x84, 0x86, 0x41, 1, 0x61]),
]);

const server = http2.createServer();
let stream;
let collected = 0;
const registry = new FinalizationRegistry(() => collected++);

server.on('session', (one) => {
  registry.register(one);
});
server.on('stream', (one) => {
  stream = one;
  stream.write('a');
});
server.on('connection', (socket) => {
  socket.on('end', () => {
    socket.destroy();
    stream.session.destroy();
    stream = null;
    setImmediate(() => {
      globalThis.gc();
      globalThis.gc();
      server.close();
    });
  });
});
process.on('exit', () => assert.strictEqual(collected, 1));

server.listen(0, () => {
  net.connect(server.address().port).end(request).resume();
});
