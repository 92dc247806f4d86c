// Flags: --experimental-network-inspection
'use strict';

// Requests of http and fetch, told to a session with their bodies, without a listener that would set the response flowing.
const assert = require('node:assert');
const http = require('node:http');
const { once } = require('node:events');
const { Session } = require('node:inspector/promises');

const session = new Session();
session.connect();
const events = [];
session.on('inspectorNotification', ({ method, params }) => events.push({ method: method.slice('Network.'.length), ...params }));
const event = (method) => events.find((other) => other.method === method);

const server = http.createServer((request, response) => {
  if (request.url === '/cut') return response.destroy();
  response.setHeader('Set-Cookie', ['a=1', 'b=2']);
  response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' });
  return response.end('hello');
});

server.listen(0, '127.0.0.1', async () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  await session.post('Network.enable');

  const [response] = await once(http.get(`${origin}/plain`, { headers: { 'X-List': ['a', 'b'] }, agent: false }), 'response');
  assert.strictEqual(response.readableFlowing, null);
  assert.strictEqual((await response.toArray()).join(''), 'hello');
  await check('Other', `${origin}/plain`);
  assert.strictEqual(event('requestWillBeSent').request.headers['x-list'], 'a, b');

  events.length = 0;
  assert.strictEqual(await (await fetch(`${origin}/fetched`)).text(), 'hello');
  await check('Fetch', `${origin}/fetched`);

  events.length = 0;
  await once(http.get(`${origin}/cut`, { agent: false }), 'error');
  assert.deepStrictEqual(events.map(({ method }) => method), ['requestWillBeSent', 'loadingFailed']);
  assert.strictEqual(event('loadingFailed').requestId, event('requestWillBeSent').requestId);

  await session.post('Network.disable');
  events.length = 0;
  (await once(http.get(origin, { agent: false }), 'response'))[0].resume();
  assert.deepStrictEqual(events, []);
  session.disconnect();
  server.close();
  server.closeAllConnections();
});

async function check(type, url) {
  assert.deepStrictEqual(events.map(({ method }) => method), ['requestWillBeSent', 'responseReceived', 'loadingFinished']);
  const { requestId, request, wallTime, initiator } = event('requestWillBeSent');
  assert.match(requestId, /^node-network-event-\d+$/);
  assert.deepStrictEqual([request.url, request.method, request.hasPostData], [url, 'GET', false]);
  assert.ok(wallTime > 1e9 && initiator.type === 'script');
  const { response, ...received } = event('responseReceived');
  assert.deepStrictEqual([received.requestId, received.type], [requestId, type]);
  const { status, statusText, mimeType, charset, headers } = response;
  assert.deepStrictEqual([response.url, status, statusText, mimeType, charset], [url, 200, 'OK', 'text/plain', 'utf-8']);
  // Node keeps the case of the response's names for fetch.
  assert.strictEqual(headers['set-cookie'] ?? headers['Set-Cookie'], 'a=1\nb=2');
  assert.deepStrictEqual(await session.post('Network.getResponseBody', { requestId }), { body: 'hello', base64Encoded: false });
}
