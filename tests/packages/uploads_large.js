'use strict';

// Uploads that come faster than they are taken, in an application whose middleware holds the socket.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Transform } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const busboy = require('busboy');
const express = require('express');
const morgan = require('morgan');
const multer = require('multer');
const { line, withServer } = require('./_http');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'uploads-'));
const content = Buffer.alloc(2_000_000, 'not all alike ');
const form = Buffer.concat([
  Buffer.from('--B\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: application/x-y\r\n\r\n'),
  content,
  Buffer.from('\r\n--B--\r\n'),
]);
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** Lets one chunk pass in a turn of the event loop. */
const slow = () => new Transform({ highWaterMark: 1, transform: (chunk, _, done) => setImmediate(done, null, chunk) });

const app = express();
app.use(morgan('tiny', { stream: { write() {} } }));
app.post('/multer', multer({ dest: folder }).single('file'), (request, response) => {
  response.send(hash(fs.readFileSync(request.file.path)));
});
app.post('/busboy', (request, response) => {
  const parser = busboy({ headers: request.headers });
  parser.on('file', async (name, file) => response.send(hash(Buffer.concat(await file.pipe(slow()).toArray()))));
  request.pipe(parser);
});
app.post('/stream', async (request, response) => {
  const file = path.join(folder, 'streamed');
  await pipeline(request, slow(), fs.createWriteStream(file));
  response.send(hash(fs.readFileSync(file)));
});
app.post('/echo', (request, response) => pipeline(request, slow(), response));
app.post('/limited', express.raw({ limit: 1000, type: '*/*' }));
app.use((error, request, response, next) => response.status(error.status).send(error.type));

withServer(app, async (ask) => {
  const upload = { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=B' }, body: form };
  const plain = { method: 'POST', headers: { 'content-type': 'application/x-y' }, body: content };
  console.log(hash(content), hash(form));
  console.log(line(await ask('/multer', upload)));
  console.log(line(await ask('/busboy', upload)));
  console.log(line(await ask('/stream', plain)));
  console.log(hash((await ask('/echo', plain)).text));
  console.log(line(await ask('/limited', plain)));
}).finally(() => fs.rmSync(folder, { recursive: true }));
