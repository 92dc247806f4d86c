'use strict';

// Which connections of an agent count as reused, and what an agent keeps.

const assert = require('node:assert');
const http = require('node:http');
const { once } = require('node:events');

/** Whether the connection of each request was one that had lain idle. */
async function reuse(agent, port, count) {
  const reused = Array.from({ length: count }, async () => {
    const request = http.get({ port, agent });
    const [response] = await once(request, 'response');
    await response.toArray();
    return request.reusedSocket;
  });
  return Promise.all(reused);
}

async function main() {
  const server = http.createServer((request, response) => response.end('answer'));
  await once(server.listen(0), 'listening');
  const { port } = server.address();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  // Those in the queue get the connection straight from the one before.
  assert.deepStrictEqual(await reuse(agent, port, 3), [false, false, false]);
  await new Promise(setImmediate);
  assert.deepStrictEqual(await reuse(agent, port, 2), [true, false]);
  await new Promise(setImmediate);
  assert.deepStrictEqual([Object.values(agent.freeSockets).flat().length, agent.totalSocketCount], [1, 1]);
  agent.destroy();
  server.close();
}

main();
