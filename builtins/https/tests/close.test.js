'use strict';

// A server whose only connection is answered and kept alive is closed within the turn of `close()`. A request that was sent before is answered.

const assert = require('node:assert');
const fs = require('node:fs');
const http = require('node:http');
const http2 = require('node:http2');
const https = require('node:https');
const path = require('node:path');
const tls = require('node:tls');
const { once } = require('node:events');

const fixtures = path.join(__dirname, '../../tls/tests/fixtures');
const identity = {
  key: fs.readFileSync(path.join(fixtures, 'server.key')),
  cert: fs.readFileSync(path.join(fixtures, 'server.pem')),
};
const answer = (request, response) => response.end('answer');

async function closesAtOnce(server, client) {
  await once(server.listen(0), 'listening');
  const { port } = server.address();
  const request = client.get({ port, rejectUnauthorized: false, headers: { connection: 'keep-alive' } });
  await once(request, 'response');
  const order = [];
  const turn = new Promise((resolve) => setImmediate(resolve)).then(() => order.push('turn'));
  server.close(() => order.push('closed'));
  await turn;
  assert.deepStrictEqual(order, ['closed', 'turn']);
}

/** The system has the request when the server closes, and nobody has read it yet. */
async function answersWhatWasSent(server) {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = tls.connect({ port: server.address().port, host: '127.0.0.1', rejectUnauthorized: false });
  // The server is done with the handshake once its session tickets are there.
  await once(client, 'session');
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  server.close();
  const [answered] = await once(client, 'data');
  assert.match(String(answered), /^HTTP\/1.1 200 OK/);
  client.end();
}

async function main() {
  // Node drops it.
  if (process.versions.anode !== undefined) await answersWhatWasSent(https.createServer(identity, answer));
  await closesAtOnce(http.createServer(answer), http);
  await closesAtOnce(https.createServer(identity, answer), https);
  await closesAtOnce(http2.createSecureServer({ ...identity, allowHTTP1: true }, answer), https);
}

let isDone = false;
process.on('exit', () => assert.ok(isDone));
main().then(() => { isDone = true; });
