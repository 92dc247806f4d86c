'use strict';

const express = require('express');
const session = require('express-session');
const { line, withServer } = require('./_http');

const app = express();
app.use(session({ secret: 'secret', resave: false, saveUninitialized: false, genid: () => 'fixed-id', cookie: { maxAge: 60_000 } }));
app.get('/count', (req, res) => {
  req.session.count = (req.session.count ?? 0) + 1;
  res.send(String(req.session.count));
});
app.get('/look', (req, res) => res.json({ count: req.session.count, isNew: req.session.isNew }));
app.get('/again', (req, res, next) => req.session.regenerate((error) => (error ? next(error) : res.send(String(req.session.count)))));
app.get('/out', (req, res, next) => req.session.destroy((error) => (error ? next(error) : res.send('gone'))));

withServer(app, async (ask) => {
  const first = await ask('/count');
  const cookie = first.headers['set-cookie'][0].split(';')[0];
  console.log(first.text, cookie);
  const headers = { cookie };
  console.log(line(await ask('/count', { headers })));
  console.log(line(await ask('/look', { headers })));
  console.log(line(await ask('/count', { headers: { cookie: 'connect.sid=s%3Afixed-id.forged' } })));
  console.log(line(await ask('/again', { headers })));
  console.log(line(await ask('/out', { headers })));
  console.log(line(await ask('/look', { headers })));
});
