'use strict';

const http = require('node:http');
const { Readable } = require('node:stream');
const zlib = require('node:zlib');
const axios = require('axios');
const { withServer } = require('./_http');

function handler(request, response) {
  const { pathname, search } = new URL(request.url, 'http://x');
  if (pathname === '/redirect') return response.writeHead(302, { location: '/echo?from=redirect' }).end();
  if (pathname === '/loop') return response.writeHead(302, { location: '/loop' }).end();
  if (pathname === '/gzip') return response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(zlib.gzipSync('{"zipped":true}'));
  if (pathname === '/slow') return undefined;
  if (pathname === '/reset') return request.socket.destroy();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    const { host, connection, 'user-agent': agent, ...headers } = request.headers;
    response.writeHead(pathname === '/missing' ? 404 : 200, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] });
    const body = Buffer.concat(chunks).toString().replaceAll(/axios-[\d.]+-boundary-[\w-]+|-{4,}\w+/g, 'BOUNDARY');
    headers['content-type'] = headers['content-type']?.replace(/boundary=.*/, 'boundary');
    response.end(JSON.stringify({ method: request.method, path: pathname, search, headers, body, agent: agent?.split('/')[0] }));
  });
}

withServer(handler, async (ask, port) => {
  const client = axios.create({ baseURL: `http://127.0.0.1:${port}`, headers: { common: { 'x-common': '1' } }, timeout: 2000 });
  client.interceptors.request.use((config) => (config.headers.set('x-intercepted', 'yes'), config));
  const show = async (promise) => {
    try {
      const { status, data, headers } = await promise;
      console.log(status, data, headers['set-cookie']);
    } catch (error) {
      console.log(error.code, error.message.replace(String(port), 'PORT'), error.response?.status, axios.isAxiosError(error));
    }
  };
  for (const adapter of ['http', 'fetch']) {
    console.log(adapter);
    await show(client.get('/echo', { adapter, params: { a: [1, 2], b: 'x y' } }));
    await show(client.post('/echo', { json: true }, { adapter }));
    await show(client.put('/echo', new URLSearchParams({ a: '1' }), { adapter, auth: { username: 'u', password: 'p' } }));
    await show(client.get('/redirect', { adapter }));
    await show(client.get('/gzip', { adapter }));
    await show(client.get('/missing', { adapter }));
    const controller = new AbortController();
    const slow = client.get('/slow', { adapter, signal: controller.signal });
    setImmediate(() => controller.abort());
    await show(slow);
  }
  await show(client.get('/loop', { maxRedirects: 3 }));
  await show(client.get('/reset'));
  await show(client.get('/slow', { timeout: 20 }));
  await show(client.postForm('/echo', { field: 'value', list: [1, 2] }));
  await show(client.post('/echo', Readable.from(['stream', 'ed'])));
  const stream = await client.get('/echo', { responseType: 'stream' });
  console.log(stream.data instanceof http.IncomingMessage, (await stream.data.toArray()).length > 0);
  console.log((await client.get('/gzip', { responseType: 'arraybuffer' })).data.toString());
});
