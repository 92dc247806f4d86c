'use strict';

// A listener of 'clientError' that writes after it has ended the socket hears of the client's fault only, not of its own.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');

const kImpatient = { headersTimeout: 20, requestTimeout: 20, connectionsCheckingInterval: 10 };

/** What a client says, the server's options, and the fault. */
const faults = [
  ['not HTTP\r\n\r\n', {}, 'HPE_INVALID_METHOD'],
  ['GET / HTTP/1.1\r\nHost: a\r\n', kImpatient, 'ERR_HTTP_REQUEST_TIMEOUT'],
];

/** The codes of all that the listener hears. @param {boolean} asStream whether connections come as streams from the start */
async function toldAfter(text, options, asStream) {
  const server = http.createServer(options, () => assert.fail('no request'));
  const told = [];
  server.on('clientError', (error, socket) => {
    told.push(error.code);
    socket.end('HTTP/1.1 400 Own\r\n\r\n');
    socket.write('more');
  });
  if (asStream) server.on('connection', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = net.connect(server.address().port, '127.0.0.1', () => client.write(text));
  await once(client.resume(), 'close');
  server.close();
  return told;
}

async function main() {
  for (const [text, options, code] of faults) {
    for (const asStream of [true, false]) assert.deepStrictEqual(await toldAfter(text, options, asStream), [code]);
  }
}

main();
