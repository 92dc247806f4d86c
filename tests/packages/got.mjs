import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import zlib from 'node:zlib';
import got from 'got';
import server from './_http.js';

let failures = 0;
function handler(request, response) {
  if (request.url === '/flaky') return response.writeHead(failures++ < 2 ? 503 : 200).end(`after ${failures}`);
  if (request.url === '/redirect') return response.writeHead(303, { location: '/echo' }).end();
  if (request.url === '/br') return response.writeHead(200, { 'content-encoding': 'br' }).end(zlib.brotliCompressSync('brotli'));
  if (request.url === '/slow') return undefined;
  if (request.url === '/404') return response.writeHead(404).end('none');
  let body = '';
  request.on('data', (chunk) => (body += chunk)).on('end', () => response.end(JSON.stringify({ method: request.method, url: request.url, type: request.headers['content-type'], accept: request.headers['accept-encoding'], body })));
  return undefined;
}

await server.withServer(handler, async (ask, port) => {
  const client = got.extend({ prefixUrl: `http://127.0.0.1:${port}`, retry: { limit: 2, backoffLimit: 1 }, hooks: { beforeRequest: [(options) => void (options.headers['x-hook'] = '1')] } });
  console.log(await client('echo', { searchParams: { a: 1 } }).json());
  console.log(await client.post('echo', { json: { a: 1 } }).json(), await client.post('echo', { form: { a: 'x y' } }).json());
  console.log(await client('flaky').text(), (await client('redirect')).url.replace(String(port), 'PORT'), await client('br').text());
  await client('404').catch((error) => console.log(error.name, error.code, error.response.statusCode, error.response.body));
  await client('slow', { timeout: { request: 30 }, retry: { limit: 0 } }).catch((error) => console.log(error.name, error.code, error.message));
  await got('http://127.0.0.1:1/', { retry: { limit: 0 } }).catch((error) => console.log(error.name, error.code));
  const controller = new AbortController();
  const slow = client('slow', { signal: controller.signal });
  setImmediate(() => controller.abort());
  await slow.catch((error) => console.log(error.name, error.code));
  const sink = new PassThrough();
  await Promise.all([pipeline(client.stream('echo'), sink), sink.toArray().then((parts) => console.log(Buffer.concat(parts).toString()))]);
  const items = client.paginate('echo', { pagination: { transform: (response) => [JSON.parse(response.body).url], paginate: ({ response }) => (response.url.endsWith('p=2') ? false : { searchParams: { p: response.url.includes('p=1') ? 2 : 1 } }) } });
  for await (const item of items) console.log(item);
});
