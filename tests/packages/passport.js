'use strict';

const express = require('express');
const session = require('express-session');
const passport = require('passport');
const { Strategy } = require('passport-local');
const { line, withServer } = require('./_http');

const users = new Map([['ann', { id: 1, name: 'ann', password: 'right' }]]);
passport.use(new Strategy((name, password, done) => {
  const user = users.get(name);
  if (name === 'broken') return done(new Error('store is down'));
  return done(null, user?.password === password ? user : false, { message: 'wrong' });
}));
passport.serializeUser((user, done) => done(null, user.name));
passport.deserializeUser((name, done) => done(null, users.get(name)));

const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(session({ secret: 'x', resave: false, saveUninitialized: false }));
app.use(passport.initialize(), passport.session());
app.post('/login', passport.authenticate('local', { failureMessage: true }), (req, res) => res.json({ user: req.user.id }));
app.get('/me', (req, res) => res.json({ in: req.isAuthenticated(), name: req.user?.name }));
app.post('/logout', (req, res, next) => req.logout((error) => (error ? next(error) : res.send('out'))));
app.use((error, req, res, next) => res.status(500).send(error.message));

withServer(app, async (ask) => {
  const login = (body) => ask('/login', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
  console.log(line(await login('username=ann&password=wrong')));
  console.log(line(await login('username=broken&password=x')));
  const good = await login('username=ann&password=right');
  console.log(line(good));
  const headers = { cookie: good.headers['set-cookie'][0].split(';')[0] };
  console.log(line(await ask('/me', { headers })));
  console.log(line(await ask('/me')));
  console.log(line(await ask('/logout', { method: 'POST', headers })));
  console.log(line(await ask('/me', { headers })));
});
