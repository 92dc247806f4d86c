'use strict';

/** A request for an upgrade that the server does not want is answered as any other; what comes with it was meant for the other protocol. */

const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

const UPGRADE = 'Host: x\r\nConnection: Upgrade\r\nUpgrade: other\r\n';
const NEXT = 'GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

/** Which requests a server sees that is sent `first`, and once that is answered another request. @returns {Promise<string[]>} */
function seen(first) {
  return new Promise((resolve) => {
    const requests = [];
    const server = http.createServer((request, response) => {
      let body = '';
      request.setEncoding('latin1').on('data', (chunk) => { body += chunk; });
      request.on('end', () => {
        requests.push(`${request.method} ${request.url} ${body}`.trim());
        response.end('answered');
      });
    });
    server.listen(0, () => {
      const socket = net.connect(server.address().port);
      let answer = '';
      socket.write(first);
      socket.setEncoding('latin1').on('data', (chunk) => {
        answer += chunk;
        if (answer.split('answered').length === 2) socket.write(NEXT);
      });
      socket.on('close', () => server.close(() => resolve(requests)));
    });
  });
}

(async () => {
  assert.deepStrictEqual(await seen(`GET /a HTTP/1.1\r\n${UPGRADE}\r\n`), ['GET /a', 'GET /next']);
  assert.deepStrictEqual(await seen(`GET /a HTTP/1.1\r\n${UPGRADE}\r\nno request at all`), ['GET /a', 'GET /next']);
  assert.deepStrictEqual(await seen(`GET /a HTTP/1.1\r\n${UPGRADE}\r\n${NEXT}`), ['GET /a', 'GET /next']);
  assert.deepStrictEqual(await seen(`POST /a HTTP/1.1\r\n${UPGRADE}Content-Length: 3\r\n\r\nabc${NEXT}`), ['POST /a abc', 'GET /next']);
  assert.deepStrictEqual(await seen(`POST /a HTTP/1.1\r\n${UPGRADE}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n${NEXT}`), ['POST /a abc', 'GET /next']);
})();
