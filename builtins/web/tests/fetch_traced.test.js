'use strict';

// Tracing packages add headers to requests of fetch: by addHeader(), or by changing the list itself, as Sentry does.

const assert = require('node:assert');
const { subscribe } = require('node:diagnostics_channel');
const http = require('node:http');

subscribe('undici:request:create', ({ request }) => {
  request.addHeader('x-added', 'one');
  request.headers.push('x-pushed', 'two');
  const at = request.headers.indexOf('x-own');
  request.headers.splice(at + 1, 1, 'changed');
});

const server = http.createServer((request, response) => {
  const { 'x-added': added, 'x-pushed': pushed, 'x-own': own } = request.headers;
  response.end(JSON.stringify([added, pushed, own]));
}).listen(0, async () => {
  const response = await fetch(`http://127.0.0.1:${server.address().port}`, { headers: { 'x-own': 'given' } });
  assert.deepStrictEqual(await response.json(), ['one', 'two', 'changed']);
  server.close();
});
