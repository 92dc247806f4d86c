// A server that is told to stop under traffic answers what it has begun and ends by itself, and one of several that dies is missed by no client.
'use strict';

const assert = require('node:assert');
const { spawn } = require('node:child_process');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');
const { files } = require('./_run');

const server = files({ 'stops.js': `
  const http = require('node:http');
  const server = http.createServer((request, response) => {
    if (request.url !== '/slow') return response.end('fast');
    // Answered after the signal.
    response.write('begun ');
    process.once('SIGTERM', () => setImmediate(() => response.end('and ended')));
    process.send?.('busy');
    console.log('busy');
  });
  process.on('SIGTERM', () => {
    server.close(() => console.log('closed'));
    server.closeIdleConnections();
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
` });

async function stopUnderTraffic() {
  const child = spawn(process.execPath, [server], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines = require('node:readline').createInterface(child.stdout)[Symbol.asyncIterator]();
  const port = Number((await lines.next()).value);
  const idle = net.connect(port, '127.0.0.1');
  idle.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(idle, 'data');
  const idleClosed = once(idle.resume(), 'close');
  const slow = get(port, '/slow');
  assert.strictEqual((await lines.next()).value, 'busy');
  child.kill('SIGTERM');
  assert.strictEqual(await slow, 'begun and ended');
  await idleClosed;
  assert.strictEqual((await lines.next()).value, 'closed');
  assert.deepStrictEqual(await exited, [0, null]);
  await assert.rejects(get(port, '/'), { code: 'ECONNREFUSED' });
}

const stubborn = files({ 'stubborn.js': `
  const http = require('node:http');
  // Nothing is ever answered.
  const server = http.createServer(() => console.log('busy'));
  process.on('SIGTERM', () => {
    server.close(() => console.log('closed'));
    // The deadline.
    setTimeout(() => server.closeAllConnections(), 50).unref();
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
` });

/** What is not answered at the deadline is cut off, and the server ends by itself. */
async function stopAtTheDeadline() {
  const child = spawn(process.execPath, [stubborn], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines = require('node:readline').createInterface(child.stdout)[Symbol.asyncIterator]();
  const port = Number((await lines.next()).value);
  const cut = assert.rejects(get(port, '/'), { code: 'ECONNRESET' });
  assert.strictEqual((await lines.next()).value, 'busy');
  child.kill('SIGTERM');
  await cut;
  assert.strictEqual((await lines.next()).value, 'closed');
  assert.deepStrictEqual(await exited, [0, null]);
}

/** A thread that dies with its heap or by an error takes nothing with it. */
async function threadDies() {
  const { Worker } = require('node:worker_threads');
  const local = http.createServer((request, response) => response.end('served'));
  await new Promise((resolve) => local.listen(0, '127.0.0.1', resolve));
  for (const code of ['throw new Error("boom")', 'process.exit(5)', 'setImmediate(() => { throw 1 })']) {
    const worker = new Worker(code, { eval: true });
    worker.on('error', () => {});
    const ended = new Promise((resolve) => worker.on('exit', resolve));
    const [answer, exit] = await Promise.all([get(local.address().port, '/'), ended]);
    assert.deepStrictEqual([answer, exit], ['served', code.includes('exit') ? 5 : 1]);
  }
  local.close();
}

async function get(port, path) {
  return new Promise((resolve, reject) => {
    const request = http.get({ port, path, host: '127.0.0.1', agent: false }, async (response) => {
      let text = '';
      for await (const part of response) text += part;
      resolve(text);
    });
    request.on('error', reject);
  });
}

let isDone = false;
process.on('exit', () => assert.ok(isDone));
stopUnderTraffic().then(stopAtTheDeadline).then(threadDies).then(() => (isDone = true));
