'use strict';

// Servers that break off, stall, or say what is no answer: which events a client gets, in which order, and that nothing waits for ever.

const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');

const kShort = 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart';
const kChunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const kBrokenOff = ['response 200', 'aborted', 'response error ECONNRESET', 'response close incomplete'];
const kWhole = ['response 200', 'end part', 'response close complete'];
const kHangUp = ['error ECONNRESET socket hang up'];

/** What the server says before it closes, and the events of request and response without `close` of the request. */
const answers = {
  'less than promised': [kShort, kBrokenOff],
  'half a chunk': [`${kChunked}8\r\npart`, kBrokenOff],
  'no last chunk': [`${kChunked}4\r\npart\r\n`, kBrokenOff],
  'no end of the trailers': [`${kChunked}4\r\npart\r\n0\r\n`, kBrokenOff],
  'a broken chunk': [`${kChunked}zz\r\npart\r\n`, ['response 200', 'error HPE_INVALID_CHUNK_SIZE', ...kBrokenOff.slice(1)]],
  'more than promised': [
    'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npartmore', ['response 200', 'error HPE_INVALID_CONSTANT', ...kWhole.slice(1)],
  ],
  'a second answer': ['HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npartHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil', kWhole],
  'more after the last answer': [
    'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\npartmore', ['response 200', 'error HPE_CLOSED_CONNECTION', ...kWhole.slice(1)],
  ],
  'a body until the end': ['HTTP/1.1 200 OK\r\n\r\npart', kWhole],
  'early hints before the answer': [
    'HTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npart',
    ['information 103', 'continue', 'information 100', ...kWhole],
  ],
  nothing: ['', kHangUp],
  'half a head': ['HTTP/1.1 200 OK\r\nContent-Le', kHangUp],
  'another protocol': ['SSH-2.0-x\r\n', ['error HPE_INVALID_CONSTANT']],
  'two lengths': ['HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\npart', ['error HPE_UNEXPECTED_CONTENT_LENGTH']],
  'a length and chunks': [
    'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n0\r\n\r\n', ['error HPE_INVALID_TRANSFER_ENCODING'],
  ],
  'a length that is no number': ['HTTP/1.1 200 OK\r\nContent-Length: 4x\r\n\r\npart', ['error HPE_INVALID_CONTENT_LENGTH']],
  'a head without end': [`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(20_000)}\r\n`, ['error HPE_HEADER_OVERFLOW']],
  'bare line feeds': ['HTTP/1.1 200 OK\nContent-Length: 4\n\npart', ['error HPE_CR_EXPECTED']],
  'a control character': ['HTTP/1.1 200 OK\r\nX: a\x01b\r\nContent-Length: 4\r\n\r\npart', ['error HPE_INVALID_HEADER_TOKEN']],
  'a folded field': ['HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 4\r\n\r\npart', ['error HPE_INVALID_HEADER_TOKEN']],
};

const connections = new Set();
let answer;
const server = net.createServer((socket) => {
  connections.add(socket);
  socket.on('error', () => {}).on('close', () => connections.delete(socket));
  socket.once('data', () => answer(socket));
});

/** Asks and gives the events up to the last one; `act(request)` takes part. */
async function eventsOf(act = () => {}, options = {}) {
  const events = [];
  const request = http.get({ host: '127.0.0.1', port: server.address().port, agent: false, ...options });
  request.on('continue', () => events.push('continue'));
  request.on('information', ({ statusCode }) => events.push(`information ${statusCode}`));
  request.on('timeout', () => events.push('timeout'));
  request.on('error', ({ code, message }) => events.push(message.startsWith('Parse') ? `error ${code}` : `error ${code} ${message}`));
  const closed = [new Promise((resolve) => request.on('close', resolve))];
  request.on('response', (response) => {
    events.push(`response ${response.statusCode}`);
    closed.push(new Promise((resolve) => response.on('close', resolve)));
    watch(response, events);
  });
  act(request);
  await closed[0];
  await Promise.all(closed);
  return events;
}

function watch(response, events) {
  let text = '';
  response.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
  });
  response.on('end', () => events.push(`end ${text}`));
  response.on('aborted', () => events.push('aborted'));
  response.on('error', ({ code }) => events.push(`response error ${code}`));
  response.on('close', () => events.push(`response close ${response.complete ? 'complete' : 'incomplete'}`));
}

async function main() {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  for (const [name, [text, expected]] of Object.entries(answers)) {
    answer = (socket) => socket.end(text, 'latin1');
    assert.deepStrictEqual(await eventsOf(), expected, name);
  }
  await stalls();
  await ownEnds();
  await unusedConnections();
  server.close();
}

/** A time ends the wait, and the connection with it. */
async function stalls() {
  const giveUp = (request) => request.on('timeout', () => request.destroy());
  answer = () => {};
  assert.deepStrictEqual(await eventsOf(giveUp, { timeout: 20 }), ['timeout', ...kHangUp]);
  answer = (socket) => socket.write(kShort);
  assert.deepStrictEqual(await eventsOf(giveUp, { timeout: 20 }), [kBrokenOff[0], 'timeout', ...kBrokenOff.slice(1)]);
  await allClosed();
}

/** A program that ends a request itself. */
async function ownEnds() {
  answer = (socket) => socket.write(kShort);
  const signal = new AbortController();
  const [first, ...rest] = kBrokenOff;
  const aborted = await eventsOf((request) => request.on('response', () => signal.abort()), { signal: signal.signal });
  assert.deepStrictEqual(aborted, [first, 'error ABORT_ERR The operation was aborted', ...rest]);
  const failed = await eventsOf((request) => request.on('response', () => request.destroy(Object.assign(new Error('own'), { code: 'OWN' }))));
  assert.deepStrictEqual(failed, [first, 'error OWN own', ...rest]);
  assert.deepStrictEqual(await eventsOf((request) => request.destroy()), kHangUp);
  // A body that would run until the end is incomplete when it was the program that ended it.
  answer = (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\npart');
  const cut = await eventsOf((request) => request.on('response', () => request.abort()));
  assert.deepStrictEqual(cut.slice(0, 3), kBrokenOff.slice(0, 3));
  await allClosed();
}

/** A request that is given up before its connection stands leaves it to the next. */
async function unusedConnections() {
  answer = (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npart');
  const agent = new http.Agent({ keepAlive: true });
  assert.deepStrictEqual(await eventsOf((request) => request.destroy(), { agent }), kHangUp);
  let isReused;
  const events = await eventsOf((request) => request.on('response', () => {
    isReused = request.reusedSocket;
  }), { agent });
  assert.deepStrictEqual([events, isReused, connections.size], [kWhole, true, 1]);
  agent.destroy();
  await allClosed();
}

async function allClosed() {
  for (const socket of connections) await new Promise((resolve) => socket.on('close', resolve).resume());
}

main();
