'use strict';

const express = require('express');
const multer = require('multer');
const { line, withServer } = require('./_http');

const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 100_000, files: 2 } });
const app = express();
app.post('/one', upload.single('file'), (req, res) => {
  res.json({ name: req.file.originalname, type: req.file.mimetype, size: req.file.size, start: req.file.buffer.toString('latin1', 0, 4), body: req.body });
});
app.post('/two', upload.array('files'), (req, res) => res.json(req.files.map((file) => file.size)));
app.use((error, req, res, next) => res.status(400).json({ code: error.code, field: error.field, name: error.name }));

const boundary = 'between-the-parts';

function form(...parts) {
  const body = Buffer.concat([
    ...parts.flatMap(([disposition, content, type]) => [
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${type ? `Content-Type: ${type}\r\n` : ''}\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  return { method: 'POST', headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': body.length }, body };
}

withServer(app, async (ask) => {
  const file = (name, content) => [`name="${name}"; filename="a.bin"`, content, 'application/octet-stream'];
  console.log(line(await ask('/one', form(['name="title"', 'a title'], file('file', Buffer.alloc(70_000, 'data'))))));
  console.log(line(await ask('/two', form(file('files', 'one'), file('files', 'three')))));
  console.log(line(await ask('/one', form(file('file', Buffer.alloc(100_001))))));
  console.log(line(await ask('/one', form(file('other', 'x')))));
  console.log(line(await ask('/two', form(file('files', '1'), file('files', '2'), file('files', '3')))));
});
