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
