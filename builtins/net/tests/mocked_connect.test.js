'use strict';

// Packages that mock connections put themselves in the place of the handle's methods.

const assert = require('node:assert');
const net = require('node:net');

const socket = new net.Socket();
socket.once('connectionAttempt', () => {
  const handle = socket._handle;
  handle.getpeername = (filled) => {
    Object.assign(filled, { address: '192.0.2.1', port: 7, family: 'IPv4' });
    return 0;
  };
  handle.readStart = () => 0;
  handle.connect = (request, address, port) => {
    assert.deepStrictEqual([address, port], ['192.0.2.1', 7]);
    setImmediate(() => request.oncomplete(0, handle, request, true, true));
    return 0;
  };
});
let connected = false;
socket.connect({ host: '192.0.2.1', port: 7 });
socket.on('connect', () => {
  connected = true;
  assert.deepStrictEqual([socket.remoteAddress, socket.remotePort, socket.connecting], ['192.0.2.1', 7, false]);
  socket.destroy();
});
process.on('exit', () => assert.ok(connected));

// One whose handle was taken away connects with a new one.
const emptied = new net.Socket();
emptied._handle = undefined;
let renewed = false;
emptied.once('connectionAttempt', () => {
  const handle = emptied._handle;
  handle.readStart = () => 0;
  handle.connect = (request) => {
    setImmediate(() => request.oncomplete(0, handle, request, true, true));
    return 0;
  };
});
emptied.connect({ host: '192.0.2.1', port: 7 }, () => {
  renewed = true;
  emptied.destroy();
});
process.on('exit', () => assert.ok(renewed));

// One that replaces `_read` is asked for more, and the end of a connection that was never made is no error.
const answered = new net.Socket();
let asked = 0;
answered._read = () => {
  if (asked++ > 0) return;
  answered.push('an answer');
  answered.push(null);
};
answered.once('connectionAttempt', () => {
  const handle = answered._handle;
  handle.connect = (request) => {
    setImmediate(() => request.oncomplete(0, handle, request, true, true));
    return 0;
  };
});
answered.connect({ host: '192.0.2.1', port: 7 });
let text = '';
answered.setEncoding('utf8').on('data', (chunk) => (text += chunk));
answered.on('close', (hadError) => assert.deepStrictEqual([text, hadError], ['an answer', false]));
process.on('exit', () => assert.strictEqual(text, 'an answer'));
