// Spans for every request, joined across services by the traceparent header.
'use strict';

const { NodeTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { ExpressInstrumentation } = require('@opentelemetry/instrumentation-express');
const { trace, SpanKind } = require('@opentelemetry/api');

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
provider.register();
registerInstrumentations({ instrumentations: [new HttpInstrumentation(), new ExpressInstrumentation()] });

// What is instrumented is required after the instrumentation.
const http = require('node:http');
const express = require('express');
const { ask } = require('./_client');

const inner = express();
inner.get('/users/:id', (req, res) => {
  trace.getActiveSpan().setAttribute('user', req.params.id);
  res.json({ traceparent: req.headers.traceparent !== undefined });
});
const outer = express();
const servers = [http.createServer(outer), http.createServer(inner)];
outer.get('/', async (req, res) => {
  await trace.getTracer('app').startActiveSpan('work', async (span) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    res.send(await ask({ port: servers[1].address().port, path: '/users/7' }));
    span.end();
  });
});

async function main() {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.listen(0, resolve))));
  console.log(await ask({ port: servers[0].address().port }));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  await provider.forceFlush();
  const spans = exporter.getFinishedSpans();
  console.log('one trace:', new Set(spans.map((span) => span.spanContext().traceId)).size === 1);
  print(spans, undefined, '');
}

/** The tree of spans. */
function print(spans, parent, indent) {
  for (const span of spans.filter((each) => each.parentSpanContext?.spanId === parent)) {
    const { 'http.request.method': method, 'http.route': route, 'http.response.status_code': status, user, 'express.type': type } = span.attributes;
    console.log(`${indent}${span.name} (${SpanKind[span.kind]})`, { method, route, status, user, type }, span.status.code);
    print(spans, span.spanContext().spanId, `${indent}  `);
  }
}

main();
