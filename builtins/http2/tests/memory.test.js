// Flags: --expose-gc
'use strict';

// A session that ends with its socket is garbage by the next turn of the loop.

const assert = require('node:assert');
const http2 = require('node:http2');
const net = require('node:net');
const { END_HEADERS, END_STREAM, frame, GET, HEADERS, PREFACE } = require('./_frames.js');

const request = Buffer.concat([PREFACE, frame(HEADERS, END_STREAM | END_HEADERS, 1, GET)]);

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
