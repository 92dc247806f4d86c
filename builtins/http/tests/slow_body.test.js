'use strict';

// A body that is read more slowly than it comes stops its connection and starts it again, also when the program holds the socket.

const assert = require('node:assert');
const http = require('node:http');

const size = 900_000;

/** What a server answers that runs `handler` on a request with a large body. */
function post(handler) {
  return new Promise((resolve, reject) => {
    const server = http.createServer(handler).listen(0, () => {
      const request = http.request({ port: server.address().port, method: 'POST' }, async (response) => {
        resolve(Buffer.concat(await response.toArray()).toString());
        server.close();
      });
      request.on('error', reject);
      request.end(Buffer.alloc(size));
    });
  });
}

async function countSlowly(request) {
  let count = 0;
  for await (const chunk of request) {
    count += chunk.length;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return String(count);
}

/** Each handler reads the whole body; they differ in when the program comes by the socket, and what it does with it. */
const handlers = {
  async 'the socket is asked for first'(request, response) {
    assert.ok(request.socket.remotePort > 0);
    response.end(await countSlowly(request));
  },
  async 'the socket is asked for while the connection stands still'(request, response) {
    while (request.readableLength === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.strictEqual(request.socket.destroyed, false);
    response.end(await countSlowly(request));
  },
  async 'a paused socket is started by who reads the body'(request, response) {
    request.socket.pause();
    assert.strictEqual(request.socket._paused, false);
    response.end(await countSlowly(request));
  },
  async 'a body paused before its end is dropped by who resumes it'(request, response) {
    request.pause();
    while (request.readableLength === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.strictEqual(request.socket.readable, true);
    request.resume().on('end', () => response.end(String(size)));
  },
};

async function test() {
  for (const [name, handler] of Object.entries(handlers)) assert.strictEqual(await post(handler), String(size), name);
}

test();
