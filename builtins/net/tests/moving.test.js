'use strict';

// Sockets and servers move with messages: to another thread, or to another port of this one.

const assert = require('node:assert');
const { once } = require('node:events');
const http = require('node:http');
const net = require('node:net');
const tls = require('node:tls');
const { MessageChannel, Worker, receiveMessageOnPort } = require('node:worker_threads');

const { port1, port2 } = new MessageChannel();
const refused = { code: 'ERR_WORKER_HANDLE_NOT_TRANSFERABLE', message: /^net\.(Socket|Server) cannot be transferred in its current state; it must be/ };

function move(object) {
  port1.postMessage({ object }, [object]);
  return receiveMessageOnPort(port2).message.object;
}

async function connection(server) {
  const client = net.connect(server.address().port);
  const [socket] = await once(server, 'connection');
  return { client, socket };
}

const cases = {
  'what is not open does not move'() {
    for (const object of [new net.Socket(), net.createServer()]) {
      assert.throws(() => move(object), refused);
      assert.throws(() => structuredClone(object), { name: 'DataCloneError' });
    }
    assert.throws(() => port1.postMessage(1, [Object.create(new net.Socket())]), { name: 'DataCloneError' });
  },

  async 'what extends them moves as what it extends'() {
    class Own extends net.Server {}
    for (const server of [new Own(), http.createServer()]) {
      await once(server.listen(0), 'listening');
      const moved = move(server);
      assert.deepStrictEqual([Object.getPrototypeOf(moved), moved.listening, server.listening], [net.Server.prototype, true, false]);
      moved.close();
    }
    assert.throws(() => move(new tls.TLSSocket()), refused);
    assert.throws(() => port1.postMessage(1, [Object.create(http.createServer())]), { name: 'DataCloneError' });
  },

  async 'a socket moves before anything came or waits'() {
    const server = net.createServer().listen(0);
    await once(server, 'listening');
    const { client, socket } = await connection(server);
    const closed = once(socket, 'close');
    const moved = move(socket);
    assert.deepStrictEqual([socket.destroyed, socket._handle, moved === socket, moved instanceof net.Socket], [true, null, false, true]);
    assert.strictEqual(moved.remotePort, client.localPort);
    await closed;
    moved.end('moved');
    assert.strictEqual((await client.toArray()).join(''), 'moved');

    const second = await connection(server);
    second.socket.write(Buffer.alloc(30e6));
    assert.throws(() => move(second.socket), refused);
    second.socket.destroy();
    assert.throws(() => move(second.socket), refused);
    second.client.destroy();
    server.close();
  },

  async 'a socket with a past does not move'() {
    const server = net.createServer().listen(0);
    await once(server, 'listening');
    const pasts = [
      (socket) => socket.setEncoding('utf8'),
      (socket) => socket.unshift('put back'),
      (socket) => new Promise((resolve) => socket.write('written', resolve)),
      (socket, client) => {
        client.write('read');
        return once(socket, 'data');
      },
    ];
    for (const live of pasts) {
      const { client, socket } = await connection(server);
      await live(socket, client);
      assert.throws(() => move(socket), refused);
      client.destroy();
      socket.destroy();
    }
    server.close();
  },

  async 'a server moves, unless it listens at a path'() {
    const server = net.createServer(() => assert.fail('it listens no more')).listen(0);
    await once(server, 'listening');
    const address = server.address();
    const moved = move(server);
    assert.deepStrictEqual([server.listening, server._handle, server.address()], [false, null, null]);
    assert.deepStrictEqual([moved.listening, moved.address()], [true, address]);
    const client = net.connect(address.port);
    const [socket] = await once(moved, 'connection');
    socket.end('served');
    assert.strictEqual((await client.toArray()).join(''), 'served');
    moved.close();

    const local = net.createServer().listen(`\0moving-${process.pid}`);
    await once(local, 'listening');
    assert.throws(() => move(local), refused);
    local.close();
  },

  async 'another thread serves what moves there'() {
    const worker = new Worker("require('node:worker_threads').parentPort.on('message', (socket) => socket.on('data', (data) => socket.end(`got ${data}`)))", { eval: true });
    const server = net.createServer((socket) => worker.postMessage(socket, [socket])).listen(0);
    await once(server, 'listening');
    const client = net.connect(server.address().port);
    client.write('hello');
    assert.strictEqual((await client.toArray()).join(''), 'got hello');
    server.close();
    await worker.terminate();
  },
};

(async () => {
  for (const check of Object.values(cases)) await check();
  port1.close();
})();
