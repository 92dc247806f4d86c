'use strict';

const express = require('express');
const { body, checkSchema, matchedData, param, query, validationResult } = require('express-validator');
const { json, line, withServer } = require('./_http');

const app = express();
app.use(express.json());
const answer = (req, res) => {
  const errors = validationResult(req);
  res.status(errors.isEmpty() ? 200 : 400).json({ errors: errors.array(), data: matchedData(req) });
};
app.post('/users', body('email').isEmail().normalizeEmail(), body('name').trim().isLength({ min: 3 }).withMessage('too short').escape(), body('age').optional().isInt({ min: 18 }).toInt(), body('tags.*').isIn(['a', 'b']), answer);
app.get('/items/:id', param('id').isUUID(), query('from').isISO8601().toDate(), answer);
app.post('/schema', checkSchema({ password: { isStrongPassword: true, errorMessage: 'weak' }, again: { custom: { options: async (value, { req }) => { if (value !== req.body.password) throw new Error('differs'); } } } }), answer);

withServer(app, async (ask) => {
  console.log(line(await ask('/users', json('POST', { email: 'Some.One+x@GMAIL.com', name: '  <Ann> ', age: '21', tags: ['a', 'b'] }))));
  console.log(line(await ask('/users', json('POST', { email: 'no', name: 'x', age: '3', tags: ['c'] }))));
  console.log(line(await ask('/items/6f3f1b0e-8d1c-4a3e-9b77-2f0f6a1d2c3b?from=2024-02-29T10:00:00Z')));
  console.log(line(await ask('/items/7?from=yesterday')));
  console.log(line(await ask('/schema', json('POST', { password: 'Str0ng!password', again: 'Str0ng!password' }))));
  console.log(line(await ask('/schema', json('POST', { password: 'weak', again: 'other' }))));
});
