'use strict';

// Values from a program that would change the shape of a message: they throw, wherever they come from and also when they come late.

const assert = require('node:assert');
const http = require('node:http');

const isAnode = process.versions.anode !== undefined;

const server = http.createServer((request, response) => {
  if (request.url === '/values') refuseValues(response);
  else refuseLengths(request, response);
});

server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  refuseRequests(port);
  await get(port, '/values');
  await get(port, '/short');
  await get(port, '/past');
  await strictRequest(port);
  server.close(() => (isDone = true));
  server.closeAllConnections();
});
let isDone = false;
process.on('exit', () => assert.ok(isDone));

/** The values of a response. */
function refuseValues(response) {
  const invalid = { code: 'ERR_INVALID_CHAR', name: 'TypeError' };
  for (const value of ['b\r\nc: d', 'b\n', 'b\r', '\u0100', '\0', '\x7f']) {
    assert.throws(() => response.setHeader('a', value), invalid);
    assert.throws(() => response.setHeader('a', ['fine', value]), invalid);
    assert.throws(() => response.appendHeader('a', value), invalid);
    assert.throws(() => response.setHeaders(new Map([['a', value]])), invalid);
    assert.throws(() => response.addTrailers({ a: value }), invalid);
    assert.throws(() => response.writeHead(200, { a: value }), invalid);
    assert.throws(() => response.writeHead(200, ['a', value]), invalid);
    assert.throws(() => response.writeHead(200, value), invalid);
    assert.throws(() => response.writeEarlyHints({ link: '</a>; rel=preload', a: value }), invalid);
  }
  for (const name of ['a\r\nb', 'a b', 'a:', '']) {
    assert.throws(() => response.setHeader(name, 'b'), { code: 'ERR_INVALID_HTTP_TOKEN' });
    assert.throws(() => response.addTrailers({ [name]: 'b' }), { code: 'ERR_INVALID_HTTP_TOKEN' });
  }
  response.statusMessage = 'OK\r\nX: y';
  assert.throws(() => response.writeHead(200), invalid);
  assert.throws(() => response.end(), invalid);
  assert.strictEqual(response.headersSent, false);
  response.statusMessage = 'OK';
  response.setHeader('latin1', '\xff');
  response.end();
}

/** The values of a request. */
function refuseRequests(port) {
  const unescaped = { code: 'ERR_UNESCAPED_CHARACTERS', name: 'TypeError' };
  for (const path of ['/a b', '/a\r\nX: y', '/\u0100', '/\0', '/a\tb']) {
    assert.throws(() => http.request({ port, path }), unescaped);
    const request = http.request({ port, path: '/fine' });
    assert.throws(() => (request.path = path), unescaped);
    assert.strictEqual(request.path, '/fine');
    request.on('error', () => {}).destroy();
  }
  assert.throws(() => http.request({ port, method: 'GET\r\nX' }), { code: 'ERR_INVALID_HTTP_TOKEN' });
  for (const headers of [{ a: 'b\r\nc' }, ['a', 'b\r\nc'], { host: 'a\r\nb: c' }]) {
    assert.throws(() => http.request({ port, headers }), { code: 'ERR_INVALID_CHAR' });
  }
  assert.throws(() => http.request({ port, hostname: 'a\r\nb' }), { code: 'ERR_INVALID_CHAR' });
  for (const headers of [{ host: ['a'] }, { Host: ['a', 'b'] }, { HOST: 5 }]) {
    assert.throws(() => http.request({ port, headers }), { code: 'ERR_INVALID_ARG_TYPE' });
  }
}

/** More or less than was declared. */
function refuseLengths(request, response) {
  const mismatch = { code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH' };
  response.strictContentLength = true;
  response.setHeader('Content-Length', 5);
  if (request.url === '/short') {
    response.write('abc');
    assert.throws(() => response.end(), mismatch);
    response.end('de');
    return;
  }
  // Node does not look at the write that sends the head.
  if (isAnode) assert.throws(() => response.write('abcdef'), mismatch);
  response.write('abc');
  assert.throws(() => response.write('def'), mismatch);
  response.end('de');
}

/** The same in a client. */
async function strictRequest(port) {
  const request = http.request({ port, method: 'POST', path: '/fine', headers: { 'Content-Length': 2 } });
  request.strictContentLength = true;
  if (isAnode) assert.throws(() => request.write('abc'), { code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH' });
  assert.throws(() => request.end('a'), { code: 'ERR_HTTP_CONTENT_LENGTH_MISMATCH' });
  request.on('error', () => {}).destroy();
}

function get(port, path) {
  return new Promise((resolve, reject) => {
    http.get({ port, path, agent: false }, (response) => response.on('error', reject).on('end', resolve).resume()).on('error', reject);
  });
}
