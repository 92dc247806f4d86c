'use strict';

// A decoded body is read chunk by chunk while the decoder goes on using its output's memory.
const assert = require('node:assert');
const http = require('node:http');
const zlib = require('node:zlib');

const text = JSON.stringify(Array.from({ length: 20_000 }, (_, i) => i * 7919));
const encoders = { gzip: zlib.gzipSync, deflate: zlib.deflateSync, br: zlib.brotliCompressSync };
const server = http.createServer((request, response) => {
  const coding = request.url.slice(1);
  response.writeHead(200, { 'content-encoding': coding }).end(encoders[coding](text));
});

server.listen(0, '127.0.0.1', async () => {
  for (const coding of Object.keys(encoders)) {
    const response = await fetch(`http://127.0.0.1:${server.address().port}/${coding}`);
    const chunks = [];
    for await (const chunk of response.body) chunks.push(chunk);
    assert.strictEqual(Buffer.concat(chunks).toString(), text, coding);
    assert.ok(chunks.length > 1);
  }
  server.closeAllConnections();
  server.close();
});
