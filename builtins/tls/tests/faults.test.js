'use strict';

// What a program throws during a handshake fails that handshake only; a client that speaks no TLS is told, and the server lives.

const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const tls = require('node:tls');
const { X509Certificate } = require('node:crypto');
const { once } = require('node:events');

const fixture = (name) => fs.readFileSync(path.join(__dirname, 'fixtures', name));
const keys = { key: fixture('server.key'), cert: fixture('server.pem') };
const ca = fixture('ca.pem');

/** One connection to a server with these options: what the server hears of it, and what the client. */
async function outcome(options, clientOptions) {
  const server = tls.createServer({ ...keys, ...options });
  const atServer = new Promise((resolve) => {
    server.on('tlsClientError', resolve);
    server.on('secureConnection', (socket) => resolve(socket.end()));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = tls.connect({ port: server.address().port, host: '127.0.0.1', servername: 'localhost', ca, ...clientOptions });
  let atClient;
  client.on('error', (error) => {
    atClient = error;
  });
  const closed = new Promise((resolve) => client.on('close', resolve));
  client.resume();
  const told = await atServer;
  await closed;
  await new Promise((resolve) => server.close(resolve));
  return { told: told instanceof tls.TLSSocket ? 'connected' : told, atClient };
}

function attempt(options, clientOptions, check) {
  outcome(options, clientOptions).then(({ told }) => check(told));
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

// The choice of keys by name: answers that come twice, after which something is thrown, that are none.
const own = tls.createSecureContext(keys);
const twice = { code: 'ERR_MULTIPLE_CALLBACK' };
const noContext = { name: 'TypeError', message: 'Invalid SNI context', code: undefined };
/** What the callback does, and what is told at the server. */
const choices = [
  [(done) => done(null, own), 'connected'],
  [(done) => [done(null, own), done(null, own)], twice],
  [(done) => [done(null, own), done(thrown)], twice],
  [(done) => setImmediate(() => [done(null, own), done(null, own)]), twice],
  [(done) => [done(thrown), done(null, own)], thrown],
  [(done) => [done(null, own), throws()], thrown],
  [(done) => done(thrown), thrown],
  ...[null, undefined, 0, 1, '', 'x', false].map((context) => [(done) => done(null, context), 'connected']),
  ...[{}, [], () => {}, { context: {} }, { context: null }].map((context) => [(done) => done(null, context), noContext]),
];

async function chooseWrongly() {
  for (const [choose, expected] of choices) {
    const { told } = await outcome({ SNICallback: (name, done) => choose(done) });
    if (typeof expected === 'string' || expected === thrown) assert.strictEqual(told, expected, `${choose}`);
    else assert.deepStrictEqual([told.name, told.message, told.code], [expected.name ?? 'Error', expected.message ?? told.message, expected.code], `${choose}`);
  }
}

/** Names are compared without regard to case, and the last context counts. */
async function chooseByName() {
  const server = tls.createServer(keys);
  const other = { key: fixture('hostile/server.key'), cert: fixture('hostile/good.pem') };
  server.addContext('*.Example.TEST', keys);
  server.addContext('one.example.test', other);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const certificateOf = async (servername) => {
    const client = tls.connect({ port: server.address().port, host: '127.0.0.1', servername, rejectUnauthorized: false });
    await once(client, 'secureConnect');
    const { fingerprint256 } = client.getPeerCertificate();
    client.destroy();
    return fingerprint256;
  };
  const [own, second] = [keys, other].map(({ cert }) => new X509Certificate(cert).fingerprint256);
  for (const name of ['ONE.example.TEST', 'one.example.test']) assert.strictEqual(await certificateOf(name), second, name);
  for (const name of ['two.example.test', 'xone.example.test', 'one.example.test.x', 'oneXexample.test']) assert.strictEqual(await certificateOf(name), own, name);
  server.close();
}

// Keys that both know: thrown errors and values that are no keys fail the connection on the side that gave them.
const kKey = Buffer.alloc(16, 1);
const shared = { ciphers: 'PSK', minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', checkServerIdentity() {} };
const kType = 'ERR_INVALID_ARG_TYPE';
const kValue = 'ERR_INVALID_ARG_VALUE';
const kUnknown = 'ERR_SSL_PSK_IDENTITY_NOT_FOUND';

async function shareWrongly() {
  const give = (server, client) => outcome({ ...shared, pskCallback: server }, { ...shared, pskCallback: client });
  const good = () => ({ psk: kKey, identity: 'x' });
  assert.strictEqual((await give(() => kKey, good)).told, 'connected');
  assert.strictEqual((await give(throws, good)).told, thrown);
  assert.strictEqual((await give(() => kKey, throws)).atClient, thrown);
  for (const [value, code] of [['s', kType], [1, kType], [{}, kType], [null, kUnknown], [Buffer.alloc(0), kUnknown], [Buffer.alloc(600), kValue]]) {
    assert.strictEqual((await give(() => value, good)).told.code, code);
  }
  const values = [
    ['s', kType], [1, kType], [{}, kType], [{ psk: 1, identity: 'x' }, kType], [{ psk: kKey }, kType], [{ psk: kKey, identity: 1 }, kType], [null, kUnknown],
    [{ psk: kKey, identity: 'x'.repeat(300) }, kValue], [{ psk: Buffer.alloc(600), identity: 'x' }, kValue],
  ];
  for (const [value, code] of values) assert.strictEqual((await give(() => kKey, () => value)).atClient.code, code);
  // Of TLS 1.3 as well.
  const modern = { ...shared, ciphers: undefined, minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' };
  assert.strictEqual((await outcome({ pskCallback: throws }, { ...modern, pskCallback: good })).told, thrown);
  assert.strictEqual((await outcome({ pskCallback: () => kKey }, { ...modern, pskCallback: throws })).atClient, thrown);
}

// Who ends before the server has decided does not wait for it.
async function endInTheMiddle() {
  const server = tls.createServer({ ...keys, SNICallback: () => client.end() });
  const told = once(server, 'tlsClientError');
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = tls.connect({ port: server.address().port, host: '127.0.0.1', servername: 'localhost', ca });
  const [error] = await once(client, 'error');
  assert.strictEqual(error.code, 'ECONNRESET');
  assert.strictEqual((await told)[0].message, 'socket hang up');
  server.close();
}

chooseWrongly().then(chooseByName).then(shareWrongly).then(endInTheMiddle).then(otherEnds);

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

// A method of one end fails the handshakes of the other.
async function otherEnds() {
  const refused = 'ERR_SSL_CALLED_A_FUNCTION_YOU_SHOULD_NOT_CALL';
  for (const prefix of ['TLS', 'TLSv1_2']) {
    assert.strictEqual((await outcome({ secureProtocol: `${prefix}_client_method` }, {})).told.code, refused);
    assert.strictEqual((await outcome({}, { secureProtocol: `${prefix}_server_method` })).atClient.code, refused);
    assert.strictEqual((await outcome({ secureProtocol: `${prefix}_server_method` }, { secureProtocol: `${prefix}_client_method` })).told, 'connected');
  }
}
