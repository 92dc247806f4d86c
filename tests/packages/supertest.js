'use strict';

const express = require('express');
const request = require('supertest');

const app = express();
app.use(express.json());
app.get('/a', (req, res) => res.cookie('c', '1').json({ query: req.query }));
app.post('/b', (req, res) => res.status(201).json(req.body));
app.post('/upload', (req, res) => {
  let size = 0;
  req.on('data', (chunk) => (size += chunk.length)).on('end', () => res.json({ large: size > 2000, type: req.headers['content-type'].split(';')[0] }));
});

(async () => {
  const { body, headers } = await request(app).get('/a').query({ x: 1 }).expect(200).expect('Content-Type', /json/);
  console.log(body, headers['set-cookie']);
  console.log((await request(app).post('/b').send({ y: [1] }).expect(201, { y: [1] })).body);
  console.log(await request(app).get('/nowhere').expect(200).catch((error) => error.message));
  console.log((await request(app).post('/upload').attach('file', Buffer.alloc(2000), 'f.bin').field('name', 'value')).body);
  const agent = request.agent(app);
  await agent.get('/a');
  console.log((await agent.get('/a').auth('user', 'secret')).status);
  await new Promise((resolve) => request(app).get('/a').end((error, res) => resolve(console.log(error, res.status))));
})();
