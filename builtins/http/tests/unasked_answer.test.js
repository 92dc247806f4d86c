'use strict';

// A server that sends a second answer on an idle connection: the connection is dropped, and the next request gets its own answer.
const assert = require('node:assert');
const { once } = require('node:events');
const http = require('node:http');
const net = require('node:net');

const answer = (text) => `HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
const connections = [];
const server = net.createServer((connection) => {
  connections.push(connection);
  connection.on('error', () => {});
  connection.on('data', () => connection.write(answer('own')));
});
const agent = new http.Agent({ keepAlive: true });

async function get(port) {
  const request = http.get({ host: '127.0.0.1', port, agent });
  const [response] = await once(request, 'response');
  const text = Buffer.concat(await response.toArray()).toString();
  return { text, socket: request.socket };
}

server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  const first = await get(port);
  assert.strictEqual(first.text, 'own');
  // Into the pool first.
  await new Promise(setImmediate);
  assert.strictEqual(first.socket.destroyed, false);
  connections[0].write(answer('forged'));
  await once(first.socket, 'close');
  assert.deepStrictEqual(Object.keys(agent.freeSockets), []);
  const second = await get(port);
  assert.strictEqual(second.text, 'own');
  assert.strictEqual(connections.length, 2);
  // A quiet connection is used again.
  await new Promise(setImmediate);
  assert.strictEqual((await get(port)).text, 'own');
  assert.strictEqual(connections.length, 2);
  agent.destroy();
  server.close();
});
