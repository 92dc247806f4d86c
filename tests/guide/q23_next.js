// next() goes on, next(err) jumps to the error handlers, next('route') to the next route.
'use strict';

const express = require('express');
const { ask } = require('./_client');

const app = express();
const router = express.Router();
router.param('id', (req, res, next, id) => {
  if (!/^\d+$/.test(id)) return next(new RangeError(`bad id ${id}`));
  req.id = Number(id);
  next();
});
router.get('/:id', (req, res, next) => (req.id > 10 ? next('route') : next()), (req, res) => res.send(`small ${req.id}`));
router.get('/:id', (req, res) => res.send(`large ${req.id}`));
app.use('/items', router);
app.use((req, res, next) => (req.headers.authorization ? next() : next(new Error('Unauthorized'))));
app.get('/secret', (req, res) => res.type('text').send('the secret'));
app.use((err, req, res, next) => (res.headersSent ? next(err) : next(Object.assign(err, { seen: true }))));
app.use((err, req, res, next) => res.status(500).json({ error: err.message, seen: err.seen }));

const server = app.listen(0, async () => {
  const { port } = server.address();
  for (const path of ['/items/3', '/items/30', '/items/x', '/secret']) console.log(path, await ask({ port, path }));
  console.log(await ask({ port, path: '/secret', headers: { authorization: 'Bearer t' } }));
  server.close();
});
