// A limit on the time of a request, by connect-timeout, by the server's own limits and by an AbortSignal.
'use strict';

const http = require('node:http');
const net = require('node:net');
const timeout = require('connect-timeout');
const express = require('express');
const { ask } = require('./_client');

const app = express();
app.use(timeout('60ms', { respond: false }));
app.use((req, res, next) => {
  req.on('timeout', () => res.status(503).json({ error: 'Request timeout' }));
  next();
});
app.get('/quick', (req, res) => res.json({ ok: true }));
app.get('/slow', async (req, res) => {
  await new Promise((resolve) => req.on('timeout', () => setImmediate(resolve)));
  if (req.timedout) return console.log('the handler sees it:', res.headersSent);
  res.json({ ok: true });
});

const server = http.createServer({ headersTimeout: 50, requestTimeout: 80, connectionsCheckingInterval: 20 }, app);
server.listen(0, async () => {
  const { port } = server.address();
  console.log(await ask({ port, path: '/quick' }));
  console.log(await ask({ port, path: '/slow' }));

  const half = net.connect(port, () => half.write('GET / HTTP/1.1\r\nHost: x\r\n'));
  console.log((await half.setEncoding('latin1').toArray()).join('').split('\r\n'));

  const silent = net.createServer((socket) => socket.on('error', () => {})).listen(0);
  const to = { host: '127.0.0.1', port: silent.address().port };
  const request = http.get({ ...to, timeout: 30 }).on('timeout', () => request.destroy(new Error('no answer in time')));
  console.log(await new Promise((resolve) => request.on('error', (err) => resolve(err.message))));
  console.log(await new Promise((resolve) => http.get({ ...to, signal: AbortSignal.timeout(30) }).on('error', (err) => resolve([err.name, err.code, err.cause?.name]))));
  await fetch(`http://127.0.0.1:${to.port}`, { signal: AbortSignal.timeout(30) }).catch((err) => console.log(err.name, err.message));
  silent.close();
  server.close();
});
