'use strict';

// https.Agent goes through the proxies of `proxyEnv` in tunnels.

const assert = require('node:assert');
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const path = require('node:path');
const { once } = require('node:events');

const fixtures = path.join(__dirname, '../../tls/tests/fixtures');
const read = (name) => fs.readFileSync(path.join(fixtures, name));
const secret = 'http://user:secret@127.0.0.1';

async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}

async function get(options) {
  const [response] = await once(https.get(options), 'response');
  return (await response.toArray()).join('');
}

/** Passes everything on to the port of the target. */
function tunnel(seen) {
  const proxy = http.createServer();
  proxy.on('connect', (request, socket, head) => {
    const { method, url, headers } = request;
    seen.push([method, url, headers['proxy-authorization'], headers['proxy-connection']]);
    const target = net.connect(Number(url.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.write(head);
      socket.pipe(target).pipe(socket);
    });
    target.on('error', () => {});
    socket.on('error', () => {});
  });
  return proxy;
}

async function throughTunnels() {
  const seen = [];
  const server = https.createServer({ key: read('server.key'), cert: read('server.pem') }, (request, response) => response.end(request.url));
  const proxy = tunnel(seen);
  const port = await listen(server);
  const proxyPort = await listen(proxy);
  const agent = new https.Agent({ keepAlive: true, ca: read('ca.pem'), proxyEnv: { HTTPS_PROXY: `${secret}:${proxyPort}` } });
  const target = { host: 'localhost', port, agent };
  assert.strictEqual(await get({ ...target, path: '/one' }), '/one');
  await new Promise(setImmediate);
  assert.strictEqual(await get({ ...target, path: '/two' }), '/two');
  const authorization = `Basic ${Buffer.from('user:secret').toString('base64')}`;
  assert.deepStrictEqual(seen, [['CONNECT', `localhost:${port}`, authorization, 'keep-alive']]);
  agent.destroy();
  server.close();
  proxy.close();
}

/** What a proxy may answer, and the error that this is. */
const refusals = {
  'HTTP/1.1 407 Who are you\r\n\r\nbody': { message: /^Failed to establish tunnel to a\.test:443 via .*: HTTP\/1\.1 407 Who are you$/, statusCode: 407 },
  'HTTP/1.1 204 Nothing\r\n\r\n': { message: /204 Nothing$/, statusCode: 204 },
  'no proxy\r\n\r\n': { message: /no proxy$/ },
  '': { message: 'Connection to establish proxy tunnel ended unexpectedly' },
};

async function refused(answer, expected) {
  const proxy = net.createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(answer)));
  const agent = new https.Agent({ proxyEnv: { HTTPS_PROXY: `${secret}:${await listen(proxy)}` } });
  const [error] = await once(https.get({ host: 'a.test', agent }).on('response', assert.fail), 'error');
  assert.throws(() => { throw error; }, { code: 'ERR_PROXY_TUNNEL', ...expected });
  assert.ok(!error.message.includes('secret'));
  proxy.close();
}

/** Bytes behind the proxy's answer are the target's, here no TLS. */
async function saysTooMuch() {
  const sockets = [];
  const proxy = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nHELLO')).on('error', () => {});
  });
  const agent = new https.Agent({ proxyEnv: { HTTPS_PROXY: `http://127.0.0.1:${await listen(proxy)}` } });
  const [error] = await once(https.get({ host: 'a.test', agent }), 'error');
  assert.match(error.code, /^ERR_SSL_/);
  for (const socket of sockets) socket.destroy();
  proxy.close();
}

async function silent() {
  const sockets = [];
  const proxy = net.createServer((socket) => sockets.push(socket));
  const agent = new https.Agent({ proxyEnv: { HTTPS_PROXY: `http://127.0.0.1:${await listen(proxy)}` } });
  const request = https.get({ host: 'a.test', agent, timeout: 20 });
  const timeout = once(request, 'timeout');
  const [error] = await once(request, 'error');
  await timeout;
  assert.strictEqual(error.proxyTunnelTimeout, 20);
  for (const socket of sockets) socket.destroy();
  proxy.close();
}

(async () => {
  await throughTunnels();
  for (const [answer, expected] of Object.entries(refusals)) await refused(answer, expected);
  await saysTooMuch();
  await silent();
})();
