// So many requests in a window, then 429 until the window is over.
'use strict';

const express = require('express');
const rateLimit = require('express-rate-limit');
const { ask } = require('./_client');

const app = express();
app.use('/api', rateLimit({ windowMs: 15 * 60 * 1000, max: 3, message: 'Too many requests, please try again later.' }));
app.use('/short', rateLimit({ windowMs: 200, max: 1 }));
app.use((req, res) => res.type('text').send('ok'));

const server = app.listen(0, async () => {
  const { port } = server.address();
  for (let i = 0; i < 4; i++) console.log('/api', await ask({ port, path: '/api/users' }));
  console.log('/other', await ask({ port, path: '/other' }));
  console.log('/short', await ask({ port, path: '/short' }), '|', await ask({ port, path: '/short' }));
  let answer;
  do answer = await ask({ port, path: '/short' }); while (answer.startsWith('429'));
  console.log('after the window', answer);
  server.close();
});
