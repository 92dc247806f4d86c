'use strict';

// A listener of 'clientError' that writes after it has ended the socket hears of the client's fault only, not of its own.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

const server = http.createServer(() => assert.fail('no request'));
const told = [];
server.on('clientError', (error, socket) => {
  told.push(error.code);
  socket.end('HTTP/1.1 400 Own\r\n\r\n');
  socket.write('more');
});
// A connection that comes as a stream from the start.
server.on('connection', () => {});
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1', () => client.write('not HTTP\r\n\r\n'));
  client.resume();
  client.on('close', () => {
    assert.deepStrictEqual(told, ['HPE_INVALID_METHOD']);
    server.close();
  });
});
