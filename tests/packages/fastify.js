'use strict';

const { line, json } = require('./_http');
const fastify = require('fastify');

async function main() {
  const app = fastify();
  app.decorate('greeting', 'hello');
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-hook', request.method);
  });
  app.get('/', async () => app.greeting);
  app.get('/users/:id', { schema: { params: { type: 'object', properties: { id: { type: 'integer' } } } } }, async (request) => ({
    id: request.params.id,
  }));
  app.post('/notes', {
    schema: {
      body: { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } },
      response: { 201: { type: 'object', properties: { text: { type: 'string' } } } },
    },
  }, async (request, reply) => reply.code(201).send({ text: request.body.text, hidden: true }));
  app.get('/fail', async () => {
    throw Object.assign(new Error('broken'), { statusCode: 409 });
  });
  await app.register(async (child) => {
    child.get('/in', async () => ({ in: true }));
  }, { prefix: '/child' });

  const injected = await app.inject({ method: 'POST', url: '/notes', payload: { text: 'by injection' } });
  console.log(injected.statusCode, injected.payload);

  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address();
  const ask = (path, options) => require('./_http').ask(port, path, options);
  console.log(line(await ask('/'), 'content-type', 'x-hook'));
  console.log(line(await ask('/users/12')));
  console.log(line(await ask('/users/x')));
  console.log(line(await ask('/notes', json('POST', { text: 'note' })), 'content-type'));
  console.log(line(await ask('/notes', json('POST', {}))));
  console.log(line(await ask('/notes', { ...json('POST', 0), body: '{bad' })));
  console.log(line(await ask('/fail')));
  console.log(line(await ask('/child/in')));
  console.log(line(await ask('/nowhere')));
  await app.close();
  console.log('closed');
}

main();
