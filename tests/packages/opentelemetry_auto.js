'use strict';

// A service that knows nothing of OpenTelemetry runs with the instrumentations that are preloaded; its spans come to a collector over OTLP.
const { fork } = require('node:child_process');
const { once } = require('node:events');
const http = require('node:http');
const path = require('node:path');

const received = [];
const collector = http.createServer(async (request, response) => {
  const chunks = await request.toArray();
  received.push(JSON.parse(Buffer.concat(chunks)));
  response.setHeader('content-type', 'application/json');
  response.end('{}');
});

const settingsOf = (port) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_SERVICE_NAME: 'shop',
  OTEL_NODE_RESOURCE_DETECTORS: 'env,process',
});

function report() {
  const resources = received.flatMap(({ resourceSpans }) => resourceSpans);
  const attributes = Object.fromEntries(resources[0].resource.attributes.map(({ key, value }) => [key, value.stringValue]));
  console.log(attributes['service.name'], attributes['process.runtime.name'], attributes['process.runtime.version']);
  const spans = resources.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ scope, spans: each }) => each.map((span) => ({ ...span, scope: scope.name }))));
  const ofRequest = spans.filter(({ scope }) => /http|undici|express/.test(scope));
  console.log('traces:', new Set(ofRequest.map(({ traceId }) => traceId)).size);
  const parentOf = (span) => spans.find(({ spanId }) => spanId === span.parentSpanId)?.name;
  console.log(ofRequest.map((span) => `${span.scope}: ${span.name}, kind ${span.kind}, below ${parentOf(span)}`).sort());
}

async function main() {
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const service = fork(path.join(__dirname, 'fixtures/shop.js'), {
    execArgv: ['--require', '@opentelemetry/auto-instrumentations-node/register'],
    env: { ...process.env, ...settingsOf(collector.address().port) },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const lines = service.stdout.setEncoding('utf8').toArray();
  const [port] = await once(service, 'message');
  console.log(await (await fetch(`http://127.0.0.1:${port}/items/4`, { headers: { connection: 'close' } })).json());
  service.send('end');
  await once(service, 'exit');
  // What the service logs bears the trace in which it was logged.
  const { msg, trace_id: trace } = JSON.parse((await lines).join('').split('\n').find((line) => line.includes('"asked"')));
  console.log(msg, received.some((each) => JSON.stringify(each).includes(trace)));
  report();
  collector.close();
  collector.closeAllConnections();
}

main();
