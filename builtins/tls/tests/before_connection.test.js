'use strict';

// A TLS socket has its handle from the start, before anything below it is connected, and closes after it has told of its error.

const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const tls = require('node:tls');
const { Duplex } = require('node:stream');

const fixture = (name) => fs.readFileSync(path.join(__dirname, 'fixtures', name));
const keys = { key: fixture('server.key'), cert: fixture('server.pem') };
const ca = fixture('ca.pem');

/** The events of a socket until it is closed. */
function events(socket) {
  const told = [];
  for (const name of ['connect', 'secureConnect', 'end', 'error', 'close']) socket.on(name, (value) => told.push(name === 'error' ? value.code : name));
  socket.resume();
  return new Promise((resolve) => {
    socket.on('close', () => resolve(told));
  });
}

// Its class is the same for all; what is below is of the socket's own kind.
{
  const sockets = [
    new tls.TLSSocket(), new tls.TLSSocket(new net.Socket()), new tls.TLSSocket(new Duplex({ read() {}, write() {} })),
    tls.connect({ port: 1, host: 'nowhere.example', lookup() {} }), tls.connect({ socket: new net.Socket() }),
  ];
  const [{ _handle: first }] = sockets;
  for (const socket of sockets) {
    assert.strictEqual(socket._handle.constructor.name, 'TLSWrap');
    assert.strictEqual(Object.getPrototypeOf(socket._handle), Object.getPrototypeOf(first));
    assert.strictEqual(socket._handle, socket.ssl);
    socket.on('error', () => {});
    socket.destroy();
    assert.strictEqual(socket._handle, null);
  }
  const connecting = tls.connect({ port: 1, host: 'nowhere.example', lookup() {} });
  const plain = net.connect({ port: 1, host: 'nowhere.example', lookup() {} });
  assert.strictEqual(connecting._handle._parent.constructor, plain._handle.constructor);
  plain.destroy();
  assert.deepStrictEqual([connecting.address(), connecting.remoteAddress, connecting.bytesWritten], [{}, undefined, 0]);
  assert.strictEqual(connecting.setNoDelay().setKeepAlive(true).ref(), connecting);
  connecting.destroy();
}

/** What packages do that answer in the place of a server: the handle connects to nothing, and tells of a handshake that never was. */
function withoutServer() {
  const socket = tls.connect({ host: '127.0.0.1', port: 1, servername: 'localhost', session: Buffer.from('no session'), ALPNProtocols: ['a'] });
  const { _handle: handle } = socket;
  handle.connect = (request) => {
    setImmediate(() => {
      request.oncomplete(0, handle, request, true, true);
      handle.onhandshakedone();
    });
    return 0;
  };
  Object.assign(handle, {
    start() {},
    readStart: () => 0,
    verifyError() {},
    getALPNNegotiatedProtocol: () => 'a',
    getCipher: () => ({ name: 'none', standardName: 'NONE', version: 'TLSv1.3' }),
    getEphemeralKeyInfo: () => ({ type: 'ECDH', name: 'X25519', size: 253 }),
  });
  const options = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'connect-options');
  assert.strictEqual(socket[options].servername, 'localhost');
  socket[options].checkServerIdentity = () => {};
  socket.on('secureConnect', () => {
    assert.deepStrictEqual([socket.alpnProtocol, socket.getCipher().name, socket.getEphemeralKeyInfo().size], ['a', 'none', 253]);
    socket.destroy();
  });
  return events(socket);
}

(async () => {
  assert.deepStrictEqual(await withoutServer(), ['connect', 'secureConnect', 'close']);
  const server = tls.createServer(keys, (socket) => socket.end());
  server.on('tlsClientError', () => {});
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const common = { ca, servername: 'localhost' };
  const several = (hosts) => (host, options, callback) => callback(null, hosts.map((address) => ({ address, family: 4 })));

  assert.deepStrictEqual(await events(tls.connect({ ...common, port: 1, host: '127.0.0.1' })), ['ECONNREFUSED', 'close']);
  assert.deepStrictEqual(await events(tls.connect({ ...common, path: '/does/not/exist' })), ['ENOENT', 'close']);

  // The first of several addresses refuses; all do.
  const second = tls.connect({ ...common, port, host: 'several.example', lookup: several(['127.0.0.2', '127.0.0.1']) });
  assert.deepStrictEqual((await events(second)).slice(0, 2), ['connect', 'secureConnect']);
  assert.deepStrictEqual(second.autoSelectFamilyAttemptedAddresses, [`127.0.0.2:${port}`, `127.0.0.1:${port}`]);
  const none = tls.connect({ ...common, port: 1, host: 'several.example', lookup: several(['127.0.0.2', '127.0.0.1']) });
  assert.deepStrictEqual(await events(none), ['ECONNREFUSED', 'close']);

  // Over a socket that connects, that will, that is destroyed first.
  const below = net.connect(port, '127.0.0.1');
  assert.deepStrictEqual((await events(tls.connect({ ...common, socket: below }))).slice(0, 2), ['connect', 'secureConnect']);
  assert.ok(below.destroyed);
  const later = new net.Socket();
  const over = events(tls.connect({ ...common, socket: later }));
  later.connect(port, '127.0.0.1');
  assert.deepStrictEqual((await over).slice(0, 2), ['connect', 'secureConnect']);
  const given = net.connect(port, '127.0.0.1');
  const destroyed = tls.connect({ ...common, socket: given });
  destroyed.destroy();
  assert.deepStrictEqual(await events(destroyed), ['close']);
  assert.ok(given.destroyed);
  server.close();
})();
