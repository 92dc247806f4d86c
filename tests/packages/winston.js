'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Writable } = require('node:stream');
const winston = require('winston');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'winston-'));
const lines = [];
const sink = new Writable({ write: (chunk, encoding, callback) => (lines.push(chunk.toString().trimEnd()), callback()) });
const { combine, errors, json, label, ms, printf, splat, uncolorize, colorize, simple } = winston.format;
const logger = winston.createLogger({
  level: 'debug',
  defaultMeta: { service: 'test' },
  format: combine(errors({ stack: false }), splat(), label({ label: 'app' })),
  transports: [
    new winston.transports.Stream({ stream: sink, format: json() }),
    new winston.transports.Stream({ stream: sink, level: 'warn', format: combine(colorize(), printf(({ level, message }) => `${level}: ${message}`)) }),
    new winston.transports.File({ filename: path.join(directory, 'all.log'), format: combine(uncolorize(), simple()), maxsize: 10_000 }),
  ],
});

logger.info('started %s with %d', 'here', 3, { port: 1 });
logger.child({ requestId: 'r1' }).warn('slow');
logger.silly('not shown');
logger.error(new RangeError('broken'));
logger.log({ level: 'debug', message: 'object', nested: { a: [1] } });
logger.on('finish', () => setImmediate(async () => {
  console.log(lines.join('\n'));
  const file = path.join(directory, 'all.log');
  for (let tries = 0; tries < 100 && fs.readFileSync(file, 'utf8').split('\n').length < 5; tries++) await new Promise((resolve) => setTimeout(resolve, 10));
  console.log(fs.readFileSync(file, 'utf8'));
  fs.rmSync(directory, { recursive: true });
  console.log(typeof ms, logger.isDebugEnabled(), logger.isLevelEnabled('silly'));
}));
logger.end();
