// Flags: --experimental-eventsource
'use strict';

const assert = require('node:assert');
const http = require('node:http');
const { once } = require('node:events');

const ids = [];
const idsOnly = [];
const server = http.createServer((request, response) => {
  if (request.url === '/json') {
    response.setHeader('content-type', 'application/json');
    response.end('{}');
    return;
  }
  if (request.url === '/moved') {
    response.writeHead(302, { location: '/' }).end();
    return;
  }
  if (request.url === '/ids') {
    idsOnly.push(request.headers['last-event-id']);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(idsOnly.length === 1 ? 'retry: 1\nid: kept\n\nid: dropped' : 'data: after\n\n');
    return;
  }
  ids.push(request.headers['last-event-id']);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(': comment\nretry: 10\n');
  response.end(ids.length === 1 ? 'id: 7\nevent: named\r\ndata: one\rdata:two\n\ndata: cut' : 'data: again\n\n');
});

async function main() {
  server.listen(0);
  await once(server, 'listening');
  const url = `http://localhost:${server.address().port}/`;
  const source = new EventSource(url);
  assert.deepStrictEqual([source.readyState, source.url, source.withCredentials], [0, url, false]);
  const [named] = await once(source, 'named');
  assert.deepStrictEqual([named.data, named.lastEventId, named.origin], ['one\ntwo', '7', new URL(url).origin]);
  const [again] = await once(source, 'message');
  assert.strictEqual(again.data, 'again');
  source.close();
  assert.strictEqual(source.readyState, EventSource.CLOSED);
  assert.deepStrictEqual(ids, [undefined, '7']);

  // An event without data is none, but its id counts, in the next connection as well.
  const silent = new EventSource(`${url}ids`);
  const [after] = await once(silent, 'message');
  silent.close();
  assert.deepStrictEqual([after.data, after.lastEventId, idsOnly], ['after', 'kept', [undefined, 'kept']]);

  // A later connection goes where the first was led.
  const asked = [];
  server.on('request', (request) => asked.push(request.url));
  const moved = new EventSource(`${url}moved`);
  await once(moved, 'message');
  await once(moved, 'message');
  moved.close();
  assert.deepStrictEqual(asked, ['/moved', '/', '/']);
  assert.strictEqual(moved.url, `${url}moved`);

  const wrong = new EventSource(`${url}json`);
  await new Promise((resolve) => { wrong.onerror = resolve; });
  assert.strictEqual(wrong.readyState, 2);
  server.close();
  server.closeAllConnections();
}

main();
