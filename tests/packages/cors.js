'use strict';

const cors = require('cors');
const express = require('express');
const { line, withServer } = require('./_http');

const app = express();
app.use(cors({ origin: ['https://a.example'], credentials: true, exposedHeaders: ['X-Total'], maxAge: 60 }));
app.get('/', (req, res) => res.json({ ok: true }));

withServer(app, async (ask) => {
  const names = ['access-control-allow-origin', 'access-control-allow-credentials', 'access-control-expose-headers', 'vary'];
  console.log(line(await ask('/', { headers: { origin: 'https://a.example' } }), ...names));
  console.log(line(await ask('/', { headers: { origin: 'https://b.example' } }), ...names));
  const preflight = { method: 'OPTIONS', headers: { origin: 'https://a.example', 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a' } };
  console.log(line(await ask('/', preflight), 'access-control-allow-methods', 'access-control-allow-headers', 'access-control-max-age', 'content-length'));
});
