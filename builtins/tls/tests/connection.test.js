'use strict';

// A conversation over TLS: trust, names, protocols, bytes both ways and the order of the events.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const tls = require('node:tls');

const fixture = (name) => fs.readFileSync(path.join(__dirname, 'fixtures', name));
const ca = fixture('ca.pem');
const big = Buffer.alloc(300_000, 'anode');
const events = [];

const server = tls.createServer({ key: fixture('server.key'), cert: fixture('server.pem'), ALPNProtocols: ['b', 'a'] }, (socket) => {
  assert.ok(socket.encrypted);
  assert.strictEqual(socket.alpnProtocol, 'b');
  assert.strictEqual(socket.servername, 'localhost');
  const chunks = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('end', () => {
    assert.ok(Buffer.concat(chunks).equals(big));
    socket.end(`got ${big.length}`);
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const client = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca, allowHalfOpen: true, ALPNProtocols: ['a', 'b'] });
  client.end(big);
  client.on('connect', () => events.push('connect'));
  client.on('secureConnect', () => {
    events.push('secureConnect');
    assert.strictEqual(client.authorized, true);
    assert.strictEqual(client.getProtocol(), 'TLSv1.3');
    assert.match(client.getCipher().name, /^TLS_AES_256/);
    assert.strictEqual(client.remotePort, port);
  });
  client.setEncoding('utf8');
  client.on('data', (text) => events.push(text));
  client.on('end', () => events.push('end'));
  client.on('close', () => {
    assert.deepStrictEqual(events, ['connect', 'secureConnect', 'got 300000', 'end']);
    untrusted(port);
  });
});

/** The same server without its authority, and under another name. */
function untrusted(port) {
  const stranger = tls.connect({ port, host: '127.0.0.1' }, () => assert.fail('an unknown authority'));
  stranger.on('error', (error) => {
    assert.strictEqual(error.code, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    const other = tls.connect({ port, host: '127.0.0.1', servername: 'example.com', ca }, () => assert.fail('another name'));
    other.on('error', (mismatch) => {
      assert.strictEqual(mismatch.code, 'ERR_TLS_CERT_ALTNAME_INVALID');
      assert.strictEqual(other.authorizationError, mismatch.code);
      server.close();
    });
  });
}
