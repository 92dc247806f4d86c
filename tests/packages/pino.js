'use strict';

const { Writable } = require('node:stream');
const pino = require('pino');
const { line, withServer } = require('./_http');

const lines = [];
const sink = new Writable({
  write(chunk, encoding, callback) {
    lines.push(...chunk.toString().trimEnd().split('\n'));
    callback();
  },
});
const logger = pino({ level: 'debug', base: { app: 'test' }, timestamp: false, redact: ['headers.authorization'], serializers: { err: pino.stdSerializers.err } }, sink);

withServer((request, response) => {
  const child = logger.child({ path: request.url });
  child.info({ headers: { authorization: 'secret', accept: request.headers.accept } }, 'request %s', request.method);
  child.trace('not shown');
  child.error({ err: Object.assign(new TypeError('broken'), { code: 'E_X' }) });
  response.end('logged');
}, async (ask) => {
  console.log(line(await ask('/a', { headers: { authorization: 'Bearer x', accept: '*/*' } })));
  for (const text of lines) {
    const entry = JSON.parse(text);
    if (entry.err) entry.err.stack = entry.err.stack.split('\n')[0];
    console.log(JSON.stringify(entry));
  }
  console.log(logger.isLevelEnabled('trace'), logger.levels.values.warn);
});
