'use strict';

// Servers that break the protocol: the connection fails, without an exception, and nothing of the broken message is told.

const assert = require('node:assert');
const http = require('node:http');
const zlib = require('node:zlib');
const { createHash } = require('node:crypto');
const { once } = require('node:events');

const frame = (first, body = [], length = Buffer.from(body).length) => Buffer.concat([Buffer.from([first, length]), Buffer.from(body)]);
const squeezed = zlib.deflateRawSync('x'.repeat(50));

/** Name and the bytes that the server sends after the handshake. */
const faults = {
  'a masked frame': frame(0x81, [0, 0, 0, 0, 65], 0x81),
  'the first reserved bit without compression': frame(0xc1, 'a'),
  'the second reserved bit': frame(0xa1, 'a'),
  'the third reserved bit': frame(0x91, 'a'),
  'an unknown opcode': frame(0x83, 'a'),
  'an unknown control opcode': frame(0x8b),
  'a ping in parts': frame(0x09, 'a'),
  'a ping too long': Buffer.concat([Buffer.from([0x89, 126, 0, 126]), Buffer.alloc(126)]),
  'a continuation of nothing': frame(0x80, 'a'),
  'a message within a message': Buffer.concat([frame(0x01, 'a'), frame(0x81, 'b')]),
  'text that is not UTF-8': frame(0x81, [0xce, 0xba, 0xe1, 0xbd, 0xb9, 0xed, 0xa0, 0x80]),
  'text that ends within a character': frame(0x81, [0xe2, 0x82]),
  'a close of one byte': frame(0x88, [3]),
  'a close whose reason is not UTF-8': frame(0x88, [3, 232, 0xff]),
  'a length of 2^63': Buffer.concat([Buffer.from([0x82, 127, 0x80]), Buffer.alloc(7)]),
};

/** Node takes the extension with any window, and waits. */
const windows = process.versions.anode === undefined ? {} : {
  'a window of 7 bits': 'permessage-deflate; server_max_window_bits=7',
  'a window of 16 bits': 'permessage-deflate; server_max_window_bits=16',
  'a window that is no number': 'permessage-deflate; server_max_window_bits=1x',
};

/** Names and the extensions that the server says it took. */
const refused = { 'an extension nobody offered': 'unheard-of', ...windows };

const server = http.createServer();
const sockets = new Set();
server.on('upgrade', (request, socket) => {
  sockets.add(socket);
  socket.on('error', () => {});
  const name = decodeURIComponent(request.url.slice(1));
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const extensions = name === 'broken compression' ? 'permessage-deflate' : refused[name];
  socket.write([
    'HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`,
    ...(extensions === undefined ? [] : [`Sec-WebSocket-Extensions: ${extensions}`]), '', '',
  ].join('\r\n'));
  if (name === 'broken compression') socket.write(frame(0xc1, squeezed.fill(0xff, 1)));
  else if (faults[name] !== undefined) socket.write(faults[name]);
  socket.resume();
});

(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  for (const name of [...Object.keys(faults), ...Object.keys(refused), 'broken compression']) {
    const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}/${encodeURIComponent(name)}`);
    socket.onmessage = () => assert.fail(`a message of ${name}`);
    const errors = [];
    socket.onerror = ({ type }) => errors.push(type);
    const [event] = await once(socket, 'close');
    assert.deepStrictEqual([...errors, event.code, event.wasClean], ['error', 1006, false], name);
  }
  for (const socket of sockets) socket.destroy();
  server.close();
})();
