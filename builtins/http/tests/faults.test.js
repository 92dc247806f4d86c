'use strict';

// Malformed requests as raw bytes on a socket: what is answered, what reaches the program, and that the next connection is served.

const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');

const isAnode = process.versions.anode !== undefined;
const END = '\r\n\r\n';
const GET = 'GET / HTTP/1.1\r\nHost: a\r\n';
const POST = 'POST / HTTP/1.1\r\nHost: a\r\n';
const CHUNKED = `${POST}Transfer-Encoding: chunked${END}`;

/** Each row: what it is, the bytes, the statuses answered, and the paths that reach the program. */
const table = [
  ['a good request', `${GET}Connection: close${END}`, [200], ['/']],

  ['A1 length, then coding', `${POST}Content-Length: 3\r\nTransfer-Encoding: chunked${END}0${END}`, [400], []],
  ['A1 coding, then length', `${POST}Transfer-Encoding: chunked\r\nContent-Length: 3${END}0${END}`, [400], []],
  ['A2 two lengths', `${POST}Content-Length: 2\r\nContent-Length: 3${END}abc`, [400], []],
  ['A2 the same length twice', `${POST}Content-Length: 2\r\nContent-Length: 2${END}ab`, [400], []],
  ['A2 a list of lengths', `${POST}Content-Length: 2, 2${END}ab`, [400], []],
  ...['+2', '-1', '0x2', '2 2', '', '18446744073709551618', '2.0', '2,'].map((length) => [
    `A3 length "${length}"`, `${POST}Content-Length: ${length}${END}ab`, [400], [],
  ]),
  ...['chunked, identity', 'chunked, chunked', '\x0bchunked', 'chunked\r\nTransfer-Encoding: chunked'].map((coding) => [
    `A4 coding ${JSON.stringify(coding)}`, `${POST}Transfer-Encoding: ${coding}${END}0${END}`, [400], [],
  ]),
  ...['CHUNKED', 'identity, chunked'].map((coding) => [
    `A5 coding ${coding}`, `${POST}Connection: close\r\nTransfer-Encoding: ${coding}${END}2\r\nab\r\n0${END}`, [200], ['/'],
  ]),
  ['A6 blank before a colon', `${GET}a : b${END}`, [400], []],
  ['A6 blank before the first name', `GET / HTTP/1.1\r\n Host: a${END}`, [400], []],
  ['A6 a folded line', `${GET}a: b\r\n c${END}`, [400], []],
  ['A6 a folded coding', `${POST}Transfer-Encoding:\r\n chunked${END}0${END}`, [400], []],
  ['A7 bare line feeds', 'GET / HTTP/1.1\nHost: a\n\n', [400], []],
  ['A7 a bare line feed', `${GET}a: b\nc: d${END}`, [400], []],
  ['A7 a bare carriage return', `${GET}a: b\rc: d${END}`, [400], []],
  ['A7 a carriage return between fields', `${GET}\rc: d${END}`, [400], []],
  ['A7 a carriage return before the end', `GET / HTTP/1.1\r\nHost: a\r\n\rX${END}`, [400], []],
  ['A8 a control byte in a value', `${GET}a: \x01${END}`, [400], []],
  ['A8 a control byte in a name', `${GET}a\x01: b${END}`, [400], []],
  ['A8 NUL in a name', `${GET}a\0: b${END}`, [400], []],
  ['A8 NUL in a value', `${GET}a: \0${END}`, [400], []],
  ['A8 an empty name', `${GET}: b${END}`, [400], []],
  ['A8 no colon', `${GET}ab${END}`, [400], []],
  ['A8 a parenthesis in a name', `${GET}a(: b${END}`, [400], []],
  ['A8 0xFF in a value is latin1', `${GET}Connection: close\r\na: \xff${END}`, [200], ['/']],
  ['A12 no Host', `GET / HTTP/1.1${END}`, [400], []],
  // As Node: the first counts.
  ['A13 two Hosts', `${GET}Host: b\r\nConnection: close${END}`, [200], ['/']],
  ['A14 a long field', `${GET}a: ${'b'.repeat(16384)}${END}`, [431], []],
  ['A14 a long target', `GET /${'a'.repeat(16384)} HTTP/1.1\r\nHost: a${END}`, [431], []],
  ...(isAnode ? [['A15 more than 2,000 fields', `${GET}${'a:b\r\n'.repeat(2000)}\r\n`, [431], []]] : []),
  ...['GET / HTTP/1.2', 'BREW / HTTP/1.1', 'get / HTTP/1.1', 'GET /a b HTTP/1.1', 'GET /a\tb HTTP/1.1', 'GET /\xff HTTP/1.1'].map((line) => [
    `A17 ${JSON.stringify(line)}`, `${line}\r\nHost: a${END}`, [400], [],
  ]),
  ['A19 a TLS hello', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', [400], []],
  ['A19 the HTTP/2 preface', `PRI * HTTP/2.0${END}SM${END}`, [400], []],
  ['A19 noise', Array.from({ length: 65536 }, (_, i) => String.fromCharCode((i * 167 + 13) & 0xff)).join(''), [400], []],
  ['A20 Expect: 100-continue', `${POST}Connection: close\r\nExpect: 100-continue\r\nContent-Length: 1${END}a`, [100, 200], ['/']],
  ['A20 another expectation', `${POST}Connection: close\r\nExpect: x\r\nContent-Length: 1${END}a`, [417], []],
];

/** Bodies that go wrong after the head was good: the request is dispatched, and nothing after it. */
const bodies = [
  ['A4 a quoted coding', `${POST}Transfer-Encoding: "chunked"${END}0${END}`],
  ['A4 coding xchunked', `${POST}Transfer-Encoding: xchunked${END}0${END}`],
  ...['0x3', '-1', '+3', '3 ', ' 3', '1_0', '', '11111111111111111'].map((size) => [`A9 chunk size "${size}"`, `${CHUNKED}${size}\r\nabc\r\n0${END}`]),
  ['A9 a chunk line with a bare line feed', `${CHUNKED}3\nabc\r\n0${END}`],
  ['A9 no line end after the data', `${CHUNKED}3\r\nabc0${END}`],
  ['A9 a line feed inside an extension', `${CHUNKED}3;a\nb\r\nabc\r\n0${END}`],
  ['A10 endless chunk extensions', `${CHUNKED}3;${'a'.repeat(16385)}\r\nabc\r\n0${END}`],
  ['A9 a bare carriage return after the size', `${CHUNKED}3\rXabc\r\n0${END}`],
  ['A9 a line feed after the data', `${CHUNKED}3\r\nabc\n0${END}`],
  ['A11 a coding in a trailer', `${CHUNKED}0\r\nTransfer-Encoding: chunked${END}GET /hidden HTTP/1.1\r\nHost: a${END}`],
  ['A11 a length in a trailer', `${CHUNKED}0\r\nContent-Length: 5${END}GET /hidden HTTP/1.1\r\nHost: a${END}`],
  ['A18 bytes after a body and Connection: close', `${POST}Connection: close\r\nContent-Length: 3${END}abcGET /hidden HTTP/1.1\r\nHost: a${END}`],
  ['A18 bytes after Connection: close', `${GET}Connection: close${END}GET /hidden HTTP/1.1\r\nHost: a${END}`],
];

async function main() {
  const seen = [];
  const server = http.createServer((request, response) => {
    seen.push(request.url);
    request.on('error', () => {});
    request.resume().on('end', () => response.end());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  for (const [name, bytes, statuses, paths] of table) {
    seen.length = 0;
    const answer = await send(server, bytes);
    assert.deepStrictEqual(statusesOf(answer), statuses, name);
    assert.deepStrictEqual(seen, paths, name);
  }
  for (const [name, bytes] of bodies) {
    seen.length = 0;
    const answer = await send(server, bytes);
    assert.ok(!seen.includes('/hidden'), name);
    if (!name.startsWith('A18')) assert.ok(!statusesOf(answer).includes(200), name);
  }
  // Node 25 throws here (CVE-2026-21710).
  if (Number.parseInt(process.versions.node, 10) >= 26) await checkPrototypeNames(server);
  server.close();
  await checkClientErrorOnce();
  await checkSlowHead();
}

/** Names of Object.prototype are names like any other. */
async function checkPrototypeNames(server) {
  const done = new Promise((resolve) => server.once('request', (request) => resolve(request)));
  await send(server, `${GET}Connection: close\r\n__proto__: x\r\nconstructor: y\r\nhasOwnProperty: z\r\nhasOwnProperty: w${END}`);
  const { headers, headersDistinct, trailersDistinct } = await done;
  assert.strictEqual(headers.constructor, 'y');
  assert.strictEqual(headers.hasownproperty, 'z, w');
  assert.deepStrictEqual(headersDistinct.constructor, ['y']);
  assert.ok(trailersDistinct);
  assert.strictEqual({}.x, undefined);
  assert.strictEqual(Object.getPrototypeOf(headers), Object.prototype);
}

/** One client at fault is told once. */
async function checkClientErrorOnce() {
  let told = 0;
  const server = http.createServer(assert.fail);
  server.on('clientError', (error, socket) => {
    told++;
    assert.strictEqual(error.code, 'HPE_INVALID_METHOD');
    socket.end('HTTP/1.1 418 No\r\n\r\n');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  assert.deepStrictEqual(statusesOf(await send(server, 'garbage'.repeat(1000))), [418]);
  assert.strictEqual(told, 1);
  server.close();
}

/** A head that never ends is answered with 408 after headersTimeout. */
async function checkSlowHead() {
  const server = http.createServer({ headersTimeout: 100, connectionsCheckingInterval: 50 }, assert.fail);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  assert.deepStrictEqual(statusesOf(await send(server, 'GET / HTTP/1.1\r\nHost: a\r\na', false)), [408]);
  server.close();
}

function statusesOf(answer) {
  return [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => Number(match[1]));
}

/** Sends bytes and gives everything that comes back until the server closes; a server that waits for more gets the end. */
function send(server, bytes, end = true) {
  return new Promise((resolve) => {
    let answer = '';
    const socket = net.connect(server.address().port, '127.0.0.1', () => {
      socket.write(Buffer.from(bytes, 'latin1'));
    });
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      answer += text;
      // The default keep-alive answer: nothing more comes by itself.
      if (end && /^HTTP\/1\.1 [2-5].*keep-alive/s.test(answer)) socket.end();
    });
    // A server that closes with unread bytes resets the connection; what it answered has arrived.
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}

main();
