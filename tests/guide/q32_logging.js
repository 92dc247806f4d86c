// Logs as JSON lines that carry the id of their request.
'use strict';

const crypto = require('node:crypto');
const express = require('express');
const pino = require('pino');
const winston = require('winston');
const { ask } = require('./_client');

const lines = [];
const logger = pino({ level: process.env.LOG_LEVEL || 'info', redact: ['password'] }, { write: (line) => lines.push(JSON.parse(line)) });

const app = express();
app.use((req, res, next) => {
  req.id = crypto.randomUUID();
  req.log = logger.child({ requestId: req.id });
  req.log.info({ method: req.method, url: req.url }, 'Incoming request');
  next();
});
app.get('/users', async (req, res) => {
  req.log.info({ password: 'hidden' }, 'Fetching users');
  req.log.debug('below the level');
  try {
    throw new TypeError('no table');
  } catch (err) {
    req.log.error(err, 'failed');
  }
  res.json([]);
});

const server = app.listen(0, async () => {
  const { port } = server.address();
  await ask({ port, path: '/users' });
  await ask({ port, path: '/users?page=2' });
  const ids = lines.map((line) => line.requestId);
  console.log('one id for each request:', new Set(ids).size, ids[0] === ids[2], /^[0-9a-f-]{36}$/.test(ids[0]));
  for (const { level, msg, method, url, password, err, pid, time, v } of lines) {
    console.log(level, msg, { method, url, password, err: err && `${err.type}: ${err.message}`, stack: err?.stack.split('\n').length > 1 }, pid === process.pid, typeof time, v);
  }
  server.close();
  const { Writable } = require('node:stream');
  const stream = new Writable({ write: (chunk, encoding, done) => (console.log(String(chunk).trimEnd()), done()) });
  const { combine, json, errors, label } = winston.format;
  const other = winston.createLogger({ format: combine(label({ label: 'app' }), errors({ stack: false }), json()), transports: [new winston.transports.Stream({ stream })] });
  other.child({ requestId: 7 }).warn('slow query', { ms: 1200 });
  other.error(new Error('as an error'));
});
