// Login gives a token; protected routes verify it.
'use strict';

const bcrypt = require('bcryptjs');
const express = require('express');
const jwt = require('jsonwebtoken');
const { ask } = require('./_client');

const SECRET = 'kept in the environment elsewhere';
const users = new Map([['ada@example.com', { id: 1, email: 'ada@example.com', passwordHash: bcrypt.hashSync('engine', 4) }]]);

const app = express();
app.use(express.json());
app.post('/login', async (req, res) => {
  const { email, password } = req.body;
  const user = users.get(email);
  if (!user || !bcrypt.compareSync(password, user.passwordHash)) {
    return res.status(401).json({ error: 'Invalid credentials' });
  }
  const token = jwt.sign({ userId: user.id, email: user.email }, SECRET, { expiresIn: '7d' });
  res.json({ token });
});

function requireAuth(req, res, next) {
  const authHeader = req.headers.authorization;
  if (!authHeader) return res.status(401).json({ error: 'No token' });
  try {
    req.user = jwt.verify(authHeader.split(' ')[1], SECRET);
    next();
  } catch (err) {
    res.status(401).json({ error: 'Invalid token', reason: err.message });
  }
}
app.get('/profile', requireAuth, (req, res) => res.json({ userId: req.user.userId, days: (req.user.exp - req.user.iat) / 86_400 }));

const server = app.listen(0, async () => {
  const { port } = server.address();
  const login = (body) => ask({ port, path: '/login', method: 'POST', headers: { 'content-type': 'application/json' } }, JSON.stringify(body));
  const profile = (authorization) => ask({ port, path: '/profile', headers: authorization ? { authorization } : {} });

  console.log(await login({ email: 'ada@example.com', password: 'wrong' }));
  console.log(await login({ email: 'nobody@example.com', password: 'engine' }));
  const answer = await login({ email: 'ada@example.com', password: 'engine' });
  const { token } = JSON.parse(answer.slice(answer.indexOf('{')));
  console.log(answer.slice(0, 3), token.split('.').length, Buffer.from(token.split('.')[0], 'base64url').toString());
  console.log(await profile());
  console.log(await profile(`Bearer ${token}`));
  console.log(await profile(`Bearer ${token.slice(0, -3)}abc`));
  console.log(await profile(`Bearer ${jwt.sign({ userId: 1, exp: 1 }, SECRET)}`));
  console.log(await profile(`Bearer ${jwt.sign({ userId: 1 }, null, { algorithm: 'none' })}`));
  server.close();
});
