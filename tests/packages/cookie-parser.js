'use strict';

const cookieParser = require('cookie-parser');
const express = require('express');
const signature = require('cookie-signature');
const { line, withServer } = require('./_http');

const app = express();
app.use(cookieParser(['new secret', 'old secret']));
app.get('/', (req, res) => res.json({ cookies: req.cookies, signed: req.signedCookies }));
app.get('/set', (req, res) => res.cookie('signed', { a: 1 }, { signed: true, maxAge: 1000, sameSite: 'strict' }).clearCookie('old').send('set'));

withServer(app, async (ask) => {
  const old = encodeURIComponent(`s:${signature.sign('value', 'old secret')}`);
  console.log(line(await ask('/', { headers: { cookie: `a=1; b=j:{"x":[1]}; c=${old}; d=s:forged.signature; e=%E4%BD%A0` } })));
  console.log(line(await ask('/')));
  const { headers } = await ask('/set');
  console.log(headers['set-cookie'].map((cookie) => cookie.replace(/Expires=[^;]+/, 'Expires=…')));
});
