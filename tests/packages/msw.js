'use strict';

// msw answers for servers that are never asked, over http and https, through http, fetch and axios.
const http = require('node:http');
const https = require('node:https');
const axios = require('axios');
const { setupServer } = require('msw/node');
const { HttpResponse, http: handle, passthrough, graphql } = require('msw');

const get = (lib, url, options = {}) => new Promise((resolve, reject) => {
  const req = lib.request(url, options, (res) => res.setEncoding('utf8').toArray().then((parts) => resolve([res.statusCode, res.headers['x-a'], parts.join('')]), reject));
  req.on('error', reject).end(options.body);
});

(async () => {
  const real = http.createServer((req, res) => res.end('real')).listen(0);
  const server = setupServer(
    handle.get('*/users/:id', ({ params, request }) => HttpResponse.json({ id: params.id, q: new URL(request.url).searchParams.get('q') }, { headers: { 'x-a': 'yes' } })),
    handle.post('*/users', async ({ request }) => HttpResponse.json(await request.json(), { status: 201 })),
    handle.get('*/error', () => HttpResponse.error()),
    handle.get('*/real', () => passthrough()),
    graphql.query('Me', ({ variables }) => HttpResponse.json({ data: { me: variables } })),
  );
  server.listen({ onUnhandledRequest: 'error' });
  for (const scheme of ['http', 'https']) {
    const host = `${scheme}://api.example.com`;
    const lib = scheme === 'http' ? http : https;
    console.log(await get(lib, `${host}/users/7?q=x`));
    console.log(await get(lib, `${host}/users`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' }));
    const response = await fetch(`${host}/users/8`);
    console.log(response.status, response.url, await response.json());
    console.log((await axios.get(`${host}/users/9`)).data, (await axios.post(`${host}/users`, { b: 2 })).status);
    console.log(await get(lib, `${host}/error`).catch((error) => error.message));
    console.log(await fetch(`${host}/error`).catch((error) => error.message));
    console.log(await (await fetch(`${host}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: 'query Me { me }', variables: { v: 1 } }) })).json());
  }
  console.log(await get(http, `http://127.0.0.1:${real.address().port}/real`));
  console.log(await (await fetch(`http://127.0.0.1:${real.address().port}/real`)).text());
  server.close();
  console.log(await (await fetch(`http://127.0.0.1:${real.address().port}/users/1`)).text());
  real.close();
  real.closeAllConnections();
})();
