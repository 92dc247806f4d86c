// Which pages of other origins may read an answer.
'use strict';

const http = require('node:http');
const cors = require('cors');
const express = require('express');

const app = express();
app.use('/open', cors());
app.use('/app', cors({ origin: ['https://myapp.com', 'https://admin.myapp.com'], credentials: true }));
app.use('/asked', cors({
  origin: (origin, callback) => (origin?.endsWith('.trusted.example') ? callback(null, true) : callback(new Error('Not allowed by CORS'))),
}));
app.get(/.*/, (req, res) => res.json({ ok: true }));
app.use((err, req, res, next) => res.status(403).json({ error: err.message }));

function headersOf(port, path, origin, method = 'GET') {
  const preflight = method === 'OPTIONS' ? { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-token' } : {};
  return new Promise((resolve, reject) => {
    http.request({ port, path, method, headers: { origin, ...preflight } }, (res) => {
      res.resume();
      const { vary } = res.headers;
      const granted = Object.entries(res.headers).filter(([name]) => name.startsWith('access-control-'));
      res.on('end', () => resolve([res.statusCode, { vary, ...Object.fromEntries(granted) }]));
    }).on('error', reject).end();
  });
}

const server = app.listen(0, async () => {
  const { port } = server.address();
  console.log('everyone', ...await headersOf(port, '/open', 'https://anyone.example'));
  console.log('listed', ...await headersOf(port, '/app', 'https://admin.myapp.com'));
  console.log('not listed', ...await headersOf(port, '/app', 'https://evil.example'));
  console.log('preflight', ...await headersOf(port, '/app', 'https://myapp.com', 'OPTIONS'));
  console.log('by function', ...await headersOf(port, '/asked', 'https://a.trusted.example'));
  console.log('refused by function', ...await headersOf(port, '/asked', 'https://b.example'));
  server.close();
});
