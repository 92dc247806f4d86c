// A request's context follows it through every asynchronous call.
'use strict';

const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const EventEmitter = require('node:events');
const fs = require('node:fs');
const http = require('node:http');
const { ask } = require('./_client');

const context = new AsyncLocalStorage();
const id = () => context.getStore()?.id;

async function query() {
  await new Promise((resolve) => setTimeout(resolve, 1));
  const inPromise = id();
  const inCallback = await new Promise((resolve) => fs.stat(__filename, () => resolve(id())));
  const inTick = await new Promise((resolve) => process.nextTick(() => setImmediate(() => resolve(id()))));
  return [inPromise, inCallback, inTick];
}

const server = http.createServer((req, res) => {
  context.run({ id: req.headers['x-request-id'] }, async () => {
    const seen = await query();
    res.end(JSON.stringify([...seen, id()]));
  });
});

server.listen(0, async () => {
  const { port } = server.address();
  const answers = await Promise.all(['a', 'b', 'c'].map((name) => ask({ port, headers: { 'x-request-id': name } })));
  for (const answer of answers) console.log(answer.replace('undefined ', ''));
  console.log('outside:', id());
  server.close();
});

context.run({ id: 'outer' }, () => {
  context.run({ id: 'inner' }, () => console.log(id()));
  context.exit(() => console.log('exit:', id()));
  const bound = AsyncResource.bind(() => id());
  const snapshot = AsyncLocalStorage.snapshot();
  setImmediate(() => context.run({ id: 'other' }, () => console.log(bound(), snapshot(id), id())));
  const emitter = new EventEmitter();
  emitter.on('event', () => console.log('listeners run in the context of emit:', id()));
  context.run({ id: 'emitting' }, () => emitter.emit('event'));
});
