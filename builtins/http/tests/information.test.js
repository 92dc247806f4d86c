'use strict';

const assert = require('node:assert');
const http = require('node:http');

const seen = [];
const aborted = [];
const server = http.createServer(async (request, response) => {
  if (request.url.startsWith('/cut')) {
    assert.strictEqual(request.signal.aborted, false);
    request.signal.addEventListener('abort', () => {
      assert.strictEqual(request.signal.reason.name, 'AbortError');
      aborted.push(request.url);
      if (aborted.length === 2) server.close();
    });
    // The signal belongs to the exchange: it aborts also when only the response is cut short.
    if (request.url === '/cut/response') for await (const chunk of request) assert.strictEqual(String(chunk), 'body');
    response.write('first');
    return;
  }
  assert.throws(() => response.writeInformation(200), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => response.writeInformation(101), { code: 'ERR_HTTP_INVALID_STATUS_CODE' });
  assert.throws(() => response.writeInformation(103, { 'a b': '1' }), { code: 'ERR_INVALID_HTTP_TOKEN' });
  assert.throws(() => response.writeInformation(103, { a: '1\r\nb: 2' }), { code: 'ERR_INVALID_CHAR' });
  // A line break in the address of a link is no link at all.
  assert.throws(() => response.writeEarlyHints({ link: '</a\r\nb>; rel=preload' }), { code: 'ERR_INVALID_ARG_VALUE' });
  response.writeInformation(103, { link: '</a.css>; rel=preload' });
  response.writeInformation(110, ['x', '1', 'y', '2']);
  response.end('whole');
  assert.throws(() => response.writeInformation(102), { code: 'ERR_HTTP_HEADERS_SENT' });
  assert.throws(() => response.writeEarlyHints({ link: '</a.css>; rel=preload' }), { code: 'ERR_HTTP_HEADERS_SENT' });
  assert.throws(() => response.writeProcessing(), { code: 'ERR_HTTP_HEADERS_SENT' });
  assert.throws(() => response.writeContinue(), { code: 'ERR_HTTP_HEADERS_SENT' });
});

server.listen(0, () => {
  const { port } = server.address();
  const request = http.get({ port }, (response) => {
    response.resume().on('end', () => {
      assert.deepStrictEqual(seen, [[103, ['link', '</a.css>; rel=preload']], [110, ['x', '1', 'y', '2']]]);
      for (const path of ['/cut/request', '/cut/response']) {
        const cut = http.request({ port, path, method: 'POST', agent: false }, (half) => half.once('data', () => cut.destroy()));
        cut.on('error', () => {});
        if (path === '/cut/response') cut.end('body');
        else cut.write('unread');
      }
    });
  });
  request.on('information', ({ statusCode, rawHeaders }) => seen.push([statusCode, rawHeaders]));
});

process.on('exit', () => assert.deepStrictEqual(aborted.sort(), ['/cut/request', '/cut/response']));
