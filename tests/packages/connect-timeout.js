'use strict';

const timeout = require('connect-timeout');
const express = require('express');
const { line, withServer } = require('./_http');

const app = express();
app.use(timeout('50ms'));
app.get('/quick', (req, res) => res.send('quick'));
app.get('/never', () => {});
app.get('/late', (req, res) => req.once('timeout', () => setImmediate(() => {
  if (!res.headersSent) res.send('late');
})));
app.get('/cleared', (req, res) => {
  req.clearTimeout();
  setTimeout(() => res.send(`in time: ${!req.timedout}`), 80);
});
app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  res.status(503).json({ code: error.code, timeout: error.timeout, timedout: req.timedout, message: error.message });
});

withServer(app, async (ask) => {
  for (const path of ['/quick', '/never', '/late', '/cleared']) console.log(path, line(await ask(path)));
});
