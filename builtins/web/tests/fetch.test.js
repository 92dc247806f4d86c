'use strict';

const assert = require('node:assert');
const http = require('node:http');
const zlib = require('node:zlib');
const { once } = require('node:events');

const connections = new Set();
const server = http.createServer((request, response) => {
  connections.add(request.socket.remotePort);
  const { pathname, searchParams } = new URL(request.url, 'http://x');
  const handler = handlers[pathname];
  if (handler !== undefined) {
    handler(request, response, searchParams);
    return;
  }
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() }));
  });
});

const handlers = {
  '/redirect': (request, response, query) => {
    request.resume();
    response.writeHead(Number(query.get('status') ?? 302), { location: query.get('to') ?? '/echo' }).end('moved');
  },
  '/coded': (request, response, query) => {
    const bytes = zlib[`${query.get('with')}Sync`]('plain '.repeat(1000));
    response.writeHead(200, { 'content-encoding': query.get('as') }).end(bytes);
  },
  '/big': (request, response) => response.end(Buffer.alloc(1 << 20, 'x')),
  '/cut': (request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('part', () => request.socket.destroy());
  },
  '/stall': (request, response) => response.write('begun'),
  '/hang': () => {},
};

async function failure(promise) {
  const error = await promise.then(() => assert.fail('did not fail'), (reason) => reason);
  return error;
}

async function main() {
  server.listen(0);
  await once(server, 'listening');
  const base = `http://localhost:${server.address().port}`;
  const echo = async (path, init) => (await fetch(`${base}${path}`, init)).json();

  // What is sent.
  const plain = await echo('/echo?q#hash');
  assert.deepStrictEqual([plain.method, plain.url], ['GET', '/echo?q']);
  assert.strictEqual(plain.headers['accept-encoding'], 'gzip, deflate');
  assert.strictEqual(plain.headers['user-agent'], 'node');
  const post = await echo('/echo', { method: 'POST', body: 'sent', headers: { 'X-Mine': 'yes' } });
  assert.deepStrictEqual([post.body, post.headers['content-length'], post.headers['x-mine']], ['sent', '4', 'yes']);
  const pieces = new ReadableStream({
    start(controller) {
      for (const text of ['one ', 'two']) controller.enqueue(new TextEncoder().encode(text));
      controller.close();
    },
  });
  const streamed = await echo('/echo', { method: 'PUT', body: pieces, duplex: 'half' });
  assert.deepStrictEqual([streamed.body, streamed.headers['transfer-encoding']], ['one two', 'chunked']);
  const form = new FormData();
  form.append('file', new File(['content'], 'a.txt', { type: 'text/plain' }));
  assert.match((await echo('/echo', { method: 'POST', body: form })).body, /filename="a.txt"\r\nContent-Type: text\/plain\r\n\r\ncontent/);

  // The response.
  const response = await fetch(`${base}/echo`);
  assert.deepStrictEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
  assert.deepStrictEqual([response.url, response.type, response.ok, response.redirected], [`${base}/echo`, 'basic', true, false]);
  assert.throws(() => response.headers.set('x', 'y'), TypeError);
  const reader = response.body.getReader();
  assert.strictEqual((await reader.read()).value.constructor, Uint8Array);
  await reader.cancel();
  assert.strictEqual((await (await fetch(`${base}/big`)).bytes()).length, 1 << 20);
  const [first, second] = [await fetch(`${base}/big`)].flatMap((whole) => [whole.clone(), whole]);
  assert.deepStrictEqual((await Promise.all([first.text(), second.text()])).map((text) => text.length), [1 << 20, 1 << 20]);

  // Codings.
  for (const [how, coding] of [['gzip', 'gzip'], ['deflate', 'deflate'], ['deflateRaw', 'deflate']]) {
    const text = await (await fetch(`${base}/coded?with=${how}&as=${coding}`)).text();
    assert.strictEqual(text, 'plain '.repeat(1000));
  }
  const layers = await failure(fetch(`${base}/coded?with=gzip&as=${Array(6).fill('gzip')}`));
  assert.match(layers.cause.message, /too many content-encodings/);
  const damaged = await failure((await fetch(`${base}/coded?with=deflate&as=gzip`)).text());
  assert.deepStrictEqual([damaged.message, damaged.cause.code], ['terminated', 'Z_DATA_ERROR']);

  // Redirects.
  const moved = await fetch(`${base}/redirect`, { method: 'POST', body: 'x' });
  assert.strictEqual(moved.redirected, true);
  assert.strictEqual((await moved.json()).method, 'GET');
  assert.strictEqual((await echo('/redirect?status=307', { method: 'POST', body: 'again' })).body, 'again');
  assert.strictEqual((await fetch(`${base}/redirect`, { redirect: 'manual' })).status, 302);
  assert.strictEqual((await failure(fetch(`${base}/redirect`, { redirect: 'error' }))).cause.message, 'unexpected redirect');
  assert.strictEqual((await failure(fetch(`${base}/redirect?to=/redirect%3Fto=%2Fredirect%3Fto=ftp://x`))).message, 'fetch failed');
  const elsewhere = encodeURIComponent(`http://127.0.0.1:${server.address().port}/echo`);
  const secrets = { authorization: 'secret', cookie: 'c=1', 'x-kept': '1' };
  const { headers: kept } = await echo(`/redirect?to=${elsewhere}`, { headers: secrets });
  assert.deepStrictEqual([kept.authorization, kept.cookie, kept['x-kept']], [undefined, undefined, '1']);
  assert.strictEqual((await echo('/redirect', { headers: secrets })).headers.authorization, 'secret');

  // Failures.
  const refused = await failure(fetch('http://127.0.0.1:9999/'));
  assert.deepStrictEqual([refused.name, refused.message, refused.cause.code], ['TypeError', 'fetch failed', 'ECONNREFUSED']);
  assert.strictEqual((await failure(fetch('http://127.0.0.1:25/'))).cause.message, 'bad port');
  const cut = await failure((await fetch(`${base}/cut`)).text());
  assert.deepStrictEqual([cut.message, cut.cause.code], ['terminated', 'UND_ERR_SOCKET']);
  assert.strictEqual((await failure(fetch(`${base}/echo`, { headers: { 'transfer-encoding': 'x' } }))).cause.code, 'UND_ERR_INVALID_ARG');

  // Aborting: before, while waiting for the head, and in the body.
  const reason = new Error('enough');
  assert.strictEqual(await failure(fetch(base, { signal: AbortSignal.abort(reason) })), reason);
  const controller = new AbortController();
  const waiting = failure(fetch(`${base}/hang`, { signal: controller.signal }));
  setImmediate(() => controller.abort());
  assert.strictEqual((await waiting).name, 'AbortError');
  const late = new AbortController();
  const stalled = await fetch(`${base}/stall`, { signal: late.signal });
  late.abort(reason);
  assert.strictEqual(await failure(stalled.text()), reason);

  // Other schemes.
  assert.strictEqual(await (await fetch('data:text/plain;base64,aGk=')).text(), 'hi');
  const url = URL.createObjectURL(new Blob(['blob'], { type: 'a/b' }));
  const blob = await fetch(url);
  assert.deepStrictEqual([await blob.text(), blob.headers.get('content-type')], ['blob', 'a/b']);
  const integrity = `sha256-${require('node:crypto').createHash('sha256').update('hi').digest('base64')}`;
  assert.strictEqual(await (await fetch('data:,hi', { integrity })).text(), 'hi');
  assert.strictEqual((await failure(fetch('data:,ho', { integrity }))).message, 'fetch failed');

  // Connections serve one request after the other.
  connections.clear();
  for (let i = 0; i < 20; i++) await (await fetch(`${base}/echo`)).text();
  assert.ok(connections.size < 10);

  // A dispatcher that somebody else wrote.
  const dispatcher = {
    dispatch(options, handler) {
      handler.onRequestStart({ abort() {} }, {});
      const rawHeaders = ['x-path', options.path].map((text) => Buffer.from(text));
      handler.onResponseStart({ rawHeaders }, 202, { 'x-path': options.path }, 'Mocked');
      handler.onResponseData({}, Buffer.from('mock'));
      handler.onResponseEnd({}, {});
      return true;
    },
  };
  const mocked = await fetch('http://nowhere.invalid/p?q', { dispatcher });
  assert.deepStrictEqual([mocked.status, mocked.headers.get('x-path'), await mocked.text()], [202, '/p?q', 'mock']);

  server.close();
  server.closeAllConnections();
}

main();
