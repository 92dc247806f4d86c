'use strict';

// Peers that break the protocol, or keep to it in bad faith: the session ends, memory stays bounded, the server goes on.

const assert = require('node:assert');
const http2 = require('node:http2');
const net = require('node:net');
const {
  CONTINUATION, DATA, END_HEADERS, END_STREAM, frame, GET, HEADERS, OPEN, PING, PREFACE, RST_STREAM, SETTINGS, WINDOW_UPDATE,
} = require('./_frames.js');

const CANCEL = Buffer.from([0, 0, 0, 8]);

function repeat(count, make) {
  return Buffer.concat(Array.from({ length: count }, (_, index) => make(index)));
}

/** Name and what is sent; the session must end. */
const faults = {
  'not HTTP/2': Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
  'rapid reset': [
    repeat(20_000, (n) => Buffer.concat([frame(HEADERS, END_STREAM | END_HEADERS, 2 * n + 1, GET), frame(RST_STREAM, 0, 2 * n + 1, CANCEL)])),
  ],
  'reset by a window of nothing': [
    repeat(20_000, (n) =>
      Buffer.concat([frame(HEADERS, END_STREAM | END_HEADERS, 2 * n + 1, GET), frame(WINDOW_UPDATE, 0, 2 * n + 1, Buffer.alloc(4))]),
    ),
  ],
  'endless header block': [frame(HEADERS, 0, 1, GET), repeat(5_000, () => frame(CONTINUATION, 0, 1, Buffer.alloc(1000, 0x82)))],
  'empty frames': [OPEN, repeat(100_000, () => frame(DATA, 0, 1))],
  'broken compression': [frame(HEADERS, END_STREAM | END_HEADERS, 1, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]))],
  'frame too long': [frame(DATA, 0, 1, Buffer.alloc(20_000))],
  'window over its limit': [frame(WINDOW_UPDATE, 0, 0, Buffer.from([0x7f, 0xff, 0xff, 0xff]))],
  'settings nobody sent acknowledged': repeat(10, () => frame(SETTINGS, 1, 0)),
};

/** One big entry of the table, then thousands of references to it in every request. */
const bomb = Buffer.concat([
  frame(HEADERS, END_STREAM | END_HEADERS, 1, Buffer.concat([GET, Buffer.from([0x40, 0x01, 0x78, 0x7f, 0x91, 0x1e]), Buffer.alloc(4000, 0x61)])),
  repeat(200, (n) => frame(HEADERS, END_STREAM | END_HEADERS, 2 * n + 3, Buffer.concat([GET, Buffer.alloc(2000, 0xbe)]))),
]);

/** Connects and sends; gives what the server answered once the connection is closed. */
function attack(server, bytes, isHttp2 = true) {
  return new Promise((resolve) => {
    const socket = net.connect(server.address().port);
    if (isHttp2) socket.write(PREFACE);
    for (const part of [].concat(bytes)) socket.write(part);
    socket.on('error', () => {});
    socket.on('close', resolve);
    socket.resume();
  });
}

async function serves(server) {
  const client = http2.connect(`http://localhost:${server.address().port}`);
  const request = client.request();
  const [headers] = await new Promise((resolve) => request.on('response', (...values) => resolve(values)));
  assert.strictEqual(headers[':status'], 200);
  request.resume();
  await new Promise((resolve) => request.on('close', resolve));
  client.close();
}

(async () => {
  const server = http2.createServer();
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {});
    assert.ok(Object.keys(headers).length < 200);
    if (headers[':method'] === 'POST') return;
    stream.respond();
    stream.end('ok');
  });
  server.on('sessionError', () => {});
  await new Promise((resolve) => server.listen(0, resolve));

  for (const [name, bytes] of Object.entries(faults)) {
    await attack(server, bytes, name !== 'not HTTP/2');
    await serves(server);
  }

  // A peer that asks and never reads fills no queue without end.
  const ended = new Promise((resolve) => server.once('session', (session) => session.on('close', resolve)));
  const silent = net.connect(server.address().port);
  silent.on('error', () => {});
  silent.pause();
  silent.write(PREFACE);
  const pings = repeat(20_000, () => frame(PING, 0, 0, Buffer.alloc(8)));
  const flood = () => silent.write(pings, () => !silent.destroyed && flood());
  flood();
  await ended;
  silent.destroy();

  // Fields beyond the limit cost the peer its streams, not us our memory.
  const before = process.memoryUsage().rss;
  const bomber = net.connect(server.address().port);
  bomber.on('error', () => {}).resume();
  bomber.write(Buffer.concat([PREFACE, bomb]));
  await serves(server);
  assert.ok(process.memoryUsage().rss - before < 100e6);
  bomber.destroy();
  await serves(server);
  server.close();
})();
