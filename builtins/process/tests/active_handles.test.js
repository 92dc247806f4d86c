// Flags: --expose-gc
'use strict';
// What keeps a program alive: the objects of `_getActiveHandles()`, and the kinds of `getActiveResourcesInfo()`.

const assert = require('node:assert');
const childProcess = require('node:child_process');
const dgram = require('node:dgram');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const { BroadcastChannel, MessageChannel } = require('node:worker_threads');

const count = (kind) => process.getActiveResourcesInfo().filter((name) => name === kind).length;
/** Without the standard streams, which are handles when they are pipes. */
const handles = () => process._getActiveHandles().filter((handle) => ![0, 1, 2].includes(handle.fd));

async function main() {
  assert.deepStrictEqual([process._getActiveHandles.name, process._getActiveRequests.name], ['_getActiveHandles', '_getActiveRequests']);
  assert.deepStrictEqual(handles(), []);
  const pipes = count('PipeWrap');

  fs.stat('.', () => {});
  assert.deepStrictEqual(process._getActiveRequests().map(({ constructor }) => constructor.name), ['FSReqCallback']);

  const accepted = Promise.withResolvers();
  const server = net.createServer(accepted.resolve).listen(0);
  const client = net.connect(server.address().port);
  assert.deepStrictEqual(handles(), [server, client], 'also while it connects');
  const connection = await accepted.promise;
  client.pause();
  assert.deepStrictEqual([count('TCPServerWrap'), count('TCPSocketWrap')], [1, 2]);
  assert.ok(handles().includes(connection));
  client.unref();
  assert.ok(!handles().includes(client));
  client.ref();

  const web = http.createServer((request, response) => {
    const found = handles();
    assert.ok(found.includes(web) && found.includes(request.socket));
    response.end();
  }).listen(0);
  const sockets = count('TCPSocketWrap');
  const answered = Promise.withResolvers();
  http.get({ port: web.address().port }, (response) => response.resume().on('end', answered.resolve));
  await answered.promise;
  assert.strictEqual(count('TCPSocketWrap'), sockets + 1, 'an end at the server; the agent lets the loop end');
  await new Promise((done) => {
    web.close(done);
    http.globalAgent.destroy();
    web.closeAllConnections();
  });

  const udp = dgram.createSocket('udp4').bind(0);
  const watcher = fs.watch('.');
  const child = childProcess.spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  const found = handles();
  for (const owner of [udp, watcher, child, child.stdin, child.stdout, child.stderr]) assert.ok(found.includes(owner));
  assert.deepStrictEqual(['UDPWrap', 'FSEventWrap', 'ProcessWrap', 'PipeWrap'].map(count), [1, 1, 1, pipes + 3]);

  const ended = new Promise((done) => child.on('close', done));
  child.stdin.end();
  await ended;
  udp.close();
  watcher.close();
  client.destroy();
  connection.destroy();
  await new Promise((done) => server.close(done));
  // Node has them until they are collected.
  for (let turn = 0; turn < 50 && handles().length > 0; turn++) {
    await new Promise(setImmediate);
    gc();
  }
  assert.deepStrictEqual(handles(), [], 'what is closed is gone');
}

/** A broadcast channel counts from its making, a port while it is listened to. */
async function ports() {
  const broadcast = new BroadcastChannel('active-handles');
  assert.deepStrictEqual([handles().length, count('MessagePort')], [1, 1]);
  broadcast.close();
  await new Promise(setImmediate);
  assert.deepStrictEqual([handles(), count('MessagePort')], [[], 0]);

  const { port1, port2 } = new MessageChannel();
  assert.strictEqual(count('MessagePort'), 0);
  port1.on('message', () => {});
  assert.deepStrictEqual([handles(), count('MessagePort')], [[port1], 1]);
  port1.unref();
  assert.deepStrictEqual([handles(), count('MessagePort')], [[], 0]);
  port1.ref();
  port2.close();
  await new Promise((resolve) => port1.once('close', resolve));
  await new Promise(setImmediate);
  assert.deepStrictEqual([handles(), count('MessagePort')], [[], 0]);
}

ports().then(main);
