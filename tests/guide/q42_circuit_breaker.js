// After failures the breaker opens, and one trial call closes it again.
'use strict';

const http = require('node:http');
const { once } = require('node:events');
const express = require('express');
const CircuitBreaker = require('opossum');
const { ask } = require('./_client');

let state = 'failing';
let calls = 0;
const service = http.createServer((req, res) => {
  calls++;
  res.writeHead(state === 'failing' ? 500 : 200).end(JSON.stringify({ data: 'fresh' }));
}).listen(0);

async function fetchFromExternalAPI() {
  const response = await fetch(`http://127.0.0.1:${service.address().port}/`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

const breaker = new CircuitBreaker(fetchFromExternalAPI, { timeout: 3000, errorThresholdPercentage: 50, resetTimeout: 1000 });
const app = express();
app.get('/data', async (req, res) => {
  try {
    res.json(await breaker.fire());
  } catch (err) {
    res.status(503).json({ error: 'Service unavailable', reason: err.message });
  }
});

const server = app.listen(0, async () => {
  const { port } = server.address();
  const get = async () => console.log(await ask({ port, path: '/data' }));
  const halfOpen = once(breaker, 'halfOpen');
  await get();
  await get();
  console.log('open:', breaker.opened, 'calls that reached the service:', calls);
  breaker.fallback(() => ({ data: 'cached fallback' }));
  await get();
  await halfOpen;
  state = 'well';
  await get();
  console.log('closed:', breaker.closed, 'calls:', calls, 'fallbacks:', breaker.stats.fallbacks);
  breaker.shutdown();
  server.close();
  service.close();
});
