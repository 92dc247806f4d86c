'use strict';

const { Readable } = require('node:stream');
const Koa = require('koa');
const { line, withServer } = require('./_http');

const app = new Koa();
app.silent = true;
app.use(async (ctx, next) => {
  const before = ctx.method;
  await next();
  ctx.set('X-Trace', `${before} ${ctx.status}`);
});
app.use(async (ctx) => {
  switch (ctx.path) {
    case '/json':
      ctx.body = { query: ctx.query, host: typeof ctx.host };
      break;
    case '/stream':
      ctx.type = 'text';
      ctx.body = Readable.from(['one ', 'two ', 'three']);
      break;
    case '/throw':
      ctx.throw(403, 'not you');
      break;
    case '/crash':
      throw new Error('secret');
    case '/empty':
      ctx.status = 204;
      break;
    case '/redirect':
      ctx.redirect('/json');
      break;
    case '/body': {
      let text = '';
      for await (const chunk of ctx.req) text += chunk;
      ctx.body = text.toUpperCase();
      break;
    }
    default:
      ctx.cookies.set('seen', 'yes', { httpOnly: false });
      if (ctx.path === '/') ctx.body = 'koa';
  }
});

withServer(app.callback(), async (ask) => {
  console.log(line(await ask('/'), 'content-type', 'content-length', 'x-trace', 'set-cookie'));
  console.log(line(await ask('/json?a=1&a=2')));
  console.log(line(await ask('/stream'), 'content-type', 'transfer-encoding'));
  console.log(line(await ask('/throw')));
  console.log(line(await ask('/crash')));
  console.log(line(await ask('/empty')));
  console.log(line(await ask('/redirect'), 'location'));
  console.log(line(await ask('/body', { method: 'POST', body: 'shout' })));
  console.log(line(await ask('/missing')));
  console.log(line(await ask('/', { method: 'HEAD' }), 'content-length'));
});
