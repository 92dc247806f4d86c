// Instrumentation of packages that ES modules import: import-in-the-middle by module hooks.
import { register } from 'node:module';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
const exporter = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
registerInstrumentations({ instrumentations: [new HttpInstrumentation(), new ExpressInstrumentation()] });

const http = await import('node:http');
const { default: express } = await import('express');
const app = express();
app.get('/x', (req, res) => res.send('x'));
const server = http.createServer(app).listen(0, () => {
  http.get({ port: server.address().port, path: '/x' }, (res) => {
    res.resume().on('end', () => server.close(() => console.log(exporter.getFinishedSpans().map((span) => span.name).sort())));
  });
});
