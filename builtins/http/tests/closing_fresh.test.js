'use strict';

// A server that closes, and closeIdleConnections(): connections on which nothing has come are idle like those between two requests; a request that
// has begun is answered, and so is one that was sent before.

const assert = require('node:assert');
const { once } = require('node:events');
const http = require('node:http');
const net = require('node:net');

const isAnode = process.versions.anode !== undefined;
const kRequest = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

/** A server with one connection, whose client says what it was answered when it is closed. */
async function open() {
  const server = http.createServer((request, response) => response.end('answered'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = net.connect(server.address().port, '127.0.0.1');
  let text = '';
  client.setEncoding('latin1').on('data', (chunk) => { text += chunk; });
  const answer = once(client, 'close').then(() => text.includes('answered'));
  await once(client, 'connect');
  await waitUntil(() => count(server).then((number) => number === 1));
  return { server, client, answer };
}

function count(server) {
  return new Promise((resolve, reject) => server.getConnections((error, number) => (error ? reject(error) : resolve(number))));
}

async function waitUntil(condition) {
  while (!(await condition())) await new Promise(setImmediate);
}

async function nothingCame(close) {
  const { server, answer } = await open();
  close(server);
  assert.strictEqual(await answer, false);
  server.close();
}

async function requestHasBegun(close) {
  const server = http.createServer((request, response) => response.end('answered'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = net.connect(server.address().port, '127.0.0.1');
  client.write(kRequest.slice(0, 20));
  const [connection] = await once(server, 'connection');
  await waitUntil(() => connection.bytesRead === 20);
  close(server);
  client.write(kRequest.slice(20));
  assert.match(String(await once(client, 'data')), /answered/);
  client.end();
  server.close();
}

/** The system has the request when the server closes, and nobody has read it yet. */
async function requestWasSent(close) {
  const { server, client, answer } = await open();
  client.write(kRequest);
  close(server);
  await once(client, 'data');
  client.end();
  assert.strictEqual(await answer, true);
  server.close();
}

async function main() {
  for (const close of [(server) => server.close(), (server) => server.closeIdleConnections()]) {
    await nothingCame(close);
    await requestHasBegun(close);
    // Node drops it.
    if (isAnode) await requestWasSent(close);
  }
}

let isDone = false;
process.on('exit', () => assert.ok(isDone));
main().then(() => { isDone = true; });
