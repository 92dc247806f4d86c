'use strict';

const express = require('express');
const helmet = require('helmet');
const { withServer } = require('./_http');

const app = express();
app.use('/default', helmet());
app.use('/strict', helmet({ contentSecurityPolicy: { directives: { defaultSrc: ["'self'"], scriptSrc: ["'self'", 'example.com', (req) => `'nonce-${req.method}'`] } }, frameguard: { action: 'deny' }, hsts: { maxAge: 60, preload: true } }));
app.use((req, res) => res.send('ok'));

withServer(app, async (ask) => {
  for (const path of ['/default', '/strict']) {
    const { headers } = await ask(path);
    delete headers.date;
    console.log(path, headers);
  }
  try {
    helmet({ contentSecurityPolicy: { directives: { defaultSrc: ['bad;value'] } } });
  } catch (error) {
    console.log(error.message);
  }
});
