'use strict';

// The SDK exports spans of http, fetch and express to a collector over OTLP.
const http = require('node:http');
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const { ExpressInstrumentation } = require('@opentelemetry/instrumentation-express');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');

const received = [];
const collector = http.createServer((req, res) => {
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    if (req.url === '/v1/traces') received.push(JSON.parse(Buffer.concat(chunks)));
    res.setHeader('content-type', 'application/json');
    res.end('{}');
  });
});

collector.listen(0, async () => {
  const url = `http://127.0.0.1:${collector.address().port}/v1/traces`;
  const sdk = new NodeSDK({
    serviceName: 'shop', traceExporter: new OTLPTraceExporter({ url }), instrumentations: [new HttpInstrumentation(), new ExpressInstrumentation()],
    metricReaders: [], logRecordProcessors: [],
  });
  sdk.start();
  const express = require('express');
  const { ask } = require('./_http');
  const app = express();
  app.get('/items/:id', async (req, res) => {
    const { text } = await ask(server.address().port, '/stock');
    res.json({ id: req.params.id, stock: JSON.parse(text) });
  });
  app.get('/stock', (req, res) => res.json(3));
  const server = app.listen(0, async () => {
    console.log((await ask(server.address().port, '/items/4')).text);
    await new Promise((resolve) => server.close(resolve));
    await sdk.shutdown();
    report(received.flatMap((each) => each.resourceSpans));
    collector.close();
  });
});

function report(resources) {
  console.log(resources[0].resource.attributes.find(({ key }) => key === 'service.name').value);
  const spans = resources.flatMap((each) => each.scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...span, scope: scope.scope.name.split('/').pop() }))));
  console.log('traces:', new Set(spans.map((span) => span.traceId)).size);
  console.log(spans.map((span) => `${span.scope}: ${span.name}, kind ${span.kind}, status ${span.status.code}, a child: ${Boolean(span.parentSpanId)}`).sort());
}
