// Middleware runs in the order of its registration, until one answers.
'use strict';

const express = require('express');
const { ask } = require('./_client');

const app = express();
app.use((req, res, next) => {
  req.trail = ['first'];
  next();
});
app.use(express.json());
app.use('/api', (req, res, next) => {
  req.trail.push(`api ${req.method} ${req.path}`);
  next();
});
app.get('/api/users', (req, res) => res.json({ users: [], trail: req.trail, query: { ...req.query } }));
app.post('/api/users', (req, res) => res.status(201).json({ got: req.body, type: req.get('content-type') }));
app.get('/denied', (req, res, next) => next(Object.assign(new Error('not for you'), { status: 403 })));
app.get('/thrown', async () => { throw new TypeError('thrown in a handler'); });
app.use((req, res) => res.status(404).send(`no route for ${req.url}`));
app.use((err, req, res, next) => res.status(err.status ?? 500).json({ error: err.message, name: err.name }));

const server = app.listen(0, async () => {
  const { port } = server.address();
  const json = { 'content-type': 'application/json' };
  console.log(await ask({ port, path: '/api/users?page=2&sort=name' }));
  console.log(await ask({ port, path: '/api/users', method: 'POST', headers: json }, '{"name":"Ada"}'));
  console.log(await ask({ port, path: '/api/users', method: 'POST', headers: json }, '{"name":'));
  console.log(await ask({ port, path: '/denied' }));
  console.log(await ask({ port, path: '/thrown' }));
  console.log(await ask({ port, path: '/nowhere' }));
  server.close(() => console.log('closed'));
});
