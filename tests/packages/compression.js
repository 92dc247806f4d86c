'use strict';

const compression = require('compression');
const express = require('express');
const http = require('node:http');
const zlib = require('node:zlib');
const { withServer } = require('./_http');

const app = express();
app.use(compression({ threshold: 100 }));
app.get('/small', (req, res) => res.send('small'));
app.get('/large', (req, res) => res.type('text').send('large '.repeat(5000)));
app.get('/image', (req, res) => res.type('png').send(Buffer.alloc(5000)));
app.get('/parts', (req, res) => {
  res.type('text');
  res.write('first'.repeat(100));
  res.flush();
  setImmediate(() => res.end('second'));
});

function raw(port, path, encoding) {
  return new Promise((resolve, reject) => {
    http.get({ port, path, headers: { 'accept-encoding': encoding } }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve([response.headers, Buffer.concat(chunks)])).on('error', reject);
    }).on('error', reject);
  });
}

const decoders = { gzip: zlib.gunzipSync, deflate: zlib.inflateSync, br: zlib.brotliDecompressSync };

withServer(app, async (ask, port) => {
  for (const path of ['/small', '/large', '/image', '/parts']) {
    for (const encoding of ['gzip', 'deflate', 'br', 'br;q=0.1, gzip', 'identity']) {
      const [headers, body] = await raw(port, path, encoding);
      const decoded = decoders[headers['content-encoding']]?.(body) ?? body;
      console.log(path, encoding, headers['content-encoding'], headers.vary, headers['content-length'], decoded.length, decoded.subarray(0, 5).toString());
    }
  }
});
