// A schema says what a request body may be.
'use strict';

const express = require('express');
const { body, validationResult } = require('express-validator');
const Joi = require('joi');
const { ask } = require('./_client');

const userSchema = Joi.object({
  name: Joi.string().min(3).required(),
  email: Joi.string().email().required(),
  age: Joi.number().integer().min(18),
});

const app = express();
app.use(express.json());
app.post('/users', (req, res) => {
  const { error, value } = userSchema.validate(req.body);
  if (error) return res.status(400).json({ error: error.details[0].message });
  res.status(201).json(value);
});
app.post('/chained', body('name').trim().isLength({ min: 3 }), body('email').isEmail(), (req, res) => {
  const errors = validationResult(req);
  res.status(errors.isEmpty() ? 201 : 400).json(errors.mapped());
});

const server = app.listen(0, async () => {
  const { port } = server.address();
  const bodies = [
    { name: 'Ada', email: 'ada@example.com', age: '36' },
    { name: 'Al', email: 'al@example.com' },
    { name: 'Alan', email: 'nowhere' },
    { name: 'Alan', email: 'alan@example.com', age: 17 },
    { name: 'Alan', email: 'alan@example.com', admin: true },
    {},
  ];
  for (const path of ['/users', '/chained']) {
    for (const value of bodies) {
      console.log(path, await ask({ port, path, method: 'POST', headers: { 'content-type': 'application/json' } }, JSON.stringify(value)));
    }
  }
  server.close();
});
