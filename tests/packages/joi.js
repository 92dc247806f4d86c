'use strict';

const Joi = require('joi');
const { json, line, withServer } = require('./_http');

const schema = Joi.object({
  name: Joi.string().alphanum().min(3).max(10).required(),
  age: Joi.number().integer().min(0),
  email: Joi.string().email({ tlds: false }),
  when: Joi.date().iso(),
  tags: Joi.array().items(Joi.string().valid('a', 'b')).unique(),
}).with('email', 'name');

async function answer(request, response) {
  let text = '';
  for await (const chunk of request) text += chunk;
  const { value, error } = schema.validate(JSON.parse(text), { abortEarly: false });
  response.statusCode = error ? 422 : 200;
  response.end(JSON.stringify(error ? error.details.map((detail) => [detail.type, detail.message]) : value));
}

withServer(answer, async (ask) => {
  for (const value of [
    { name: 'anode', age: '7', email: 'a@b.example', when: '2026-01-02', tags: ['a'] },
    { name: 'x!', age: -1, email: 'no', when: 'never', tags: ['a', 'a', 'c'], extra: 1 },
    {},
  ]) {
    console.log(line(await ask('/', json('POST', value))));
  }
});
