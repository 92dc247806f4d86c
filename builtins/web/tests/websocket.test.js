'use strict';

const assert = require('node:assert');
const http = require('node:http');
const zlib = require('node:zlib');
const { createHash } = require('node:crypto');
const { once } = require('node:events');

/** A frame as a server sends it. */
function frame(first, payload) {
  const body = Buffer.from(payload);
  const length = body.length < 126 ? [body.length] : [126, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

/** The payload of the one short frame in `bytes`. */
function unmasked(bytes) {
  assert.strictEqual(bytes[1] & 0x80, 0x80, 'a client masks');
  const length = bytes[1] & 0x7f;
  return Buffer.from(bytes.subarray(6, 6 + length).map((byte, i) => byte ^ bytes[2 + (i & 3)]));
}

const deflate = (text) => zlib.deflateRawSync(text, { finishFlush: zlib.constants.Z_SYNC_FLUSH }).subarray(0, -4);

const scripts = {
  '/echo': (socket) => socket.on('data', (bytes) => {
    const opcode = bytes[0] & 15;
    socket.write(frame(0x80 | opcode, unmasked(bytes)));
    if (opcode === 8) socket.end();
  }),
  '/parts': (socket) => {
    socket.write(Buffer.concat([frame(0x01, 'in '), frame(0x89, 'ping'), frame(0x80, 'parts')]));
    socket.on('data', (bytes) => {
      if ((bytes[0] & 15) === 10) socket.write(frame(0x81, `pong ${unmasked(bytes)}`));
    });
  },
  '/deflate': (socket) => socket.write(Buffer.concat([frame(0xc1, deflate('squeezed '.repeat(50))), frame(0x88, [3, 232])])),
  '/masked': (socket) => socket.write(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 65])),
  '/utf8': (socket) => socket.write(frame(0x81, [0xff])),
  '/drop': (socket) => socket.destroy(),
};

const server = http.createServer((request, response) => response.writeHead(403).end());
const sockets = new Set();
server.on('upgrade', (request, socket) => {
  sockets.add(socket);
  socket.on('error', () => {});
  const script = scripts[request.url];
  if (script === undefined) {
    socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    return;
  }
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const offered = request.headers['sec-websocket-protocol'];
  socket.write([
    'HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`,
    ...(offered ? [`Sec-WebSocket-Protocol: ${offered.split(', ').at(-1)}`] : []),
    ...(request.url === '/deflate' ? ['Sec-WebSocket-Extensions: permessage-deflate'] : []), '', '',
  ].join('\r\n'));
  script(socket);
});

async function main() {
  server.listen(0);
  await once(server, 'listening');
  const base = `ws://localhost:${server.address().port}`;

  const socket = new WebSocket(`${base}/echo`, ['one', 'two']);
  assert.deepStrictEqual([socket.readyState, socket.binaryType, socket.url], [0, 'blob', `${base}/echo`]);
  assert.throws(() => socket.send('early'), { name: 'InvalidStateError' });
  await once(socket, 'open');
  assert.deepStrictEqual([socket.readyState, socket.protocol], [1, 'two']);
  const answer = async (data) => {
    socket.send(data);
    const [event] = await once(socket, 'message');
    return event.data;
  };
  assert.strictEqual(await answer('h\u00e9llo'), 'h\u00e9llo');
  assert.strictEqual(await (await answer(new Uint8Array([1, 2]))).text(), '\x01\x02');
  socket.binaryType = 'arraybuffer';
  assert.deepStrictEqual(new Uint8Array(await answer(new Blob(['ab']))), new Uint8Array([97, 98]));
  assert.throws(() => socket.close(1001), { name: 'InvalidAccessError' });
  assert.throws(() => socket.close(1000, 'x'.repeat(124)), { name: 'SyntaxError' });
  socket.close(3000, 'done');
  const [closed] = await once(socket, 'close');
  assert.deepStrictEqual([closed.code, closed.reason, closed.wasClean, socket.readyState], [3000, 'done', true, 3]);

  const parts = new WebSocket(`${base}/parts`);
  const texts = [];
  await new Promise((resolve) => {
    parts.onmessage = ({ data, origin }) => {
      texts.push(data);
      assert.strictEqual(origin, base);
      if (texts.length === 2) resolve();
    };
  });
  assert.deepStrictEqual(texts.sort(), ['in parts', 'pong ping']);
  parts.close();

  const squeezed = new WebSocket(`${base}/deflate`);
  const [{ data }] = await once(squeezed, 'message');
  assert.strictEqual(data, 'squeezed '.repeat(50));
  assert.strictEqual(squeezed.extensions, 'permessage-deflate');

  for (const path of ['/masked', '/utf8', '/drop', '/nowhere']) {
    const failing = new WebSocket(`${base}${path}`);
    const events = [];
    failing.onerror = ({ type }) => events.push(type);
    const [event] = await once(failing, 'close');
    assert.deepStrictEqual([...events, event.code, event.wasClean], ['error', 1006, false], path);
  }
  for (const url of ['nothing', 'ftp://x', 'ws://x#y']) assert.throws(() => new WebSocket(url), { name: 'SyntaxError' });
  assert.throws(() => new WebSocket(base, ['a', 'a']), { name: 'SyntaxError' });
  server.close();
  for (const open of sockets) open.destroy();
}

main();
