'use strict';

// http-proxy and its middleware: requests, WebSockets, rewritten paths and answers, targets that are down.
const http = require('node:http');
const express = require('express');
const httpProxy = require('http-proxy');
const { createProxyMiddleware, responseInterceptor } = require('http-proxy-middleware');
const { WebSocket, WebSocketServer } = require('ws');
const { ask, json, line } = require('./_http');

process.noDeprecation = true;
const listen = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

(async () => {
  const target = http.createServer(async (req, res) => {
    const body = (await req.setEncoding('utf8').toArray()).join('');
    res.setHeader('x-target', 'yes');
    res.end(JSON.stringify({ url: req.url, method: req.method, body, forwarded: req.headers['x-forwarded-for'] !== undefined, added: req.headers['x-added'] }));
  });
  const sockets = new WebSocketServer({ server: target });
  sockets.on('connection', (socket, req) => socket.on('message', (message) => socket.send(`${req.url} ${message}`)));
  const port = await listen(target);

  const proxy = httpProxy.createProxyServer({ target: { host: '127.0.0.1', port }, ws: true, xfwd: true });
  proxy.on('proxyReq', (request) => request.setHeader('x-added', '1'));
  proxy.on('error', (error, req, res) => res.writeHead(502).end(error.code));
  const front = http.createServer((req, res) => proxy.web(req, res, req.url === '/down' ? { target: 'http://127.0.0.1:1' } : undefined));
  front.on('upgrade', (req, socket, head) => proxy.ws(req, socket, head));
  const frontPort = await listen(front);
  console.log(line(await ask(frontPort, '/x?y', json('POST', { a: 1 })), 'x-target'));
  console.log(line(await ask(frontPort, '/down')));
  const client = new WebSocket(`ws://127.0.0.1:${frontPort}/socket`);
  client.on('open', () => client.send('hi'));
  console.log(String(await new Promise((resolve) => client.on('message', resolve))));
  client.close();
  await new Promise((resolve) => client.on('close', resolve));

  const app = express();
  const answer = responseInterceptor(async (body, upstream, req, res) => {
    res.setHeader('x-intercepted', '1');
    return body.toString().toUpperCase();
  });
  app.use('/api', createProxyMiddleware({ target: `http://127.0.0.1:${port}`, pathRewrite: { '^/old': '/new' }, selfHandleResponse: true, on: { proxyRes: answer } }));
  const middleware = http.createServer(app);
  console.log(line(await ask(await listen(middleware), '/api/old/z'), 'x-intercepted'));
  for (const server of [target, front, middleware]) {
    server.close();
    server.closeAllConnections();
  }
  sockets.close();
  proxy.close();
})();
