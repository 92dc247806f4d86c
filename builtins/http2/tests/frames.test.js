'use strict';

// What leaves, and in how many frames.

const assert = require('node:assert');
const fs = require('node:fs');
const http2 = require('node:http2');
const path = require('node:path');
const { once } = require('node:events');
const { PerformanceObserver } = require('node:perf_hooks');

const fixtures = path.join(__dirname, '../../tls/tests/fixtures');
const { NGHTTP2_FRAME_SIZE_ERROR } = http2.constants;
/** The type of the frame. */
const HEADERS = 1;
const read = (name) => fs.readFileSync(path.join(fixtures, name));

async function listen(server) {
  server.listen(0);
  await once(server, 'listening');
  return server.address().port;
}

/** Frames that a client gets for an answer: two SETTINGS, HEADERS and DATA. */
function framesOf(port, request) {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      const entry = list.getEntries().find(({ name, detail }) => name === 'Http2Session' && detail.type === 'client');
      if (entry === undefined) return;
      observer.disconnect();
      resolve(entry.detail.framesReceived);
    });
    observer.observe({ type: 'http2' });
    const client = http2.connect(`http://localhost:${port}`);
    client.request({ ':path': request }).on('end', () => client.close()).resume();
  });
}

const answers = {
  '/end': (stream) => stream.end('a'),
  '/write-end': (stream) => {
    stream.write('a');
    stream.end();
  },
  '/write-write-end': (stream) => {
    stream.write('a');
    stream.write('b');
    stream.end('c');
  },
};

async function endsWithTheLastBytes() {
  const server = http2.createServer();
  server.on('stream', (stream, headers) => {
    stream.respond();
    answers[headers[':path']](stream);
  });
  const port = await listen(server);
  assert.strictEqual(await framesOf(port, '/end'), 4);
  assert.strictEqual(await framesOf(port, '/write-end'), 4);
  assert.ok((await framesOf(port, '/write-write-end')) <= 5);
  server.close();
}

async function saysItsOrigins() {
  const server = http2.createSecureServer({ key: read('server.key'), cert: read('server.pem'), origins: ['https://a.test/x', 'https://b.test'] });
  const port = await listen(server);
  const client = http2.connect(`https://localhost:${port}`, { ca: read('ca.pem') });
  const [origins] = await once(client, 'origin');
  assert.deepStrictEqual(origins, ['https://a.test', 'https://b.test']);
  assert.deepStrictEqual(client.originSet, [`https://localhost:${port}`, ...origins]);
  client.close();
  server.close();
}

/** A head that is too large for a frame ends its stream with the reason, on both sides. */
async function tellsWhatWasNotSent() {
  const heard = [];
  const server = http2.createServer((request, response) => {
    response.stream.on('frameError', (type, code, id) => heard.push([type, code, id]));
    response.stream.on('error', (error) => heard.push(error.message));
    response.setHeader('large', 'a'.repeat(65535));
    response.end();
  });
  const client = http2.connect(`http://localhost:${await listen(server)}`);
  await once(client, 'remoteSettings');
  const request = client.request();
  const [error] = await once(request, 'error');
  const message = 'Stream closed with error code NGHTTP2_FRAME_SIZE_ERROR';
  assert.strictEqual(error.message, message);
  assert.deepStrictEqual(heard, [[HEADERS, NGHTTP2_FRAME_SIZE_ERROR, 1], message]);
  client.close();
  server.close();
}

/** A malformed request is the matter of its stream; the others of the session go on. */
async function resetsForMalformedHeaders() {
  const server = http2.createServer((request, response) => response.end('good'));
  const client = http2.connect(`http://localhost:${await listen(server)}`);
  await once(client, 'remoteSettings');
  for (const headers of [{ ':path': 'bad\x01path' }, { 'content-length': 1 }]) {
    const [error] = await once(client.request(headers), 'error');
    assert.strictEqual(error.message, 'Stream closed with error code NGHTTP2_PROTOCOL_ERROR');
  }
  const good = client.request();
  assert.strictEqual((await good.toArray()).join(''), 'good');
  client.close();
  server.close();
}

async function main() {
  await endsWithTheLastBytes();
  await saysItsOrigins();
  await tellsWhatWasNotSent();
  await resetsForMalformedHeaders();
}

main();
