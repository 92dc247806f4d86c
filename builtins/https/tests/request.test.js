'use strict';

// Requests over TLS: bodies both ways, one connection for several requests, and no sharing between different identities.

const assert = require('node:assert');
const fs = require('node:fs');
const https = require('node:https');
const path = require('node:path');

const fixture = (name) => fs.readFileSync(path.join(__dirname, '../../tls/tests/fixtures', name));
const ca = fixture('ca.pem');
const agent = new https.Agent({ keepAlive: true, ca, maxSockets: 1 });
const seen = new Set();

const server = https.createServer({ key: fixture('server.key'), cert: fixture('server.pem') }, (request, response) => {
  if (request.url === '/socket') {
    assert.ok(request.socket.encrypted);
    seen.add(request.socket);
  }
  let length = 0;
  request.on('data', (chunk) => {
    length += chunk.length;
  });
  request.on('end', () => response.end(`${request.method} ${length} ${'x'.repeat(200_000)}`));
});

function send(port, url, body, callback) {
  const request = https.request({ port, host: 'localhost', path: url, method: 'POST', agent }, (response) => {
    let text = '';
    response.setEncoding('latin1');
    response.on('data', (chunk) => {
      text += chunk;
    });
    response.on('end', () => {
      assert.strictEqual(text, `POST ${body.length} ${'x'.repeat(200_000)}`);
      setImmediate(callback, request);
    });
  });
  request.end(body);
}

server.listen(0, () => {
  const { port } = server.address();
  send(port, '/', Buffer.alloc(100_000), (first) => {
    send(port, '/socket', '', (second) => {
      assert.strictEqual(second.reusedSocket, true);
      assert.strictEqual(second.socket, first.socket);
      send(port, '/socket', 'abc', () => {
        assert.strictEqual(seen.size, 1);
        agent.destroy();
        withoutHostField(port);
      });
    });
  });
});

/** An address is no server name, with a Host field that says so and without one. */
function withoutHostField(port) {
  const request = https.get({ port, host: '127.0.0.1', setHost: false, headers: ['X-Own', '1'], rejectUnauthorized: false }, (response) => {
    assert.strictEqual(response.socket.servername, false);
    assert.strictEqual(response.statusCode, 400);
    response.resume().on('end', () => server.close());
  });
  assert.strictEqual(request.getHeader('host'), undefined);
}

const name = (options) => agent.getName({ host: 'h', ...options });
assert.notStrictEqual(name({ servername: 'a' }), name({ servername: 'b' }));
assert.notStrictEqual(name({ cert: 'a' }), name({ cert: 'b' }));
assert.notStrictEqual(name({ pfx: [{ buf: 'a' }] }), name({ pfx: [{ buf: 'b' }] }));

// What a mocking package puts in the place of http.ClientRequest is not used by https.
{
  const http = require('node:http');
  const { ClientRequest } = http;
  http.ClientRequest = function () { throw new Error('not asked'); };
  const unsent = require('node:https').request({ host: '127.0.0.1', port: 1 }).on('error', () => {});
  assert.ok(unsent instanceof ClientRequest);
  unsent.destroy();
  http.ClientRequest = ClientRequest;
}
