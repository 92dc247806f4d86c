'use strict';

const jwt = require('jsonwebtoken');
const { line, withServer } = require('./_http');

const secret = 'a secret of this test';

function answer(request, response) {
  try {
    const claims = jwt.verify(request.headers.authorization?.split(' ')[1], secret, { algorithms: ['HS256'] });
    response.end(JSON.stringify(claims));
  } catch (error) {
    response.statusCode = 401;
    response.end(`${error.name}: ${error.message}`);
  }
}

withServer(answer, async (ask) => {
  const bearer = (token) => ({ headers: { authorization: `Bearer ${token}` } });
  const token = jwt.sign({ sub: 'me', iat: 1_700_000_000 }, secret);
  console.log(token);
  console.log(line(await ask('/', bearer(token))));
  console.log(line(await ask('/', bearer(`${token}x`))));
  console.log(line(await ask('/', bearer(jwt.sign({ sub: 'me', exp: 1_700_000_000 }, secret)))));
  console.log(line(await ask('/', bearer(jwt.sign({ sub: 'me' }, 'another secret')))));
  console.log(line(await ask('/', bearer(jwt.sign({ sub: 'me' }, secret, { algorithm: 'HS512' })))));
  console.log(line(await ask('/')));
  console.log(jwt.decode(token, { complete: true }).header);
});
