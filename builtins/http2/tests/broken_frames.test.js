'use strict';

// Frames against the protocol: what goes back on the wire, what the session's error says, and what never reaches the program.

const assert = require('node:assert');
const http2 = require('node:http2');
const net = require('node:net');
const { once } = require('node:events');
const {
  ACK, CONTINUATION, DATA, END_HEADERS, END_STREAM, frame, GET, GOAWAY, HEADERS, OPEN, PADDED, PING, PREFACE, PRIORITY, PUSH_PROMISE,
  RST_STREAM, SETTINGS, WINDOW_UPDATE,
} = require('./_frames.js');

const WHOLE = END_STREAM | END_HEADERS;

const kProtocol = 'Protocol error';
const kFlow = 'Flow control error';
const kContinuation = 'Too many CONTINUATION frames following a HEADER frame';
const kFlood = 'Flooding was detected in this HTTP/2 session, and it must be closed';

function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const setting = (id, value) => Buffer.concat([Buffer.from([0, id]), number(value)]);
const repeat = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const request = (...fields) => frame(HEADERS, WHOLE, 1, Buffer.concat([GET, ...fields.map((field) => Buffer.from(field))]));

/** By name: the frames, the code of the GOAWAY, and the session's error. */
const endSessions = {
  'a window that grows by nothing': [frame(WINDOW_UPDATE, 0, 0, number(0)), 1, kProtocol],
  'a stream\'s window that grows by nothing': [[OPEN, frame(WINDOW_UPDATE, 0, 1, number(0))], 1, kProtocol],
  'a window over its limit': [frame(WINDOW_UPDATE, 0, 0, number(0x7fffffff)), 3, kFlow],
  'a stream\'s window over its limit': [[OPEN, frame(WINDOW_UPDATE, 0, 1, number(0x7fffffff))], 3, kFlow],
  'data of no stream': [frame(DATA, 0, 1, Buffer.from('x')), 1, kProtocol],
  'a reset of no stream': [frame(RST_STREAM, 0, 1, number(8)), 1, kProtocol],
  'a stream of the server\'s': [frame(HEADERS, WHOLE, 2, GET), 1, kProtocol],
  'a push by a client': [frame(PUSH_PROMISE, END_HEADERS, 1, Buffer.concat([number(2), GET])), 1, kProtocol],
  'an acknowledgement with settings': [frame(SETTINGS, ACK, 0, setting(3, 1)), 6, kProtocol],
  'settings of a stream': [frame(SETTINGS, 0, 1, setting(3, 1)), 1, kProtocol],
  'half a setting': [frame(SETTINGS, 0, 0, Buffer.alloc(5)), 6, kProtocol],
  'push neither on nor off': [frame(SETTINGS, 0, 0, setting(2, 2)), 1, kProtocol],
  'a first window over its limit': [frame(SETTINGS, 0, 0, setting(4, 0x80000000)), 3, kFlow],
  'frames of less than 16 KiB': [frame(SETTINGS, 0, 0, setting(5, 100)), 1, kProtocol],
  'a short ping': [frame(PING, 0, 0, Buffer.alloc(7)), 6, kProtocol],
  'a ping of a stream': [frame(PING, 0, 1, Buffer.alloc(8)), 1, kProtocol],
  'a goodbye of a stream': [frame(GOAWAY, 0, 1, Buffer.alloc(8)), 1, kProtocol],
  'more padding than frame': [[OPEN, frame(DATA, PADDED, 1, Buffer.from([200, 1, 2]))], 1, kProtocol],
  'a continuation of nothing': [frame(CONTINUATION, END_HEADERS, 1, GET), 1, kProtocol],
  'a ping within a header block': [[frame(HEADERS, 0, 1, GET), frame(PING, 0, 0, Buffer.alloc(8))], 1, kProtocol],
  'endless continuations': [[frame(HEADERS, 0, 1, GET), ...repeat(100, () => frame(CONTINUATION, 0, 1))], 2, kContinuation],
  'a number without end': [frame(HEADERS, WHOLE, 1, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff])), 9, kProtocol],
  'an entry beyond the table': [frame(HEADERS, WHOLE, 1, Buffer.from([0xfe])), 9, kProtocol],
  'a table over its limit': [frame(HEADERS, WHOLE, 1, Buffer.from([0x3f, 0xe1, 0xff, 0x3f])), 9, kProtocol],
  'a frame of 16 MiB': [Buffer.from([0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1]), 6, kProtocol],
  'priorities without end': [repeat(20_000, (n) => frame(PRIORITY, 0, 2 * n + 1, Buffer.from([0, 0, 0, 0, 16]))), 11, kProtocol],
  'unknown frames without end': [repeat(20_000, () => frame(0xee, 0, 0, Buffer.alloc(10))), 11, kProtocol],
  'settings without end': [repeat(20_000, () => frame(SETTINGS, 0, 0, setting(3, 100))), 2, kFlood],
  'pings without end': [repeat(20_000, () => frame(PING, 0, 0, Buffer.alloc(8))), 2, kFlood],
};

/** Requests that are reset, and nothing else. */
const resetStreams = {
  'an empty header block': frame(HEADERS, END_HEADERS, 1),
  'a name in upper case': request([0, 1, 0x41, 1, 0x61]),
  'a connection field': request([0, 10], 'connection', [1, 0x61]),
  'a pseudo field after others': frame(HEADERS, WHOLE, 1, Buffer.from([0x82, 0, 1, 0x61, 1, 0x61, 0x86, 0x84, 1, 1, 0x61])),
  'two paths': request([0x84]),
  'no path': frame(HEADERS, WHOLE, 1, Buffer.from([0x82, 0x86, 1, 1, 0x61])),
};

const server = http2.createServer();

/** Sends, and gives the frames that came back as `[type, stream, payload]` once the connection has closed. */
async function answersTo(frames, end) {
  const socket = net.connect(server.address().port);
  const chunks = [];
  socket.on('error', () => {}).on('data', (chunk) => chunks.push(chunk));
  socket.write(Buffer.concat([PREFACE, ...[frames].flat()]));
  end?.(socket);
  await new Promise((resolve) => socket.on('close', resolve));
  const answers = [];
  for (let rest = Buffer.concat(chunks); rest.length >= 9;) {
    const length = rest.readUIntBE(0, 3);
    answers.push([rest[3], rest.readUInt32BE(5), rest.subarray(9, 9 + length)]);
    rest = rest.subarray(9 + length);
  }
  return answers;
}

async function main() {
  await once(server.listen(0), 'listening');
  let requests = 0;
  server.on('stream', (stream, headers) => {
    if (headers[':method'] === 'GET') requests++;
    stream.on('error', () => {});
  });
  for (const [name, [frames, code, message]] of Object.entries(endSessions)) {
    const failed = once(server, 'sessionError');
    const answers = await answersTo(frames);
    const goodbye = answers.find(([type]) => type === GOAWAY);
    assert.strictEqual(goodbye?.[2].readUInt32BE(4), code, name);
    assert.strictEqual((await failed)[0].message, message, name);
  }
  server.on('sessionError', (error) => assert.fail(error));
  for (const [name, frames] of Object.entries(resetStreams)) {
    const answers = await answersTo([frames, frame(PING, 0, 0, Buffer.alloc(8))], (socket) => socket.once('data', () => socket.end()));
    const resets = answers.filter(([type]) => type === RST_STREAM);
    assert.deepStrictEqual(resets.map(([, stream, payload]) => [stream, payload.readUInt32BE(0)]), [[1, 1]], name);
  }
  assert.strictEqual(requests, 0);
  server.close();
}

main();
