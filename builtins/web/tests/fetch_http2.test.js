'use strict';

// Servers that offer HTTP/2 get it from fetch, over one session.

const assert = require('node:assert');
const fs = require('node:fs');
const http2 = require('node:http2');
const https = require('node:https');
const path = require('node:path');
const tls = require('node:tls');
const zlib = require('node:zlib');
const { once } = require('node:events');

const fixtures = path.join(__dirname, '../../tls/tests/fixtures');
const read = (name) => fs.readFileSync(path.join(fixtures, name));
const keys = { key: read('server.key'), cert: read('server.pem') };
const BIG = Buffer.alloc(3 << 20, 'anode ');

const answers = {
  '/echo': (stream) => {
    stream.respond({ 'x-a': ['1', '2'] });
    stream.pipe(stream);
  },
  '/big': (stream) => {
    stream.respond({ 'content-encoding': 'gzip' });
    stream.end(zlib.gzipSync(BIG, { level: 1 }));
  },
  '/headers': (stream, headers) => {
    stream.respond({ ':status': 201 });
    stream.end(JSON.stringify(headers));
  },
  '/moved': (stream) => {
    stream.respond({ ':status': 302, location: '/headers' });
    stream.end();
  },
  '/reset': (stream) => stream.on('error', () => {}).close(2),
  '/cut': (stream) => {
    stream.on('error', () => {}).respond();
    stream.write('abc', () => stream.close(2));
  },
  '/gone': (stream) => stream.session.destroy(),
  '/never': () => {},
};

async function causeOf(promise) {
  try {
    await promise;
  } catch (error) {
    return error.cause ?? error;
  }
  assert.fail('it should fail');
}

async function main() {
  tls.setDefaultCACertificates([read('ca.pem').toString()]);
  const server = http2.createSecureServer(keys);
  let sessions = 0;
  server.on('session', () => sessions++);
  server.on('sessionError', () => {});
  server.on('stream', (stream, headers) => answers[headers[':path']](stream, headers));
  server.listen(0);
  await once(server, 'listening');
  const url = `https://localhost:${server.address().port}`;

  const seen = await (await fetch(`${url}/headers`, { headers: { 'X-Name': 'v', connection: 'close' } })).json();
  assert.strictEqual(seen[':authority'], url.slice(8));
  assert.strictEqual(seen['x-name'], 'v');
  assert.strictEqual(seen.connection, undefined);
  assert.strictEqual((await fetch(`${url}/moved`)).status, 201);

  const response = await fetch(`${url}/echo`, { method: 'POST', body: 'hello' });
  assert.strictEqual(response.headers.get('x-a'), '1, 2');
  assert.strictEqual(response.statusText, '');
  assert.strictEqual(await response.text(), 'hello');
  const body = new Blob([BIG]).stream();
  const echoed = await fetch(`${url}/echo`, { method: 'POST', body, duplex: 'half' });
  assert.ok(BIG.equals(await echoed.bytes()));
  const all = await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/big`).then((answer) => answer.bytes())));
  for (const bytes of all) assert.ok(BIG.equals(bytes));
  assert.strictEqual(sessions, 1);

  assert.strictEqual((await causeOf(fetch(`${url}/never`, { signal: AbortSignal.timeout(10) }))).name, 'TimeoutError');
  await causeOf(fetch(`${url}/reset`));
  // Node takes what is cut off for whole.
  if (process.versions.anode) await causeOf(fetch(`${url}/cut`).then((answer) => answer.text()));
  assert.strictEqual(sessions, 1);
  assert.strictEqual((await causeOf(fetch(`${url}/gone`))).code, 'UND_ERR_SOCKET');
  assert.strictEqual((await fetch(`${url}/headers`)).status, 201);
  assert.strictEqual(sessions, 2);
  server.close();

  // A server without it is spoken to as ever.
  const old = https.createServer(keys, (request, answer) => answer.end(request.httpVersion));
  old.listen(0);
  await once(old, 'listening');
  assert.strictEqual(await (await fetch(`https://localhost:${old.address().port}`)).text(), '1.1');
  old.close();
}

main().then(() => process.exit());
