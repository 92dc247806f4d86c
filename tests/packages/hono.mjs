import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { bearerAuth } from 'hono/bearer-auth';
import { cors } from 'hono/cors';
import { getCookie, setCookie } from 'hono/cookie';
import { stream, streamSSE } from 'hono/streaming';
import server from './_http.js';

const app = new Hono();
app.use('/api/*', cors({ origin: 'http://a.test' }));
app.use('/private/*', bearerAuth({ token: 'secret' }));
app.get('/', (c) => c.text('hello', 200, { 'X-A': '1' }));
app.get('/api/users/:id{[0-9]+}', (c) => c.json({ id: c.req.param('id'), q: c.req.queries('q') }));
app.post('/echo', async (c) => c.json(await c.req.json(), 201));
app.post('/form', async (c) => {
  const { file, name } = await c.req.parseBody();
  return c.json({ name, size: file.size, type: file.type, text: await file.text() });
});
app.get('/cookie', (c) => {
  setCookie(c, 'seen', 'yes', { httpOnly: true });
  return c.text(getCookie(c, 'seen') ?? 'first');
});
app.get('/private/x', (c) => c.text('in'));
app.get('/stream', (c) => stream(c, async (out) => {
  for (const part of ['a', 'b', 'c']) await out.write(part);
}));
app.get('/events', (c) => streamSSE(c, async (out) => out.writeSSE({ event: 'tick', data: '1', id: '7' })));
app.get('/fail', () => {
  throw new HTTPException(418, { message: 'teapot' });
});
app.get('/bug', () => {
  throw new Error('bug');
});
app.onError((error, c) => (error instanceof HTTPException ? error.getResponse() : c.json({ error: error.message }, 500)));
app.notFound((c) => c.text('none', 404));

const listening = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
await new Promise((resolve) => (listening.listening ? resolve() : listening.once('listening', resolve)));
const ask = (path, options) => server.ask(listening.address().port, path, options);
const show = async (path, options, ...names) => console.log(path, server.line(await ask(path, options), 'content-type', ...names));
await show('/', {}, 'x-a', 'content-length');
await show('/api/users/7?q=a&q=b', { headers: { origin: 'http://a.test' } }, 'access-control-allow-origin');
await show('/api/users/x');
await show('/api/users/7', { method: 'OPTIONS', headers: { origin: 'http://a.test', 'access-control-request-method': 'PUT' } }, 'access-control-allow-methods');
await show('/echo', server.json('POST', { a: ['ü'] }));
const form = new FormData();
form.set('name', 'n');
form.set('file', new File(['content'], 'a.txt', { type: 'text/plain' }));
const encoded = new Response(form);
await show('/form', { method: 'POST', headers: { 'content-type': encoded.headers.get('content-type') }, body: Buffer.from(await encoded.arrayBuffer()) });
await show('/cookie', {}, 'set-cookie');
await show('/cookie', { headers: { cookie: 'seen=yes' } });
await show('/private/x');
await show('/private/x', { headers: { authorization: 'Bearer secret' } });
await show('/stream', {}, 'transfer-encoding');
await show('/events');
for (const path of ['/fail', '/bug', '/nowhere']) await show(path);
await show('/', { method: 'HEAD' });
listening.close();
