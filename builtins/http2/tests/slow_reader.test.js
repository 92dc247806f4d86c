'use strict';

// A request that is complete can be read to its end after its answer, its stream and its connection are over.

const assert = require('node:assert');
const { once } = require('node:events');
const http2 = require('node:http2');

const kLength = 60_000;

/** Sends a request and closes the connection once it is answered. */
async function exchange(port, body) {
  const client = http2.connect(`http://localhost:${port}`);
  const request = client.request({ ':method': 'POST' });
  request.resume().end(body);
  await once(request, 'close');
  client.close();
  await once(client, 'close');
}

function answer(stream) {
  stream.respond();
  stream.end();
}

async function main() {
  const server = http2.createServer();
  await new Promise((resolve) => server.listen(0, resolve));
  const { port } = server.address();

  const first = exchange(port, Buffer.alloc(kLength));
  const [stream] = await once(server, 'stream');
  let length = 0;
  stream.on('data', (chunk) => { length += chunk.length; });
  await once(stream, 'data');
  stream.pause();
  answer(stream);
  // Time for the first connection to come to its end, which Node holds back until the body is read.
  server.on('stream', (other) => answer(other.resume()));
  for (let i = 0; i < 3; i++) await exchange(port, 'more');

  stream.resume();
  await Promise.all([first, once(stream, 'close')]);
  assert.strictEqual(length, kLength);
  assert.strictEqual(stream.readableEnded, true);
  assert.strictEqual(stream.rstCode, http2.constants.NGHTTP2_NO_ERROR);
  server.close();
}

main();
