'use strict';

// What a program throws during a handshake fails that handshake only; a client that speaks no TLS is told, and the server lives.

const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const tls = require('node:tls');

const fixture = (name) => fs.readFileSync(path.join(__dirname, 'fixtures', name));
const keys = { key: fixture('server.key'), cert: fixture('server.pem') };
const ca = fixture('ca.pem');

/** One connection to a server with these options; what the server hears of it, and the client. */
function attempt(options, clientOptions, check) {
  const server = tls.createServer({ ...keys, ...options }, () => assert.fail('no connection'));
  let told;
  server.on('tlsClientError', (error) => {
    told = error;
  });
  server.listen(0, '127.0.0.1', () => {
    const client = tls.connect({ port: server.address().port, host: '127.0.0.1', servername: 'localhost', ca, ...clientOptions });
    client.on('error', () => {});
    client.on('close', () => server.close(() => check(told)));
  });
}

const thrown = new Error('from a callback');
const throws = () => {
  throw thrown;
};

attempt({ SNICallback: throws }, {}, (error) => assert.strictEqual(error, thrown));
attempt({ ALPNCallback: throws }, { ALPNProtocols: ['a'] }, (error) => assert.strictEqual(error, thrown));
attempt({ ALPNCallback: () => 'unknown' }, { ALPNProtocols: ['a'] }, (error) => {
  assert.strictEqual(error.code, 'ERR_TLS_ALPN_CALLBACK_INVALID_RESULT');
});
attempt({ requestCert: true, ca, minVersion: 'TLSv1.3' }, { maxVersion: 'TLSv1.2' }, (error) => {
  assert.strictEqual(error.code, 'ERR_SSL_UNSUPPORTED_PROTOCOL');
});

const server = tls.createServer(keys, () => assert.fail('no connection'));
server.on('tlsClientError', (error) => {
  assert.strictEqual(error.code, 'ERR_SSL_HTTP_REQUEST');
  assert.strictEqual(error.library, 'SSL routines');
  server.close();
});
server.listen(0, '127.0.0.1', () => {
  const plain = net.connect(server.address().port, '127.0.0.1', () => plain.write('GET / HTTP/1.1\r\n\r\n'));
  plain.on('error', () => {});
});

// A quoted name that is no string of JSON is a mistake of whoever wrote it, not one of the certificate.
for (const name of ['"\t"', '"\\x61"', '"a']) {
  assert.throws(() => tls.checkServerIdentity('a.test', { subjectaltname: `DNS:${name}` }), { code: 'ERR_TLS_CERT_ALTNAME_FORMAT' });
}
