'use strict';

// A listener of 'clientError' that leaves the socket alone: the connection ends when the client has ended it.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

const server = http.createServer(() => assert.fail('no request'));
let code;
server.on('clientError', (error) => {
  ({ code } = error);
});
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1', () => client.end('GET / HTTP/1.1\r\nHost: a\r\nDummy: b\rContent-Length: 1\r\n\r\n'));
  client.on('data', () => assert.fail('no answer'));
  client.on('close', () => {
    assert.strictEqual(code, 'HPE_LF_EXPECTED');
    server.close();
  });
});
