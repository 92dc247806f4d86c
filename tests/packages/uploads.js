'use strict';

// formidable and busboy over forms of fetch and needle; ky with its retries and time limits.
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const busboy = require('busboy');
const needle = require('needle');

let refused = 0;

async function answer(req, res) {
  if (req.url === '/flaky' && refused++ < 2) return res.writeHead(503).end();
  if (req.url === '/slow') return undefined;
  if (req.url === '/formidable') return res.end(JSON.stringify(await byFormidable(req)));
  if (req.url === '/busboy') return byBusboy(req, res);
  const body = (await req.setEncoding('utf8').toArray()).join('');
  res.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b' });
  return res.end(JSON.stringify({ method: req.method, body, type: req.headers['content-type'], authorization: req.headers.authorization }));
}

async function byFormidable(req) {
  const { formidable } = await import('formidable');
  const [fields, { file: [file] }] = await formidable({ uploadDir: os.tmpdir() }).parse(req);
  const { size } = fs.statSync(file.filepath);
  fs.unlinkSync(file.filepath);
  return { fields, size, name: file.originalFilename, type: file.mimetype };
}

function byBusboy(req, res) {
  const parts = [];
  const parser = busboy({ headers: req.headers, limits: { fileSize: 100 } });
  parser.on('field', (name, value) => parts.push([name, value]));
  parser.on('file', (name, stream, { filename }) => {
    let size = 0;
    stream.on('data', (chunk) => (size += chunk.length)).on('close', () => parts.push([name, filename, size, stream.truncated]));
  });
  parser.on('close', () => res.end(JSON.stringify(parts)));
  req.pipe(parser);
}

const server = http.createServer(answer).listen(0, async () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const file = { buffer: Buffer.alloc(5000), filename: 'a.png', content_type: 'image/png' };
  console.log(String((await needle('post', `${url}/formidable`, { file, x: 'y' }, { multipart: true })).body));
  const form = new FormData();
  form.append('text', 'value');
  form.append('file', new File(['x'.repeat(150)], 'f.txt'));
  console.log(await (await fetch(`${url}/busboy`, { method: 'POST', body: form })).json());

  const { body, cookies } = await needle('post', `${url}/echo`, { a: 1, b: ['x'] }, { username: 'user', password: 'secret' });
  console.log(body, cookies);
  console.log(await needle('get', `${url}/slow`, { response_timeout: 50 }).catch((error) => error.code));
  const { default: ky } = await import('ky');
  console.log(await ky.post(`${url}/echo`, { json: { k: 1 } }).json());
  console.log((await ky(`${url}/flaky`, { retry: { limit: 3, delay: () => 1 } })).status);
  console.log(await ky(`${url}/slow`, { timeout: 50 }).catch((error) => error.name));
  server.close();
  server.closeAllConnections();
});
