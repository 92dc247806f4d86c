'use strict';

const express = require('express');
const morgan = require('morgan');
const { withServer } = require('./_http');

const lines = [];
const stream = { write: (text) => lines.push(text.trimEnd()) };
morgan.token('id', (req) => req.headers['x-id']);
const app = express();
app.use(morgan(':method :url :status :res[content-length] :id :http-version :remote-addr :req[accept]', { stream }));
app.use(morgan('combined', { stream, skip: (req, res) => res.statusCode < 400 }));
app.get('/', (req, res) => res.send('hello'));
app.get('/fail', (req, res) => res.status(500).json({ error: 'x' }));

withServer(app, async (ask) => {
  await ask('/', { headers: { 'x-id': 'one', accept: 'text/html' } });
  await ask('/fail?a=b', { headers: { 'x-id': 'two', 'user-agent': 'test "quoted"' } });
  await ask('/nowhere');
  console.log(lines.map((text) => text.replace(/\[.*?\+0000\]/, '[date]')).join('\n'));
});
