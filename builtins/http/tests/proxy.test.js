'use strict';

const assert = require('node:assert');
const http = require('node:http');
const { once } = require('node:events');

const seen = [];
const target = http.createServer((request, response) => response.end(`target ${request.url}`));
const proxy = http.createServer((request, response) => {
  seen.push([request.method, request.url, request.headers['proxy-authorization']]);
  response.end('forwarded');
});
proxy.on('connect', (request, socket) => {
  seen.push([request.method, request.url, request.headers['proxy-authorization']]);
  socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
});

async function get(url, options) {
  const [response] = await once(http.get(url, options), 'response');
  return (await response.toArray()).join('');
}

async function main() {
  target.listen(0);
  proxy.listen(0);
  await Promise.all([once(target, 'listening'), once(proxy, 'listening')]);
  const url = `http://localhost:${target.address().port}/path`;
  const proxyUrl = `http://user:secret@localhost:${proxy.address().port}`;
  const authorization = `Basic ${Buffer.from('user:secret').toString('base64')}`;

  const agent = new http.Agent({ proxyEnv: { HTTP_PROXY: proxyUrl } });
  assert.strictEqual(await get(url, { agent }), 'forwarded');
  assert.deepStrictEqual(seen.splice(0), [['GET', url, authorization]]);
  for (const no of ['*', 'localhost', `other, localhost:${target.address().port}`]) {
    const direct = new http.Agent({ proxyEnv: { HTTP_PROXY: proxyUrl, NO_PROXY: no } });
    assert.strictEqual(await get(url, { agent: direct }), 'target /path');
  }
  assert.throws(() => new http.Agent({ proxyEnv: { HTTP_PROXY: 'http://:8080' } }), { code: 'ERR_PROXY_INVALID_CONFIG' });

  const restore = http.setGlobalProxyFromEnv({ http_proxy: proxyUrl });
  assert.strictEqual(await get(url), 'forwarded');
  assert.strictEqual(await (await fetch(url)).text(), 'forwarded');
  await assert.rejects(fetch('https://nowhere.invalid/'));
  assert.deepStrictEqual(seen.splice(0), [['GET', url, authorization], ['GET', url, authorization], ['CONNECT', 'nowhere.invalid:443', authorization]]);
  restore();
  assert.strictEqual(await get(url), 'target /path');
  assert.deepStrictEqual(seen, []);
  for (const server of [target, proxy]) {
    server.close();
    server.closeAllConnections();
  }
}

main().then(() => process.exit());
