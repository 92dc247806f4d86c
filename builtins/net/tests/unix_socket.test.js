'use strict';

// Unix domain sockets: half-open connections, the path as address, and its removal.

const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'net-'));
const file = path.join(directory, 'socket');
let answer = '';

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  socket.resume();
  socket.on('end', () => socket.end('late'));
});

// Where nobody listens the error comes with a turn of the loop, so that a request that got the socket has its listener.
const nobody = { code: 'ENOENT', syscall: 'connect', address: path.join(directory, 'none') };
const late = net.connect(nobody.address);
process.nextTick(() => process.nextTick(() => Promise.resolve().then(() => late.on('error', (error) => assert.deepStrictEqual({ ...error }, { errno: -2, ...nobody })))));
require('node:http').get({ socketPath: nobody.address }).on('error', (error) => assert.strictEqual(error.code, 'ENOENT'));

server.listen(file, () => {
  assert.strictEqual(server.address(), file);
  const client = net.connect(file, () => client.end('early'));
  client.setEncoding('utf8');
  client.on('data', (text) => {
    answer += text;
  });
  client.on('close', () => server.close());
});

server.on('close', () => {
  assert.strictEqual(answer, 'late');
  assert.strictEqual(fs.existsSync(file), false);
  fs.rmdirSync(directory);
});
