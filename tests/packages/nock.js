'use strict';

// nock answers for servers that are never asked, over http and https, through http, fetch and axios.
const http = require('node:http');
const https = require('node:https');
const axios = require('axios');
const nock = require('nock');

const get = (lib, url, options = {}) => new Promise((resolve, reject) => {
  const req = lib.request(url, options, (res) => res.setEncoding('utf8').toArray().then((parts) => resolve([res.statusCode, res.headers['x-a'], parts.join('')]), reject));
  req.on('error', reject).end(options.body);
});

(async () => {
  nock.disableNetConnect();
  for (const scheme of ['http', 'https']) {
    const host = `${scheme}://api.example.com`;
    const lib = scheme === 'http' ? http : https;
    nock(host).get('/users').query({ page: 2 }).reply(200, { users: [] }, { 'x-a': 'yes' });
    console.log(await get(lib, `${host}/users?page=2`));
    nock(host).post('/users', { name: 'Ada' }).matchHeader('authorization', 'Bearer t').reply(201, (uri, body) => ({ uri, body }));
    console.log((await axios.post(`${host}/users`, { name: 'Ada' }, { headers: { authorization: 'Bearer t' } })).data);
    nock(host).get('/fetched').reply(200, 'by fetch');
    console.log(await (await fetch(`${host}/fetched`)).text());
    nock(host).get('/error').replyWithError('broken');
    console.log(await get(lib, `${host}/error`).catch((error) => error.message));
    nock(host).get('/late').delay(20).reply(500, 'late');
    console.log(await get(lib, `${host}/late`));
    console.log(await get(lib, `${host}/unknown`).catch((error) => [error.code, error.message.split('\n')[0]]));
    nock(host).get('/big').reply(200, Buffer.alloc(300_000, 'x'));
    console.log((await get(lib, `${host}/big`))[2].length);
  }
  console.log(nock.pendingMocks(), nock.isDone());
  nock.restore();
})();
