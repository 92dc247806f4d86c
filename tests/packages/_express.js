'use strict';

// One application for express 4 and 5: routing, parameters, bodies, errors, static files, streams, redirects.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { json, line, withServer } = require('./_http');

function makeApp(express, directory) {
  const app = express();
  app.disable('x-powered-by');
  app.use((req, res, next) => {
    res.setHeader('X-Request', `${req.method} ${req.path}`);
    next();
  });
  app.use(express.json({ limit: '1kb' }));
  app.use(express.urlencoded({ extended: false }));
  app.use('/files', express.static(directory));
  app.get('/', (req, res) => res.send('hello'));
  app.get('/users/:id', (req, res) => res.json({ id: req.params.id, query: req.query.q, ip: req.ip === '127.0.0.1', proto: req.protocol }));
  app.post('/echo', (req, res) => res.status(201).json(req.body));
  app.get('/old', (req, res) => res.redirect(301, '/'));
  app.get('/cookie', (req, res) => res.cookie('a', '1', { httpOnly: true }).cookie('b', '2').sendStatus(204));
  app.get('/stream', (req, res) => fs.createReadStream(path.join(directory, 'a.txt')).pipe(res));
  app.get('/etag', (req, res) => res.send('same'));
  app.get('/type', (req, res) => res.format({ text: () => res.send('text'), json: () => res.json({ is: 'json' }) }));
  app.get('/fail', () => {
    throw Object.assign(new Error('broken'), { status: 418 });
  });
  app.get('/later', (req, res, next) => setImmediate(() => next(new Error('later'))));
  const router = express.Router();
  router.get('/in', (req, res) => res.send(req.baseUrl));
  app.use('/nested', router);
  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    res.status(error.status ?? 500).json({ error: error.message });
  });
  return app;
}

async function run(express) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'express-'));
  fs.writeFileSync(path.join(directory, 'a.txt'), 'file '.repeat(20_000));
  await withServer(makeApp(express, directory), async (ask) => {
    console.log(line(await ask('/'), 'content-type', 'content-length', 'etag', 'x-request'));
    console.log(line(await ask('/users/7?q=x')));
    console.log(line(await ask('/echo', json('POST', { a: [1, 2] }))));
    console.log(line(await ask('/echo', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1&b=x%20y' })));
    console.log(line(await ask('/echo', { ...json('POST', 0), body: '{bad' }), 'content-type'));
    console.log(line(await ask('/echo', json('POST', 'x'.repeat(2000)))));
    console.log(line(await ask('/old'), 'location'));
    console.log(line(await ask('/cookie'), 'set-cookie'));
    console.log((await ask('/stream')).text.length);
    const { headers } = await ask('/etag');
    console.log(line(await ask('/etag', { headers: { 'if-none-match': headers.etag } })));
    console.log(line(await ask('/type', { headers: { accept: 'application/json' } }), 'vary'));
    console.log(line(await ask('/fail')));
    console.log(line(await ask('/later')));
    console.log(line(await ask('/nested/in')));
    const file = await ask('/files/a.txt');
    console.log(file.status, file.text.length, file.headers['accept-ranges']);
    console.log(line(await ask('/files/a.txt', { headers: { range: 'bytes=0-3' } }), 'content-range'));
    console.log((await ask('/nowhere')).status);
    console.log(line(await ask('/', { method: 'HEAD' }), 'content-length'));
    console.log(line(await ask('/users/7', { method: 'OPTIONS' }), 'allow'));
  });
  fs.rmSync(directory, { recursive: true });
}

module.exports = { run };
