// Flags: --experimental-network-inspection
'use strict';

// WebSockets as events of the domain Network, and the diagnostics channels they come from.

const assert = require('node:assert');
const diagnostics = require('node:diagnostics_channel');
const http = require('node:http');
const { createHash } = require('node:crypto');
const { once } = require('node:events');
const { Session } = require('node:inspector/promises');

const told = [];
for (const name of ['open', 'ping', 'pong', 'close']) {
  diagnostics.subscribe(`undici:websocket:${name}`, ({ websocket, payload, code }) => {
    assert.ok(websocket instanceof WebSocket);
    told.push([name, `${payload ?? code ?? websocket.readyState}`]);
  });
}

/** Greets with a ping, a pong and the end. */
function greet(request, socket) {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`, 'X-Own: yes'];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.write(Buffer.from([0x89, 1, 0x61, 0x8a, 1, 0x62, 0x88, 2, 3, 0xe8]));
  socket.on('error', () => {}).once('data', () => socket.end());
}

async function main() {
  const server = http.createServer().on('upgrade', greet).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const session = new Session();
  session.connect();
  const events = [];
  session.on('inspectorNotification', ({ method, params }) => events.push({ method: method.slice('Network.'.length), ...params }));
  await session.post('Network.enable');
  const url = `ws://127.0.0.1:${server.address().port}/socket`;
  const closing = new Promise((resolve) => diagnostics.subscribe('undici:websocket:close', resolve));
  new WebSocket(url);
  await closing;

  const [created, answered, closed] = events.filter(({ method }) => method.startsWith('webSocket'));
  assert.deepStrictEqual([created.method, created.url, created.initiator.type], ['webSocketCreated', url, 'script']);
  assert.strictEqual(answered.method, 'webSocketHandshakeResponseReceived');
  const { status, statusText, headers } = answered.response;
  assert.deepStrictEqual([status, statusText, headers['x-own']], [101, 'Switching Protocols', 'yes']);
  assert.strictEqual(closed.method, 'webSocketClosed');
  assert.deepStrictEqual([answered.requestId, closed.requestId], [created.requestId, created.requestId]);
  assert.ok(answered.timestamp > 0 && closed.timestamp >= answered.timestamp);
  assert.deepStrictEqual(told, [['open', '1'], ['ping', 'a'], ['pong', 'b'], ['close', '1000']]);
  session.disconnect();
  server.close();
}

main();
