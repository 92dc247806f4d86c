'use strict';
// A datagram socket goes to a child, which receives at its address.

const assert = require('node:assert');
const { fork } = require('node:child_process');
const dgram = require('node:dgram');

if (process.argv[2] === 'child') receive();
else give();

function give() {
  const socket = dgram.createSocket('udp4');
  socket.bind(0, '127.0.0.1', () => {
    const child = fork(__filename, ['child']);
    child.send('yours', socket);
    child.on('message', (message) => {
      if (message !== 'ready') {
        assert.deepStrictEqual(message, ['Socket', 'hello', '127.0.0.1']);
        return;
      }
      const { port } = socket.address();
      socket.close();
      const sender = dgram.createSocket('udp4');
      sender.send('hello', port, '127.0.0.1', () => sender.close());
    });
    child.on('exit', (code) => assert.strictEqual(code, 0));
  });
}

function receive() {
  process.on('message', (message, socket) => {
    socket.on('message', (text) => {
      process.send([socket.constructor.name, String(text), socket.address().address]);
      socket.close();
      process.disconnect();
    });
    process.send('ready');
  });
}
