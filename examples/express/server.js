'use strict';

// A small JSON service: the server that the README runs first.
const express = require('express');

const app = express();
const notes = new Map();
let lastId = 0;

app.use(express.json());

app.get('/', (req, res) => {
  res.json({ runtime: process.versions.anode ? `anode ${process.versions.anode}` : `node ${process.versions.node}`, notes: notes.size });
});

app.post('/notes', (req, res) => {
  const text = typeof req.body?.text === 'string' ? req.body.text.trim() : '';
  if (text === '') return res.status(400).json({ error: 'text is required' });
  const note = { id: ++lastId, text };
  notes.set(note.id, note);
  res.status(201).json(note);
});

app.get('/notes/:id', (req, res) => {
  const note = notes.get(Number(req.params.id));
  if (note === undefined) return res.status(404).json({ error: 'no such note' });
  res.json(note);
});

const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  console.log(`Listening on http://localhost:${server.address().port}`);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => server.close(() => process.exit(0)));
}
