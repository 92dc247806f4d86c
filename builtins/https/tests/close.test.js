'use strict';

// A server whose only connection is answered and kept alive is closed within the turn of `close()`.

const assert = require('node:assert');
const fs = require('node:fs');
const http = require('node:http');
const http2 = require('node:http2');
const https = require('node:https');
const path = require('node:path');
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

async function main() {
  await closesAtOnce(http.createServer(answer), http);
  await closesAtOnce(https.createServer(identity, answer), https);
  await closesAtOnce(http2.createSecureServer({ ...identity, allowHTTP1: true }, answer), https);
}

main();
