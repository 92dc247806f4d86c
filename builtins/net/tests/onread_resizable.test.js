// The buffer of `onread` may be one that can shrink.
'use strict';

const assert = require('node:assert');
const net = require('node:net');

const server = net.createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1', () => {
  let text = '';
  const buffer = new Uint8Array(new ArrayBuffer(16, { maxByteLength: 32 }));
  const callback = (length, bytes) => {
    text += Buffer.from(bytes.subarray(0, length)).toString();
    return true;
  };
  net.connect({ port: server.address().port, host: '127.0.0.1', onread: { buffer, callback } }).on('close', () => {
    assert.strictEqual(text, 'hello');
    server.close();
  });
});
