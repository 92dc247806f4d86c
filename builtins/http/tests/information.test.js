'use strict';

const assert = require('node:assert');
const http = require('node:http');

const seen = [];
const server = http.createServer((request, response) => {
  if (request.url === '/cut') {
    assert.strictEqual(request.signal.aborted, false);
    request.signal.addEventListener('abort', () => {
      assert.strictEqual(request.signal.reason.name, 'AbortError');
      server.close();
    });
    response.write('first');
    return;
  }
  assert.throws(() => response.writeInformation(200), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => response.writeInformation(101), { code: 'ERR_HTTP_INVALID_STATUS_CODE' });
  assert.throws(() => response.writeInformation(103, { 'a b': '1' }), { code: 'ERR_INVALID_HTTP_TOKEN' });
  assert.throws(() => response.writeInformation(103, { a: '1\r\nb: 2' }), { code: 'ERR_INVALID_CHAR' });
  response.writeInformation(103, { link: '</a.css>; rel=preload' });
  response.writeInformation(110, ['x', '1', 'y', '2']);
  response.end('whole');
  assert.throws(() => response.writeInformation(102), { code: 'ERR_HTTP_HEADERS_SENT' });
});

server.listen(0, () => {
  const { port } = server.address();
  const request = http.get({ port }, (response) => {
    response.resume().on('end', () => {
      assert.deepStrictEqual(seen, [[103, ['link', '</a.css>; rel=preload']], [110, ['x', '1', 'y', '2']]]);
      const cut = http.get({ port, path: '/cut', agent: false }, (half) => half.once('data', () => cut.destroy()));
      cut.on('error', () => {});
    });
  });
  request.on('information', ({ statusCode, rawHeaders }) => seen.push([statusCode, rawHeaders]));
});
