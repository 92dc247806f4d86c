'use strict';

// What a response of the compatibility layer refuses, when it refuses it, and what it still answers once it is closed.

const assert = require('node:assert');
const http2 = require('node:http2');
const { once } = require('node:events');

const refused = [
  [(response) => response.setHeader(':x', '1'), 'ERR_HTTP2_INVALID_PSEUDOHEADER'],
  [(response) => response.appendHeader(':x', '1'), 'ERR_HTTP2_INVALID_PSEUDOHEADER'],
  [(response) => response.writeHead(200, { ':x': '1' }), 'ERR_HTTP2_INVALID_PSEUDOHEADER'],
  [(response) => response.setHeader(':status', '200'), 'ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED'],
  [(response) => response.setHeader('a'), 'ERR_HTTP2_INVALID_HEADER_VALUE'],
  [(response) => response.setHeader('a b', '1'), 'ERR_INVALID_HTTP_TOKEN'],
  [(response) => response.setHeader(5, '1'), 'ERR_INVALID_ARG_TYPE'],
  [(response) => { response.statusCode = 1000; }, 'ERR_HTTP2_STATUS_INVALID'],
  [(response) => { response.statusCode = 100; }, 'ERR_HTTP2_INFO_STATUS_NOT_ALLOWED'],
  [(response) => response.createPushResponse({ ':path': '/' }), 'ERR_INVALID_ARG_TYPE'],
];

async function main() {
  const server = http2.createServer((request, response) => {
    for (const [attempt, code] of refused) assert.throws(() => attempt(response), { code }, `${attempt}`);
    response.setHeader('kept', 'yes');
    response.end('answer');
    response.on('close', () => {
      assert.strictEqual(response.setTimeout(1), undefined);
      assert.strictEqual(response.socket, undefined);
      assert.strictEqual(response.writeContinue(), false);
    });
  });
  await once(server.listen(0), 'listening');
  const client = http2.connect(`http://localhost:${server.address().port}`);
  const request = client.request({ ':path': '/' });
  const [headers] = await once(request, 'response');
  assert.deepStrictEqual([headers[':status'], headers.kept, headers[':x']], [200, 'yes', undefined]);
  assert.strictEqual((await request.toArray()).join(''), 'answer');
  client.close();
  server.close();
}

main();
