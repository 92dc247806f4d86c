'use strict';
// Addresses that are bound before they are used.

const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { MessageChannel, Worker } = require('node:worker_threads');

const kAdopted = { code: 'ERR_SOCKET_HANDLE_ADOPTED', message: 'The bound socket has already been adopted by a server or socket' };
const local = () => new net.BoundSocket({ host: '127.0.0.1' });
const event = (emitter, name) => new Promise((done) => emitter.once(name, done));

function argumentsAreChecked() {
  for (const options of [null, 5, 'x']) assert.throws(() => new net.BoundSocket(options), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => new net.BoundSocket({ port: -1 }), { code: 'ERR_SOCKET_BAD_PORT' });
  assert.throws(() => new net.BoundSocket({ ipv6Only: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => new net.BoundSocket({ host: 'localhost' }), {
    message: "The property 'options.host' must be a numeric IP address; net.BoundSocket does not perform DNS resolution. Received 'localhost'",
  });
  assert.throws(() => new net.BoundSocket({ path: '/x', port: 1 }), /path is mutually exclusive with host, port, ipv6Only, and reusePort/);
  assert.throws(() => net.BoundSocket(), TypeError);
}

function anAddressIsHeld() {
  const bound = local();
  const { address, family, port } = bound.address();
  assert.deepStrictEqual([address, family, port > 0, bound.isPipe, bound.fd() > 2], ['127.0.0.1', 'IPv4', true, false, true]);
  bound.close();
  assert.throws(() => bound.address(), kAdopted);
  assert.throws(() => bound.close(), kAdopted);
  assert.strictEqual(new net.BoundSocket().address().address, '0.0.0.0');
  const disposed = local();
  disposed[Symbol.dispose]();
  assert.throws(() => disposed.fd(), kAdopted);
}

async function serversAndSocketsTakeIt() {
  const bound = local();
  const { port } = bound.address();
  const server = net.createServer().listen(bound);
  assert.throws(() => bound.address(), kAdopted);
  assert.throws(() => net.createServer().listen(bound), kAdopted);
  await event(server, 'listening');
  assert.strictEqual(server.address().port, port);

  const from = local();
  const own = from.address().port;
  const accepted = event(server, 'connection');
  const client = net.connect({ port, host: '127.0.0.1', handle: from });
  const connection = await accepted;
  assert.strictEqual(connection.remotePort, own);
  connection.end('over');
  assert.strictEqual(String(await event(client, 'data')), 'over');
  client.destroy();
  server.close();
}

async function pathsGoWithTheirServer() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bound-'));
  const name = path.join(folder, 'socket');
  const bound = new net.BoundSocket({ path: name });
  assert.deepStrictEqual([bound.isPipe, bound.address(), fs.existsSync(name)], [true, name, true]);
  assert.throws(() => new net.BoundSocket({ path: name }), { code: 'EADDRINUSE', syscall: 'bind' });
  assert.throws(() => new MessageChannel().port1.postMessage(bound, [bound]), { code: 'ERR_WORKER_HANDLE_NOT_TRANSFERABLE' });
  const server = net.createServer((connection) => connection.end('hello')).listen({ handle: bound });
  await event(server, 'listening');
  assert.strictEqual(String(await event(net.connect(name), 'data')), 'hello');
  server.close();
  await event(server, 'close');
  assert.ok(!fs.existsSync(name));
  fs.rmdirSync(folder);
}

async function threadsPassItOn() {
  assert.throws(() => structuredClone(local()), { name: 'DataCloneError' });
  const bound = local();
  const { port } = bound.address();
  const worker = new Worker(`
    const { parentPort } = require('node:worker_threads');
    const net = require('node:net');
    parentPort.once('message', (bound) => {
      const server = net.createServer((connection) => { connection.end('from the thread'); server.close(); });
      server.listen(bound, () => parentPort.postMessage(bound instanceof net.BoundSocket));
    });
  `, { eval: true });
  worker.postMessage(bound, [bound]);
  assert.throws(() => bound.fd(), kAdopted);
  assert.throws(() => worker.postMessage(bound, [bound]), { code: 'ERR_WORKER_HANDLE_NOT_TRANSFERABLE' });
  assert.strictEqual(await event(worker, 'message'), true);
  assert.strictEqual(String(await event(net.connect(port, '127.0.0.1'), 'data')), 'from the thread');
}

async function main() {
  argumentsAreChecked();
  anAddressIsHeld();
  await serversAndSocketsTakeIt();
  await pathsGoWithTheirServer();
  await threadsPassItOn();
}

// New in Node 26.
if (net.BoundSocket !== undefined) main();
