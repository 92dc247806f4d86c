'use strict';

// Peers over TLS that break the protocol while nobody listens for errors, and servers that name origins without end.

const assert = require('node:assert');
const fs = require('node:fs');
const http2 = require('node:http2');
const path = require('node:path');
const tls = require('node:tls');
const { once } = require('node:events');
const { END_HEADERS, END_STREAM, frame, GET, HEADERS, PADDED, PING, PREFACE, SETTINGS } = require('./_frames.js');

const ORIGIN = 12;
const WHOLE = END_STREAM | END_HEADERS;

const fixtures = path.join(__dirname, '../../tls/tests/fixtures');
const read = (name) => fs.readFileSync(path.join(fixtures, name));
const identity = { key: read('server.key'), cert: read('server.pem') };
const ca = read('ca.pem');

/** Header blocks and frames that are none, by what is wrong with them. */
const malformed = {
  'an index without end': frame(HEADERS, WHOLE, 1, Buffer.alloc(5, 0xff)),
  'a length of 16 MiB': Buffer.from([0xff, 0xff, 0xff, HEADERS, WHOLE, 0, 0, 0, 1]),
  'more padding than frame': frame(HEADERS, WHOLE | PADDED, 1, Buffer.from([200, 1])),
  'a stream of the server\'s': frame(HEADERS, WHOLE, 2, GET),
  'no stream': frame(HEADERS, WHOLE, 0, GET),
  'half a frame': frame(HEADERS, WHOLE, 1, GET).subarray(0, 11),
  'noise': Buffer.alloc(2000, 7),
};

/** How a client goes after it has sent. */
const ways = {
  closed: () => {},
  ended: (socket) => socket.end(),
  gone: (socket) => socket.destroy(),
};

async function unheardErrors() {
  const server = http2.createSecureServer(identity, (request, response) => response.end('ok'));
  await once(server.listen(0), 'listening');
  const { port } = server.address();
  for (const bytes of Object.values(malformed)) {
    for (const leave of Object.values(ways)) {
      // The server waits for what is missing from a frame.
      if (leave === ways.closed && (bytes === malformed.noise || bytes === malformed['half a frame'])) continue;
      const socket = tls.connect({ port, ca, servername: 'localhost', ALPNProtocols: ['h2'] });
      socket.on('error', () => {}).resume();
      socket.on('secureConnect', () => socket.write(Buffer.concat([PREFACE, bytes]), () => leave(socket)));
      await new Promise((resolve) => socket.on('close', resolve));
    }
  }
  const client = http2.connect(`https://localhost:${port}`, { ca });
  assert.strictEqual((await client.request().toArray()).join(''), 'ok');
  client.close();
  server.close();
}

function originFrame(...origins) {
  return frame(ORIGIN, 0, 0, Buffer.concat(origins.map((text) => Buffer.concat([Buffer.of(text.length >> 8, text.length & 255), Buffer.from(text)]))));
}

const named = (count, first = 0) => Array.from({ length: count }, (_, index) => `https://h${first + index}.test`);

/** What a client makes of a server that sends these frames and a ping: how many origins it knows, or its error. */
async function knownAfter(frames, options) {
  const server = tls.createServer({ ...identity, ALPNProtocols: ['h2'] }, (socket) => {
    socket.on('error', () => {}).resume();
    socket.write(Buffer.concat([frame(SETTINGS, 0, 0), ...frames, frame(PING, 0, 0, Buffer.alloc(8))]));
  });
  await once(server.listen(0), 'listening');
  const client = http2.connect(`https://localhost:${server.address().port}`, { ca, ...options });
  const outcome = await new Promise((resolve) => {
    client.on('error', resolve);
    client.on('ping', () => resolve(client.originSet.length));
  });
  client.destroy();
  server.close();
  return outcome;
}

/** The own origin counts, and a full set takes none, be it a known one. */
async function originsWithoutEnd() {
  assert.strictEqual(await knownAfter([originFrame(...named(127))]), 128);
  assert.strictEqual(await knownAfter([originFrame(...named(100), ...named(28))]), 101);
  assert.strictEqual(await knownAfter([originFrame(...named(2))], { maxOriginSetSize: 3 }), 3);
  const tooMany = [
    [named(20_000).map((one) => originFrame(one)), {}, 128],
    [[originFrame(...named(128))], {}, 128],
    [[originFrame(...named(127)), originFrame(...named(1))], {}, 128],
    [[originFrame(...named(3))], { maxOriginSetSize: 3 }, 3],
    [[originFrame(...named(1))], { maxOriginSetSize: 0 }, 0],
  ];
  for (const [frames, options, most] of tooMany) {
    const { code, message } = await knownAfter(frames, options);
    assert.deepStrictEqual([code, message], ['ERR_HTTP2_TOO_MANY_ORIGINS', `The server sent more ORIGIN frames than the allowed number of ${most}`]);
  }
  for (const maxOriginSetSize of [-1, NaN]) assert.throws(() => http2.connect('http://localhost:1', { maxOriginSetSize }), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => http2.connect('http://localhost:1', { maxOriginSetSize: '1' }), { code: 'ERR_INVALID_ARG_TYPE' });
}

unheardErrors().then(originsWithoutEnd);
