'use strict';

// Peers that leave no room, and peers that agree on HTTP/2 and speak something else.

const assert = require('node:assert');
const fs = require('node:fs');
const http2 = require('node:http2');
const path = require('node:path');
const tls = require('node:tls');
const { once } = require('node:events');

const fixtures = path.join(__dirname, '../../tls/tests/fixtures');
const read = (name) => fs.readFileSync(path.join(fixtures, name));
const identity = { key: read('server.key'), cert: read('server.pem') };

/** With a window of nothing a body waits in its stream, and goes with it. */
async function noWindow() {
  const server = http2.createServer();
  const closed = new Promise((resolve) => {
    server.on('stream', (stream) => {
      stream.on('close', () => resolve(stream.rstCode));
      stream.respond();
      assert.strictEqual(stream.write(Buffer.alloc(1_000_000)), false);
    });
  });
  await once(server.listen(0), 'listening');
  const client = http2.connect(`http://localhost:${server.address().port}`, { settings: { initialWindowSize: 0 } });
  const request = client.request();
  request.on('data', () => assert.fail('nothing may come'));
  await once(request, 'response');
  await new Promise((resolve) => client.ping(resolve));
  request.close(http2.constants.NGHTTP2_CANCEL);
  assert.strictEqual(await closed, http2.constants.NGHTTP2_CANCEL);
  client.close();
  server.close();
}

/** What a TLS client gets that says `text`, until the server closes. */
async function conversation(server, ALPNProtocols, text) {
  const socket = tls.connect({ port: server.address().port, ca: read('ca.pem'), servername: 'localhost', ALPNProtocols });
  socket.write(text);
  socket.on('error', () => {});
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    answer += chunk;
  });
  await new Promise((resolve) => socket.on('close', resolve));
  return answer;
}

async function otherProtocols() {
  const server = http2.createSecureServer({ ...identity, unknownProtocolTimeout: 20 });
  server.on('stream', () => assert.fail('no request'));
  await once(server.listen(0), 'listening');
  // Agreed on nothing: told so in words, and closed though the client stays.
  assert.match(await conversation(server, undefined, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'), /^HTTP\/1\.0 403 Forbidden\r\n/);
  // A program that takes such connections has them to itself.
  server.once('unknownProtocol', (socket) => socket.end('own'));
  assert.strictEqual(await conversation(server, undefined, 'x'), 'own');
  // Agreed on HTTP/2 and speaks HTTP/1.
  const failed = once(server, 'sessionError');
  await conversation(server, ['h2'], 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  assert.strictEqual((await failed)[0].message, 'Received bad client magic byte string');
  server.close();
}

noWindow().then(otherProtocols);
