'use strict';

const assert = require('node:assert');
const http = require('node:http');
const { once } = require('node:events');
const { PerformanceObserver } = require('node:perf_hooks');

async function main() {
  const entries = [];
  const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
  observer.observe({ entryTypes: ['http', 'net'] });
  const server = http.createServer((request, response) => response.setHeader('x', 'y').end('hi'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const [response] = await once(http.get({ host: '127.0.0.1', port, path: '/a?b' }), 'response');
  await response.toArray();
  server.close();
  await once(server, 'close');
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  observer.disconnect();

  const find = (name) => entries.find((entry) => entry.name === name);
  assert.deepStrictEqual(find('connect').detail, { host: '127.0.0.1', port });
  const { detail: served, entryType, duration } = find('HttpRequest');
  assert.strictEqual(entryType, 'http');
  assert.ok(duration >= 0);
  assert.strictEqual(served.req.url, '/a?b');
  assert.strictEqual(served.res.headers.x, 'y');
  const { detail: asked } = find('HttpClient');
  assert.strictEqual(asked.req.url, `http://127.0.0.1:${port}/a?b`);
  assert.strictEqual(asked.res.statusCode, 200);
}

main();
