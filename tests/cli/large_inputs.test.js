// A megabyte of input costs time in proportion to its length, whatever is in it.
'use strict';

const assert = require('node:assert');
const http = require('node:http');
const path = require('node:path');
const querystring = require('node:querystring');
const url = require('node:url');
const util = require('node:util');

const kLength = 1 << 20;
/** No call takes so long, in ms: each takes a small part of it, and minutes when its work grows with the square of the length. */
const kLimit = 10_000;

const fill = (unit, length = kLength) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

/** Calls of this runtime's own code, with inputs that a careless parser reads again and again. */
const cases = {
  'URL, slashes': (length) => new URL(`http://a/${fill('/../', length)}`),
  'URL, at signs': (length) => URL.canParse(`http://${fill('@', length)}`),
  'URL, percents': (length) => new URL(`http://a/?${fill('%', length)}`),
  'url.parse': (length) => url.parse(`http://a/${fill('@#?', length)}`),
  'URLSearchParams': (length) => new URLSearchParams(fill('a&', length)).toString(),
  'querystring, separators': (length) => querystring.parse(fill('&', length), '&', '=', { maxKeys: 0 }),
  'querystring, percents': (length) => querystring.parse(fill('%2', length)),
  'querystring, plus': (length) => querystring.parse(fill('+=', length)),
  'path.normalize': (length) => path.normalize(fill('a/../', length)),
  'util.parseEnv': (length) => util.parseEnv(fill('A="\n', length)),
  'util.stripVTControlCharacters': (length) => util.stripVTControlCharacters(fill('\x1b[', length)),
  'util.inspect': (length) => util.inspect(fill('\'"`\n', length)),
  'MIMEType': (length) => { try { return new util.MIMEType(`a/b;${fill(';= "', length)}`); } catch { return undefined; } },
  'Headers': (length) => new Headers([['a', fill('a ', length)]]),
  'Buffer, base64': (length) => Buffer.from(fill('=a', length), 'base64'),
  'Buffer, search': (length) => Buffer.alloc(length, 'a').indexOf(`${fill('a', 1000)}b`),
  'Map, integers': (length) => new Map(Array.from({ length: length / 16 }, (_, i) => [i * 0x100000, i])),
  'object, integer-like keys': (length) => Object.fromEntries(Array.from({ length: length / 64 }, (_, i) => [`${i * 0x10000}`, i])),
  'JSON, keys alike': (length) => JSON.parse(`{${Array.from({ length: length / 64 }, (_, i) => `"k${i * 0x10000}":1`).join()}}`),
};

for (const [name, run] of Object.entries(cases)) {
  const start = performance.now();
  run(kLength);
  assert.ok(performance.now() - start < kLimit, name);
}

// Forms and cookies come through fetch and http.
async function main() {
  const boundary = fill('-', 70);
  for (const body of [fill(`--${boundary}\r\n`), fill('\r\n--'), `--${boundary}\r\nContent-Disposition: form-data; name="${fill('\\"')}"\r\n\r\n\r\n--${boundary}--`]) {
    const response = new Response(body, { headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` } });
    const start = performance.now();
    await response.formData().catch((error) => assert.ok(error instanceof TypeError));
    assert.ok(performance.now() - start < kLimit, body.slice(0, 10));
  }
  const server = http.createServer({ maxHeaderSize: 2 * kLength }, (request, response) => response.end(String(request.headers.cookie.length)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cookie = fill('a=b; ');
  const text = await new Promise((resolve, reject) => {
    const options = { port: server.address().port, agent: false, headers: { cookie } };
    http.get(options, (response) => response.setEncoding('utf8').on('data', resolve)).on('error', reject);
  });
  assert.strictEqual(text, String(cookie.length));
  server.close();
}
main();
