'use strict';

// Connections that live without a socket object, and what happens when somebody asks for one.

const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { Duplex } = require('node:stream');

const cases = [
  pipelining, closedWithTheConnection, finishedInTime, corkedChunks, smallHighWaterMark, socketOnDemand, streamHandedIn, upgrade,
  largeBodyBothWays, abortedRequest, keepAliveTimeout, throwingListenerKeepsServing,
];

async function main() {
  for (const run of cases) await run();
}

/** Answers leave in the order of the requests, whatever order they are made in. */
async function pipelining() {
  const waiting = [];
  await withServer((request, response) => {
    waiting.push(response);
    if (waiting.length === 3) waiting.reverse().forEach((later, i) => later.end(`${i}`));
  }, async (port) => {
    const text = await exchange(port, 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(2) + 'GET /c HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    assert.deepStrictEqual(text.split(/\r\n\r\n/).map((part) => part[0]), ['H', '2', '1', '0']);
  });
}

/** Responses are closed with their connection, those that wait as well, and each once. */
async function closedWithTheConnection() {
  for (const cut of [(request) => request.socket.destroy(), (request, response) => setImmediate(() => response.destroy())]) {
    const closed = [];
    const { promise, resolve } = Promise.withResolvers();
    await withServer((request, response) => {
      response.on('close', () => {
        assert.ok(response.destroyed);
        closed.push(request.url);
        if (closed.length === 2) setImmediate(resolve);
      });
      if (request.url === '/a') cut(request, response);
    }, async (port) => {
      const socket = net.connect(port).on('error', () => {});
      socket.write('GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n');
      await promise;
      socket.destroy();
    });
    assert.deepStrictEqual(closed.sort(), ['/a', '/b']);
  }
}

/** A response is finished when it says so, not when the program has written its end. */
async function finishedInTime() {
  await withServer((request, response) => {
    const finished = [];
    response.on('prefinish', () => finished.push(response.writableFinished));
    response.on('finish', () => {
      finished.push(response.writableFinished);
      assert.deepStrictEqual(finished, [false, false, true]);
    });
    response.end('answer');
    finished.push(response.writableFinished);
  }, async (port) => assert.strictEqual((await ask({ port })).text, 'answer'));
}

/** What is written while corked is one chunk, the first piece as well. */
async function corkedChunks() {
  await withServer((request, response) => {
    response.cork();
    response.write('a');
    response.write(Buffer.from('b'));
    response.uncork();
    response.end();
  }, async (port) => {
    const text = await exchange(port, 'GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    assert.ok(text.endsWith('\r\n\r\n2\r\nab\r\n0\r\n\r\n'));
  });
}

/** A mark of a few bytes holds writers back, but not the answer. */
async function smallHighWaterMark() {
  const server = http.createServer({ highWaterMark: 10 }, (request, response) => {
    const events = [];
    response.on('finish', () => {
      events.push('finish');
      assert.deepStrictEqual(events, ['drain', 'written', 'ended', 'finish']);
    });
    assert.strictEqual(response.write('more than the mark', () => events.push('written')), false);
    response.once('drain', () => {
      events.push('drain');
      response.end('!', () => events.push('ended'));
    });
  });
  await new Promise((resolve) => server.listen(0, resolve));
  const text = await exchange(server.address().port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.strictEqual(text.match(/more than the mark/g).length, 2);
  server.close();
}

/** `request.socket` is a real socket; what was written before and after it is asked for arrives in order. */
async function socketOnDemand() {
  await withServer((request, response) => {
    response.write('before ');
    const { socket } = request;
    assert.ok(socket instanceof net.Socket);
    // A response behind another has no socket yet.
    assert.ok(request.url === '/b' || response.socket === socket);
    assert.strictEqual(socket.remoteAddress, '127.0.0.1');
    assert.ok(socket.server === server);
    response.end('after');
  }, async (port) => {
    const first = await ask({ port });
    assert.strictEqual(first.text, 'before after');
    const text = await exchange(port, 'GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    assert.strictEqual(text.match(/after/g).length, 2);
  });
}

/** A stream given to the server goes through the same parser. */
async function streamHandedIn() {
  const server = http.createServer((request, response) => response.end(request.url));
  const written = [];
  const stream = new Duplex({
    read() {},
    write(chunk, encoding, callback) {
      written.push(chunk);
      callback();
    },
  });
  server.emit('connection', stream);
  stream.push('GET /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  await new Promise((resolve) => stream.on('finish', resolve));
  assert.match(Buffer.concat(written).toString(), /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n\/stream$/);
}

/** After an upgrade the socket is the program's, with the bytes that came along. */
async function upgrade() {
  await withServer(assert.fail, async (port, server) => {
    server.on('upgrade', (request, socket, head) => {
      assert.strictEqual(head.toString(), 'early');
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
      socket.on('data', (chunk) => socket.end(chunk));
    });
    const client = net.connect(port, '127.0.0.1');
    client.write('GET / HTTP/1.1\r\nHost: a\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nearly');
    let text = '';
    for await (const chunk of client) {
      if (text === '') client.write('ping');
      text += chunk;
    }
    assert.ok(text.endsWith('\r\n\r\nping'));
  });
}

/** Bodies larger than every buffer, with a reader that pauses. */
async function largeBodyBothWays() {
  const size = 5_000_000;
  await withServer(async (request, response) => {
    let length = 0;
    for await (const chunk of request) length += chunk.length;
    response.setHeader('X-Length', length);
    const accepted = response.write(Buffer.alloc(size, 'x'));
    assert.strictEqual(accepted, false);
    response.once('drain', () => response.end('end'));
  }, async (port) => {
    const { headers, text } = await ask({ port, method: 'POST' }, Buffer.alloc(size, 'y'));
    assert.strictEqual(headers['x-length'], `${size}`);
    assert.strictEqual(text.length, size + 3);
  });
}

/** A client that vanishes aborts its request and closes its response. */
async function abortedRequest() {
  let report;
  const reported = new Promise((resolve) => (report = resolve));
  await withServer((request, response) => {
    const events = [];
    request.on('aborted', () => events.push('aborted'));
    request.on('error', (error) => events.push(error.code, error.message));
    response.on('close', () => setImmediate(report, events));
    request.resume();
  }, async (port) => {
    const client = net.connect(port, '127.0.0.1', () => {
      client.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc', () => client.destroy());
    });
    assert.deepStrictEqual(await reported, ['aborted', 'ECONNRESET', 'aborted']);
  });
}

async function keepAliveTimeout() {
  await withServer((request, response) => response.end('x'), async (port, server) => {
    server.keepAliveTimeout = 30;
    server.keepAliveTimeoutBuffer = 0;
    const text = await exchange(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    assert.match(text, /Keep-Alive: timeout=0/);
  });
}

async function throwingListenerKeepsServing() {
  const thrown = new Promise((resolve) => process.once('uncaughtException', resolve));
  await withServer((request, response) => {
    if (request.url === '/throw') {
      response.end('caught');
      throw new Error('from a listener');
    }
    response.end('fine');
  }, async (port) => {
    await ask({ port, path: '/throw' });
    assert.strictEqual((await thrown).message, 'from a listener');
    assert.strictEqual((await ask({ port })).text, 'fine');
  });
}

let server;

async function withServer(listener, body) {
  server = http.createServer(listener);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  await body(server.address().port, server);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

function ask(options, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', agent: false, ...options }, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ headers: response.headers, text: Buffer.concat(chunks).toString() });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Sends raw bytes and gives what comes back until the server closes. */
function exchange(port, bytes) {
  return new Promise((resolve, reject) => {
    let text = '';
    const client = net.connect(port, '127.0.0.1', () => client.write(bytes));
    client.on('data', (chunk) => (text += chunk));
    client.on('error', reject);
    client.on('close', () => resolve(text));
  });
}

main();
