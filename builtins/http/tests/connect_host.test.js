'use strict';

// The Host field of a CONNECT names what the tunnel leads to (RFC 9110 section 9.3.6).

const assert = require('node:assert');
const http = require('node:http');
const { once } = require('node:events');

async function hostOf(port, options) {
  const request = http.request({ port, method: 'CONNECT', agent: false, ...options }).end();
  const [response, socket] = await once(request, 'connect');
  socket.destroy();
  return response.headers['x-host'];
}

async function main() {
  const server = http.createServer();
  server.on('connect', ({ headers }, socket) => {
    socket.on('error', () => {}).end(`HTTP/1.1 200 OK\r\nX-Host: ${headers.host}\r\n\r\n`);
  });
  await once(server.listen(0), 'listening');
  const { port } = server.address();
  assert.strictEqual(await hostOf(port, { path: 'target.test:443' }), 'target.test:443');
  assert.strictEqual(await hostOf(port, { path: '[::1]:5' }), '[::1]:5');
  assert.strictEqual(await hostOf(port, { path: 'target.test:1', headers: { host: 'own' } }), 'own');
  assert.strictEqual(await hostOf(port, {}), `localhost:${port}`);
  server.close();
}

main();
