'use strict';

const superagent = require('superagent');
const { withServer } = require('./_http');

function handler(request, response) {
  if (request.url === '/cookies' && !request.headers.cookie) return response.writeHead(200, { 'set-cookie': 'session=abc; Path=/' }).end('set');
  if (request.url === '/redirect') return response.writeHead(302, { location: '/echo' }).end();
  if (request.url === '/500') return response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"x"}');
  if (request.url === '/slow') return undefined;
  let body = '';
  request.on('data', (chunk) => (body += chunk)).on('end', () => {
    response.setHeader('content-type', 'application/json');
    const type = request.headers['content-type']?.split(';')[0];
    response.end(JSON.stringify({ method: request.method, url: request.url, type, auth: request.headers.authorization, cookie: request.headers.cookie, length: body.length > 0 }));
  });
  return undefined;
}

withServer(handler, async (ask, port) => {
  const at = (path) => `http://127.0.0.1:${port}${path}`;
  console.log((await superagent.get(at('/echo')).query({ a: 1, b: [2, 3] }).set('X-A', '1')).body);
  console.log((await superagent.post(at('/echo')).send({ a: 1 }).auth('user', 'pass')).body);
  console.log((await superagent.post(at('/echo')).type('form').send('a=1')).body, (await superagent.get(at('/redirect'))).redirects.length);
  console.log((await superagent.post(at('/echo')).field('name', 'x').attach('file', Buffer.from('bytes'), 'a.txt')).body.type);
  const agent = superagent.agent();
  await agent.get(at('/cookies'));
  console.log((await agent.get(at('/cookies'))).body.cookie);
  await superagent.get(at('/500')).catch((error) => console.log(error.status, error.response.body));
  await superagent.get(at('/slow')).timeout({ response: 20 }).catch((error) => console.log(error.code, error.timeout, error.errno));
  console.log(await superagent.head(at('/echo')).ok((response) => response.status === 200).then((response) => response.status));
});
