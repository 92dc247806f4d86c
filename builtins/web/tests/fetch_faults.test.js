'use strict';

// Servers at fault and values that would change a request: a fetch fails with a reason, costs bounded memory, and the next one is served.

const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const zlib = require('node:zlib');
const { once } = require('node:events');
const { Readable } = require('node:stream');

const kBombSize = 96 * 1024 * 1024;
/** What a body of zeros may cost while it is read and dropped. */
const kRoom = 72 * 1024 * 1024;

const kOwn = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nown';
const kForged = 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged';

/** Raw answers by path; what is sent after them ends the connection or is left open. */
const raw = {
  '/short': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart'),
  '/short-chunk': (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\npart'),
  '/no-last-chunk': (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n'),
  '/bad-chunk': (socket) => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\npart\r\n'),
  '/no-head': (socket) => socket.end(),
  '/half-head': (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le'),
  '/not-http': (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'),
  '/two-lengths': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\npart'),
  '/length-and-chunked': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n0\r\n\r\n'),
  '/bad-length': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4x\r\n\r\npart'),
  '/large-head': (socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`),
  '/two': (socket) => socket.write(`${kOwn}${kForged}`),
  '/two-chunked': (socket) => socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nown\r\n0\r\n\r\n${kForged}`),
  '/two-empty': (socket) => socket.write(`HTTP/1.1 204 No Content\r\n\r\n${kForged}`),
  '/stall-head': () => {},
  '/stall-body': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\npart'),
  '/long': (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nparts'),
  '/own': (socket) => socket.write(kOwn),
};

const sockets = new Set();
const rawServer = net.createServer((socket) => {
  sockets.add(socket);
  socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  socket.on('data', (head) => {
    rawServer.emit('asked', socket);
    raw[/^\w+ (\S+)/.exec(head)?.[1]]?.(socket);
  });
});

const coders = {
  gzip: () => zlib.createGzip({ level: 1 }),
  deflate: () => zlib.createDeflate({ level: 1 }),
  br: () => zlib.createBrotliCompress({ params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } }),
  zstd: () => zlib.createZstdCompress(),
};

const kText = 'text '.repeat(1000);
/** What is read of `kText` by its coding: without its last four bytes, and with other bytes behind it. The rest is an error, as in Node. */
const kDamaged = {
  gzip: { cut: kText, followed: 'terminated' },
  deflate: { cut: kText, followed: kText },
  br: { cut: 'text te', followed: kText },
  zstd: { cut: 'terminated', followed: kText },
};

/** Zeros that are many more than they look, by their coding. */
const bombs = {};

async function bombOf(coding) {
  const coder = coders[coding]();
  const piece = Buffer.alloc(1024 * 1024);
  const pieces = Array(kBombSize / piece.length).fill(piece);
  return Buffer.concat(await Readable.from(pieces).pipe(coder).toArray());
}

let loops = 0;
const server = http.createServer(async (request, response) => {
  const url = new URL(request.url, 'http://x');
  const to = url.searchParams.get('to');
  const coding = url.searchParams.get('coding');
  if (url.pathname === '/loop') {
    loops++;
    response.writeHead(302, { location: '/loop' }).end();
  } else if (to !== null) {
    response.writeHead(302, { location: to }).end();
  } else if (coding !== null) {
    response.writeHead(200, { 'content-encoding': coding, connection: 'close' }).end(await codedBody(coding, url.pathname));
  } else {
    response.end(JSON.stringify(request.headers));
  }
});

async function codedBody(coding, kind) {
  if (kind === '/bomb') return bombs[coding];
  if (kind === '/layers') return 'x';
  const whole = Buffer.concat(await coders[coding]().end(kText).toArray());
  return kind === '/cut' ? whole.subarray(0, whole.length - 4) : Buffer.concat([whole, Buffer.from('garbage')]);
}

/** Also of a socket that is reset. */
function closeOf(socket) {
  return new Promise((resolve) => socket.once('close', resolve));
}

async function failure(promise) {
  return promise.then(() => assert.fail('did not fail'), (reason) => reason);
}

async function main() {
  await Promise.all([server, rawServer].map((one) => once(one.listen(0, '127.0.0.1'), 'listening')));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const rawOrigin = `http://127.0.0.1:${rawServer.address().port}`;
  await brokenAnswers(rawOrigin);
  await unaskedAnswers(rawOrigin);
  // Another origin, whose connections are new.
  await stalls(rawOrigin.replace('127.0.0.1', 'localhost'));
  await explosions(origin);
  await redirects(origin);
  await refusedValues(origin);
  await saidLengths(origin);
  for (const one of [server, rawServer]) one.close();
  server.closeAllConnections();
  for (const socket of sockets) socket.destroy();
}

/** Less than promised is an error in the body; what is no answer is one of the fetch. */
async function brokenAnswers(origin) {
  for (const path of ['/short', '/short-chunk', '/no-last-chunk', '/bad-chunk']) {
    const response = await fetch(origin + path);
    const error = await failure(response.text());
    assert.deepStrictEqual([error.name, error.message], ['TypeError', 'terminated'], path);
    assert.ok(error.cause instanceof Error, path);
  }
  for (const path of ['/no-head', '/half-head', '/not-http', '/two-lengths', '/length-and-chunked', '/bad-length', '/large-head']) {
    const error = await failure(fetch(origin + path).then((response) => response.text()));
    assert.strictEqual(error.name, 'TypeError', path);
    assert.ok(error.cause instanceof Error, path);
  }
  // Bytes beyond what was promised are nobody's.
  for (let i = 0; i < 3; i++) assert.strictEqual(await (await fetch(`${origin}/long`)).text(), 'part');
  assert.strictEqual(await (await fetch(`${origin}/own`)).text(), 'own');
}

/** An answer that nobody asked for belongs to no later request. */
async function unaskedAnswers(origin) {
  assert.strictEqual(await (await fetch(`${origin}/own`)).text(), 'own');
  const gone = [...sockets].map((socket) => {
    socket.write(kForged);
    return closeOf(socket);
  });
  await Promise.any(gone);
  for (let i = 0; i < 3; i++) assert.strictEqual(await (await fetch(`${origin}/own`)).text(), 'own');
  // Nor one that comes with the answer before it, whether the next request waits already or comes then.
  for (const path of ['/two', '/two-chunked', '/two-empty']) {
    const expected = path === '/two-empty' ? '' : 'own';
    const text = async () => (await fetch(origin + path)).text();
    for (let i = 0; i < 3; i++) assert.strictEqual(await text(), expected, path);
    assert.deepStrictEqual(await Promise.all([text(), text(), text()]), Array(3).fill(expected), path);
  }
}

/** A signal ends a fetch wherever it waits, and its connection with it. */
async function stalls(origin) {
  for (const path of ['/stall-head', '/stall-body']) {
    const controller = new AbortController();
    const asked = once(rawServer, 'asked');
    const text = failure(fetch(origin + path, { signal: controller.signal }).then((response) => response.text()));
    const [socket] = await asked;
    const closed = closeOf(socket);
    setImmediate(() => controller.abort());
    assert.strictEqual((await text).name, 'AbortError');
    await closed;
  }
}

async function explosions(origin) {
  for (const coding of Object.keys(coders)) await explosion(origin, coding);
  for (const [coding, outcomes] of Object.entries(kDamaged)) {
    for (const [damage, expected] of Object.entries(outcomes)) {
      const text = await fetch(`${origin}/${damage}?coding=${coding}`).then((response) => response.text()).catch((error) => error.message);
      assert.strictEqual(text, expected, `${coding} ${damage}`);
    }
  }
  for (const count of [6, 3000]) {
    const error = await failure(fetch(`${origin}/layers?coding=${Array(count).fill('gzip').join()}`));
    assert.deepStrictEqual([error.message, error.cause instanceof Error], ['fetch failed', true]);
  }
}

async function explosion(origin, coding) {
  bombs[coding] = await bombOf(coding);
  const before = process.memoryUsage().rss;
  let size = 0;
  let most = 0;
  for await (const chunk of (await fetch(`${origin}/bomb?coding=${coding}`)).body) {
    size += chunk.length;
    most = Math.max(most, process.memoryUsage.rss());
  }
  assert.strictEqual(size, kBombSize, coding);
  assert.ok(most - before < kRoom, `${coding} took ${most - before} bytes`);
  // Who does not read costs no more than a few pieces.
  const unread = await fetch(`${origin}/bomb?coding=${coding}`);
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  const growth = process.memoryUsage.rss() - before;
  assert.ok(growth < kRoom, `${coding} took ${growth} bytes unread`);
  await unread.body.cancel();
}

/** Secrets stay with their origin, and a loop ends. */
async function redirects(origin) {
  const secrets = { authorization: 'secret', cookie: 'c=1', 'proxy-authorization': 'secret', 'x-kept': '1' };
  const elsewhere = origin.replace('127.0.0.1', 'localhost');
  const seen = await (await fetch(`${origin}/?to=${encodeURIComponent(elsewhere)}`, { headers: secrets })).json();
  for (const name of ['authorization', 'cookie', 'proxy-authorization']) assert.strictEqual(seen[name], undefined, name);
  assert.strictEqual(seen['x-kept'], '1');
  const looped = await failure(fetch(`${origin}/loop`));
  assert.deepStrictEqual([looped.message, loops], ['fetch failed', 21]);
  for (const to of ['file:///etc/passwd', 'data:,x', 'ftp://127.0.0.1/', 'blob:x', 'http://127.0.0.1:25/', 'http://[', 'http://user:secret@127.0.0.1:1/']) {
    const error = await failure(fetch(`${origin}/?to=${encodeURIComponent(to)}`));
    assert.deepStrictEqual([error.name, error.message], ['TypeError', 'fetch failed'], to);
    assert.ok(!`${error.cause?.message}`.includes('secret'), to);
  }
}

/** Nothing that the program gives may become another field or another request. */
async function refusedValues(origin) {
  for (const value of ['a\r\nx: y', 'a\nb', 'a\rb', 'a\0b', '\u0100']) {
    await assert.rejects(async () => fetch(origin, { headers: { 'x-field': value } }), TypeError);
  }
  for (const name of ['a b', 'a\r\nb', 'a:b', '', 'é']) await assert.rejects(async () => fetch(origin, { headers: { [name]: 'x' } }), TypeError);
  for (const method of ['GET /x HTTP/1.1\r\n\r\n', 'CONNECT', 'TRACE', 'TRACK', '']) {
    await assert.rejects(async () => fetch(origin, { method }), TypeError, method);
  }
  for (const length of ['1', '100', 'x', '4, 4']) {
    await assert.rejects(async () => fetch(origin, { method: 'POST', body: 'text', headers: { 'content-length': length } }), TypeError, length);
  }
  const refused = [
    ...['+4', '4.0', '0x4', '4,4', '', '-4', '4x', '1e1', '4 4'].map((value) => ['content-length', value]),
    ...['', 'a b', 'close,'].map((value) => ['connection', value]), ['transfer-encoding', 'chunked'], ['keep-alive', 'x'], ['upgrade', 'x'],
  ];
  for (const [name, value] of refused) {
    const { cause } = await failure(fetch(origin, { method: 'POST', body: 'text', headers: { [name]: value } }));
    assert.deepStrictEqual([cause.code, cause.message], ['UND_ERR_INVALID_ARG', `invalid ${name} header`], value);
  }
  const { host } = await (await fetch(`${origin}/`)).json();
  assert.strictEqual(host, new URL(origin).host);
}

/** The length of a streamed body is what the program says, and is held to it. */
async function saidLengths(origin) {
  const send = (length, headers = { 'content-length': length }) => fetch(origin, { method: 'POST', body: new Blob(['text']).stream(), duplex: 'half', headers });
  const exact = await (await send('4')).json();
  assert.deepStrictEqual([exact['content-length'], exact['transfer-encoding']], ['4', undefined]);
  const unsaid = await (await send('', {})).json();
  assert.deepStrictEqual([unsaid['content-length'], unsaid['transfer-encoding']], [undefined, 'chunked']);
  for (const length of ['0', '3', '5', '100']) {
    const { cause } = await failure(send(length));
    assert.strictEqual(cause.code, 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH', length);
  }
  // Without a body it says nothing.
  const empty = await (await fetch(origin, { method: 'POST', headers: { 'content-length': '4' } })).json();
  assert.strictEqual(empty['content-length'], '0');
  for (const connection of ['close', 'Close', 'x, close']) {
    assert.strictEqual((await (await fetch(origin, { headers: { connection } })).json()).connection, 'close');
  }
}

main();
