'use strict';

const { Agent, MockAgent, Pool, fetch, request, stream, interceptors, errors, WebSocket } = require('undici');
const { Writable } = require('node:stream');
const { withServer } = require('./_http');

function handler(incoming, response) {
  if (incoming.url === '/redirect') return response.writeHead(302, { location: '/echo' }).end();
  if (incoming.url === '/slow') return undefined;
  let body = '';
  incoming.on('data', (chunk) => (body += chunk)).on('end', () => response.writeHead(200, { 'x-method': incoming.method, trailer: 'x-t' }).end(`${incoming.url} ${body}`));
  return undefined;
}

withServer(handler, async (ask, port) => {
  const origin = `http://127.0.0.1:${port}`;
  const dispatcher = new Agent({ keepAliveTimeout: 10, headersTimeout: 200 });
  const answer = await request(`${origin}/echo`, { dispatcher, method: 'POST', body: 'text', query: { a: 1 } });
  console.log(answer.statusCode, answer.headers['x-method'], await answer.body.text());
  const parts = [];
  await stream(`${origin}/echo`, { dispatcher }, () => new Writable({ write: (chunk, encoding, callback) => (parts.push(chunk.toString()), callback()) }));
  console.log(parts);
  const followed = await request(`${origin}/redirect`, { dispatcher: dispatcher.compose(interceptors.redirect({ maxRedirections: 2 })) });
  console.log(await followed.body.text());
  await request(`${origin}/slow`, { dispatcher, signal: AbortSignal.timeout(20) }).catch((error) => console.log(error.name));
  await request(`${origin}/slow`, { dispatcher }).catch((error) => console.log(error instanceof errors.HeadersTimeoutError, error.code));
  await request('http://127.0.0.1:1/').catch((error) => console.log(error.code));
  const pool = new Pool(origin, { connections: 2, pipelining: 3 });
  console.log(await Promise.all([1, 2, 3, 4].map(async (n) => (await (await pool.request({ path: `/${n}`, method: 'GET' })).body.text()).trim())), pool.stats.connected <= 2);
  await pool.close();
  const response = await fetch(`${origin}/echo`, { method: 'POST', body: new Blob(['blob']), dispatcher });
  console.log(response.status, await response.text());
  const mock = new MockAgent();
  mock.disableNetConnect();
  mock.get('http://mocked.test').intercept({ path: '/x', method: 'GET' }).reply(418, { mocked: true });
  console.log(await (await fetch('http://mocked.test/x', { dispatcher: mock })).json());
  await fetch('http://mocked.test/other', { dispatcher: mock }).catch((error) => console.log(error.cause.code));
  console.log(typeof WebSocket);
  await dispatcher.destroy();
});
