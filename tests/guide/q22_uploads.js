// multipart/form-data to the disk, with limits on type and size.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const express = require('express');
const multer = require('multer');

const uploads = fs.mkdtempSync(path.join(os.tmpdir(), 'guide-q22-'));
const storage = multer.diskStorage({
  destination: uploads,
  filename: (req, file, cb) => cb(null, `${Date.now()}-${file.originalname}`),
});
const upload = multer({
  storage,
  limits: { fileSize: 100 * 1024 },
  fileFilter: (req, file, cb) => {
    if (!file.mimetype.startsWith('image/')) return cb(new Error('Only images allowed'));
    cb(null, true);
  },
});

const app = express();
app.post('/upload', upload.single('avatar'), (req, res) => res.json({ filename: req.file.filename, field: req.body.name }));
app.use((err, req, res, next) => res.status(400).json({ error: err.message, code: err.code }));

const server = app.listen(0, async () => {
  const send = async (name, type, bytes) => {
    const form = new FormData();
    form.append('name', 'a user');
    form.append('avatar', new Blob([bytes], { type }), name);
    const response = await fetch(`http://127.0.0.1:${server.address().port}/upload`, { method: 'POST', body: form });
    return [response.status, await response.json()];
  };
  const bytes = Buffer.alloc(50_000, 'pixels');
  const [status, { filename, field }] = await send('me.png', 'image/png', bytes);
  console.log(status, filename.replace(/^\d{13}-/, 'TIME-'), field);
  console.log('stored whole:', fs.readFileSync(path.join(uploads, filename)).equals(bytes));
  console.log(...await send('notes.txt', 'text/plain', 'some text'));
  console.log(...await send('large.png', 'image/png', Buffer.alloc(100 * 1024 + 1)));
  console.log('kept:', fs.readdirSync(uploads).length);
  fs.rmSync(uploads, { recursive: true });
  server.close();
});
