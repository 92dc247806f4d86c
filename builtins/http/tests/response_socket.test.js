'use strict';

// A response has its socket as a property of its own: clients ask for that before they trust a connection.

const assert = require('node:assert');
const http = require('node:http');

const server = http.createServer((request, response) => response.end()).listen(0, '127.0.0.1', () => {
  const request = http.get({ port: server.address().port, host: '127.0.0.1', agent: false }, (response) => {
    assert.ok(Object.hasOwn(response, 'socket'));
    assert.strictEqual(response.socket, request.socket);
    assert.strictEqual(response.connection, response.socket);
    response.resume().on('close', () => server.close());
  });
});
