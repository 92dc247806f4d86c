// PUT replaces the whole resource, PATCH only the named fields.
'use strict';

const express = require('express');
const { ask } = require('./_client');

const users = new Map([['1', { name: 'Ada', email: 'ada@example.com', role: 'admin' }]]);

const app = express();
app.use(express.json());
app.put('/users/:id', (req, res) => {
  const created = !users.has(req.params.id);
  const user = { name: req.body.name, email: req.body.email };
  users.set(req.params.id, user);
  res.status(created ? 201 : 200).json(user);
});
app.patch('/users/:id', (req, res) => {
  const user = users.get(req.params.id);
  if (!user) return res.sendStatus(404);
  const updates = {};
  if (req.body.name) updates.name = req.body.name;
  if (req.body.email) updates.email = req.body.email;
  Object.assign(user, updates);
  res.json(updates);
});
app.get('/users/:id', (req, res) => res.json(users.get(req.params.id)));
app.delete('/users/:id', (req, res) => res.sendStatus(users.delete(req.params.id) ? 204 : 404));

const server = app.listen(0, async () => {
  const { port } = server.address();
  const send = (method, path, body) => ask({ port, path, method, headers: { 'content-type': 'application/json' } }, body && JSON.stringify(body));
  console.log(await send('PATCH', '/users/1', { name: 'Ada L.' }));
  console.log(await send('GET', '/users/1'));
  console.log(await send('PUT', '/users/1', { name: 'Grace' }));
  console.log(await send('GET', '/users/1'));
  console.log(await send('PUT', '/users/2', { name: 'Alan', email: 'alan@example.com' }));
  console.log(await send('PUT', '/users/2', { name: 'Alan', email: 'alan@example.com' }));
  console.log(await send('PATCH', '/users/9', { name: 'Nobody' }));
  console.log(await send('DELETE', '/users/2'), '|', await send('DELETE', '/users/2'));
  server.close();
});
