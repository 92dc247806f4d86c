import zlib from 'node:zlib';
import fetch, { AbortError, Blob, FetchError, FormData, Headers, Request, Response } from 'node-fetch';
import server from './_http.js';

function handler(request, response) {
  if (request.url === '/redirect') return response.writeHead(307, { location: '/echo' }).end();
  if (request.url === '/loop') return response.writeHead(302, { location: '/loop' }).end();
  if (request.url === '/gzip') return response.writeHead(200, { 'content-encoding': 'gzip' }).end(zlib.gzipSync('zipped'));
  if (request.url === '/short') return response.writeHead(200, { 'content-length': 10 }).write('only', () => response.destroy());
  if (request.url === '/slow') return undefined;
  let body = '';
  request.on('data', (chunk) => (body += chunk)).on('end', () => response.end(`${request.method} ${request.headers['content-type']?.split(';')[0]} ${body.replaceAll(/-{4,}\w+/g, '--')}`));
  return undefined;
}

await server.withServer(handler, async (ask, port) => {
  const at = (path) => `http://127.0.0.1:${port}${path}`;
  const response = await fetch(at('/echo'), { method: 'POST', body: JSON.stringify({ a: 1 }), headers: { 'Content-Type': 'application/json' } });
  console.log(response.ok, response.status, await response.text(), response.headers instanceof Headers);
  console.log(await (await fetch(at('/redirect'), { method: 'POST', body: 'kept' })).text(), await (await fetch(at('/gzip'))).text());
  const form = new FormData();
  form.set('field', 'value');
  form.set('file', new Blob(['content'], { type: 'text/plain' }), 'a.txt');
  console.log(await (await fetch(new Request(at('/echo'), { method: 'PUT', body: form }))).text());
  const failed = (error) => console.log(error.name, error.type, error instanceof FetchError, error instanceof AbortError, error.code, error.message.replaceAll(String(port), 'PORT'));
  await fetch(at('/loop'), { follow: 2 }).catch(failed);
  await fetch('http://127.0.0.1:1/').catch(failed);
  await (await fetch(at('/short'))).text().catch(failed);
  const controller = new AbortController();
  const slow = fetch(at('/slow'), { signal: controller.signal });
  setImmediate(() => controller.abort());
  await slow.catch(failed);
  const chunks = [];
  for await (const chunk of (await fetch(at('/echo'))).body) chunks.push(chunk);
  console.log(Buffer.concat(chunks).toString(), await (await fetch('data:text/plain,inline')).text(), await new Response('x').blob().then((blob) => blob.size));
});
