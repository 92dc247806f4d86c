'use strict';

// Requests through the proxies of the environment: which go there, and what a proxy that refuses or fails does to them.

const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');
const { inspect } = require('node:util');

/** Entries of `NO_PROXY`, a host, and whether the agents and `fetch` go to the proxy. */
const exceptions = [
  ['', 'target.test', true, true],
  ['target.test', 'target.test', false, false],
  ['TARGET.TEST', 'target.test', false, false],
  ['et.test', 'target.test', true, true],
  ['t*.test', 'target.test', true, true],
  ['.target.test', 'target.test', false, false],
  ['.target.test', 'a.target.test', false, false],
  ['*.target.test', 'a.target.test', false, false],
  ['*.target.test', 'target.test', true, false],
  ['target.test:81', 'target.test', true, true],
  ['target.test:80', 'target.test', false, false],
  ['a.test, target.test', 'target.test', false, false],
  ['a.test target.test', 'target.test', true, false],
  ['*', 'target.test', false, false],
];

let answer;
let heads = [];
const proxy = net.createServer((socket) => {
  socket.on('error', () => {}).once('data', (head) => {
    heads.push(`${head}`);
    socket.end(answer);
  });
});

/** The answer's text, or the error. */
async function get(url) {
  const request = http.get(url, { agent: http.globalAgent });
  try {
    const [response] = await once(request, 'response');
    return (await response.toArray()).join('');
  } catch (error) {
    return error;
  }
}

async function fetched(url) {
  return fetch(url).then((response) => response.text(), (error) => error);
}

async function main() {
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const http_proxy = `http://user:secret@127.0.0.1:${proxy.address().port}`;
  await excepts(http_proxy);
  const restore = http.setGlobalProxyFromEnv({ http_proxy, https_proxy: http_proxy });
  await refusals();
  await failures();
  restore();
  proxy.close();
}

/** Names under `.test` do not resolve, so what does not go to the proxy fails. */
async function excepts(http_proxy) {
  answer = 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nproxied';
  for (const [no_proxy, host, agentsGo, fetchGoes] of exceptions) {
    const restore = http.setGlobalProxyFromEnv({ http_proxy, no_proxy });
    const name = `${no_proxy} and ${host}`;
    assert.strictEqual((await get(`http://${host}/`)) === 'proxied', agentsGo, name);
    assert.strictEqual((await fetched(`http://${host}/`)) === 'proxied', fetchGoes, `${name} by fetch`);
    restore();
  }
}

/** A proxy that does not let a request pass is no target that answers. */
async function refusals() {
  heads = [];
  answer = 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno';
  const forwarded = await fetched('http://target.test/');
  assert.deepStrictEqual([forwarded.message, forwarded.cause.message], ['fetch failed', 'Proxy Authentication Required (407)']);
  for (const text of [answer, 'HTTP/1.1 502 Bad Gateway\r\n\r\n', 'HTTP/1.1 201 Created\r\n\r\n', 'SSH-2.0\r\n\r\n', '']) {
    answer = text;
    const error = await fetched('https://target.test/');
    assert.deepStrictEqual([error.name, error.message], ['TypeError', 'fetch failed'], text);
    assert.ok(!inspect(error, { depth: 9 }).includes('secret'), text);
  }
  assert.match(heads[0], /^GET http:\/\/target\.test\/ HTTP\/1\.1\r\n/);
  assert.match(heads[1], /^CONNECT target\.test:443 HTTP\/1\.1\r\n/);
  for (const head of heads) assert.match(head, /proxy-authorization: Basic dXNlcjpzZWNyZXQ=\r\n/);
}

/** Errors name the proxy without its credentials. */
async function failures() {
  for (const href of ['http://user:secret@127.0.0.1:1', 'http://user:secret@nowhere.invalid:80']) {
    const restore = http.setGlobalProxyFromEnv({ http_proxy: href, https_proxy: href });
    for (const ask of [get, fetched]) {
      const error = await ask('http://target.test/');
      assert.ok(error instanceof Error);
      assert.ok(!inspect(error, { depth: 9 }).includes('secret'));
    }
    const tunnelled = await fetched('https://target.test/');
    assert.ok(tunnelled instanceof Error && !inspect(tunnelled, { depth: 9 }).includes('secret'));
    restore();
  }
}

main();
