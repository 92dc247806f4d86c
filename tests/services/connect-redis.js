// Services: redis
'use strict';

const express = require('express');
const session = require('express-session');
const { RedisStore } = require('connect-redis');
const { createClient } = require('redis');
const { line, withServer } = require('../packages/_http');

(async () => {
  const client = await createClient({ url: process.env.REDIS_URL }).connect();
  const store = new RedisStore({ client, prefix: 'session:', ttl: 100 });
  let number = 0;
  const app = express();
  app.use(session({ store, secret: 'secret', resave: false, saveUninitialized: false, genid: () => `id-${++number}` }));
  app.get('/count', (req, res) => {
    req.session.count = (req.session.count ?? 0) + 1;
    res.send(String(req.session.count));
  });
  app.get('/again', (req, res, next) => req.session.regenerate((error) => (error ? next(error) : res.send(String(req.session.count)))));
  app.get('/out', (req, res, next) => req.session.destroy((error) => (error ? next(error) : res.send('gone'))));
  await withServer(app, async (ask) => {
    const first = await ask('/count');
    const headers = { cookie: first.headers['set-cookie'][0].split(';')[0] };
    console.log(first.text, headers.cookie);
    for (let i = 0; i < 3; i++) console.log(line(await ask('/count', { headers })));
    console.log(await client.keys('session:*'), JSON.parse(await client.get('session:id-1')).count, (await client.ttl('session:id-1')) > 90);
    const [a, b] = await Promise.all([ask('/count'), ask('/count')]);
    console.log([a.text, b.text], (await store.all()).length, (await store.ids()).sort(), await store.length());
    console.log(line(await ask('/again', { headers })));
    console.log(line(await ask('/out', { headers })), await client.exists('session:id-1'));
  });
  await store.clear();
  console.log(await client.dbSize());
  await client.close();
})();
