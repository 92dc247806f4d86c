'use strict';

// Clients that are slow, that do not read and that vanish: each costs a bounded amount, and the next one is served.

const assert = require('node:assert');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n';

async function main() {
  for (const run of [defaults, slowBody, idleConnection, unfinishedUpgrade, floodWithoutReading, vanishingClients]) await run();
}

/** The limits that hold when nobody sets any. */
function defaults() {
  const server = http.createServer();
  assert.deepStrictEqual(
    [server.requestTimeout, server.headersTimeout, server.keepAliveTimeout, server.connectionsCheckingInterval, server.timeout, http.maxHeaderSize],
    [300_000, 60_000, 5_000, 30_000, 0, 16_384],
  );
  assert.throws(() => http.createServer({ requestTimeout: 100, headersTimeout: 200 }), { code: 'ERR_OUT_OF_RANGE' });
}

/** A body that never ends is answered with 408 after requestTimeout, also when bytes keep coming. */
async function slowBody() {
  const { port, server } = await listen({ requestTimeout: 100, headersTimeout: 50, connectionsCheckingInterval: 20 }, (request) => request.on('error', () => {}).resume());
  const client = net.connect(port, '127.0.0.1');
  client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n');
  const drip = setInterval(() => client.write('a'), 10);
  let answer = '';
  // The server does not wait for bytes that are under way, so the client's may fail.
  client.setEncoding('latin1').on('data', (chunk) => (answer += chunk)).on('error', () => {});
  await new Promise((resolve) => client.on('close', resolve));
  clearInterval(drip);
  assert.match(answer, /^HTTP\/1\.1 408 /);
  await close(server);
}

/** A connection without a request is closed after keepAliveTimeout, without an answer. */
async function idleConnection() {
  const { port, server } = await listen({ keepAliveTimeout: 50, keepAliveTimeoutBuffer: 0 }, (request, response) => response.end('x'));
  const client = net.connect(port, '127.0.0.1');
  client.write(`${GET}\r\n`);
  assert.strictEqual((await textOf(client)).match(/HTTP\/1\.1/g).length, 1);
  await close(server);
}

/** An upgrade that never finishes its head; one that is finished belongs to the program, and no limit ends it. */
async function unfinishedUpgrade() {
  const { port, server } = await listen({ requestTimeout: 100, headersTimeout: 50, connectionsCheckingInterval: 20 }, assert.fail);
  server.on('upgrade', (request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
    socket.on('data', (bytes) => socket.end(bytes));
  });
  const head = `${GET}Connection: Upgrade\r\nUpgrade: x\r\n`;
  const unfinished = net.connect(port, '127.0.0.1');
  const finished = net.connect(port, '127.0.0.1');
  finished.write(`${head}\r\n`);
  unfinished.write(head);
  assert.match(await textOf(unfinished), /^HTTP\/1\.1 408 /);
  finished.write('still here');
  assert.match(await textOf(finished), /101 Switching[^]*still here$/);
  await close(server);
}

/** 10,000 requests in one connection by a client that does not read: few are dispatched until it does. */
async function floodWithoutReading() {
  const total = 10_000;
  const size = 8192;
  let dispatched = 0;
  const { port, server } = await listen({}, (request, response) => {
    dispatched++;
    response.end(Buffer.alloc(size));
  });
  const client = net.connect(port, '127.0.0.1');
  await once(client, 'connect');
  client.write(`${GET}\r\n`.repeat(total));
  const before = await steady(() => dispatched);
  assert.ok(before > 0 && before < total * 0.8, `${before} answers wait for a client that does not read`);
  const sockets = await new Promise((resolve) => server.getConnections((error, count) => resolve(count)));
  assert.strictEqual(sockets, 1);

  let received = 0;
  client.on('data', (chunk) => {
    received += chunk.length;
    if (dispatched === total && received > total * size) client.end();
  });
  await once(client, 'close');
  assert.strictEqual(dispatched, total);
  await close(server);
}

/** Clients that reset in the middle of their request or of the answer. */
async function vanishingClients() {
  const errors = new Set();
  const { port, server } = await listen({}, (request, response) => {
    request.on('error', (error) => errors.add(error.code)).resume();
    response.on('error', (error) => errors.add(error.code));
    if (request.url === '/last') response.end('served');
    else response.write(Buffer.alloc(100_000));
  });
  server.on('clientError', (error, socket) => {
    errors.add(error.code);
    socket.destroy();
  });
  const before = openDescriptors();
  const starts = ['GET / HT', `${GET}Content-`, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc', `${GET}\r\n`];
  for (let round = 0; round < 50; round++) {
    await Promise.all(starts.map(async (start) => {
      const client = net.connect(port, '127.0.0.1');
      client.on('error', () => {});
      client.write(start);
      await once(client, start.endsWith('\r\n\r\n') || start.endsWith('abc') ? 'data' : 'connect');
      client.resetAndDestroy();
    }));
  }
  assert.strictEqual(await new Promise((resolve) => http.get({ port, path: '/last', agent: false }, (response) => textOf(response).then(resolve))), 'served');
  await until(() => openDescriptors() <= before);
  assert.deepStrictEqual([...errors], ['ECONNRESET']);
  await close(server);
}

async function listen(options, listener) {
  const server = http.createServer(options, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: server.address().port };
}

async function close(server) {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

async function textOf(stream) {
  let text = '';
  stream.setEncoding('latin1').on('error', () => {}).on('data', (part) => (text += part));
  await once(stream, 'close');
  return text;
}

function openDescriptors() {
  return fs.readdirSync('/proc/self/fd').length;
}

/** The value once it stays the same for many turns of the loop. */
async function steady(value) {
  let last = value();
  for (let same = 0; same < 200; same++) {
    await new Promise(setImmediate);
    if (value() === last) continue;
    last = value();
    same = 0;
  }
  return last;
}

async function until(condition) {
  while (!condition()) await new Promise(setImmediate);
}

let isDone = false;
process.on('exit', () => assert.ok(isDone));
main().then(() => (isDone = true));
