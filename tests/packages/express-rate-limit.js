'use strict';

const express = require('express');
const { rateLimit } = require('express-rate-limit');
const { line, withServer } = require('./_http');

const app = express();
const shared = { windowMs: 15 * 60_000, standardHeaders: 'draft-8', legacyHeaders: true };
app.use('/api', rateLimit({ ...shared, limit: 2, message: { error: 'slow down' } }));
app.use('/keys', rateLimit({ ...shared, limit: 1, keyGenerator: (req) => req.headers['x-key'], handler: (req, res, next, options) => res.status(options.statusCode).send(`no more for ${req.headers['x-key']}`) }));
app.use('/failed', rateLimit({ ...shared, limit: 1, skipSuccessfulRequests: true }));
app.use((req, res) => res.status(req.url.endsWith('bad') ? 400 : 200).send('served'));

withServer(app, async (ask) => {
  for (let i = 0; i < 3; i++) console.log(line(await ask('/api/x'), 'x-ratelimit-limit', 'x-ratelimit-remaining', 'ratelimit-policy'));
  for (const key of ['a', 'a', 'b']) console.log(line(await ask('/keys', { headers: { 'x-key': key } }), 'x-ratelimit-remaining'));
  for (const path of ['/failed/good', '/failed/good', '/failed/bad', '/failed/bad', '/failed/good']) console.log(path, (await ask(path)).status);
});
