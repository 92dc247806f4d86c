'use strict';

const client = require('prom-client');
const express = require('express');
const { withServer } = require('./_http');

const registry = new client.Registry();
client.collectDefaultMetrics({ register: registry });
const registers = [registry];
const seconds = new client.Histogram({ name: 'http_seconds', help: 'time', labelNames: ['route'], buckets: [0.1, 1], registers });
const hits = new client.Counter({ name: 'hits_total', help: 'hits', registers });
new client.Gauge({ name: 'answer', help: 'an answer', registers, collect() { this.set(42); } });

const app = express();
app.get('/metrics', async (req, res) => res.set('Content-Type', registry.contentType).end(await registry.metrics()));
app.get('/', (req, res) => {
  hits.inc();
  seconds.labels('/').observe(0.05);
  res.send('served');
});

withServer(app, async (ask) => {
  await ask('/');
  const { headers, text } = await ask('/metrics');
  const lines = text.split('\n');
  console.log(headers['content-type'], lines.filter((line) => /^(http_seconds|hits|answer)/.test(line)));
  // The default metrics are all there and have numbers that can be.
  console.log(lines.filter((line) => line.startsWith('# TYPE')).sort());
  console.log(lines.filter((line) => / (NaN|-\d|undefined)/.test(line)));
});
