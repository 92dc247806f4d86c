'use strict';

const bodyParser = require('body-parser');
const zlib = require('node:zlib');
const { json, line, withServer } = require('./_http');

const parsers = {
  '/json': bodyParser.json({ limit: 200, strict: true }),
  '/any': bodyParser.json({ strict: false, type: '*/*' }),
  '/urlencoded': bodyParser.urlencoded({ extended: true, parameterLimit: 3 }),
  '/text': bodyParser.text({ type: 'text/*', defaultCharset: 'latin1' }),
  '/raw': bodyParser.raw({ verify: (request, response, body) => { if (body[0] === 0) throw new Error('starts with zero'); } }),
};

function handler(request, response) {
  parsers[request.url](request, response, (error) => {
    response.statusCode = error ? (error.status ?? 500) : 200;
    const body = Buffer.isBuffer(request.body) ? request.body.toString('hex') : request.body;
    response.end(JSON.stringify(error ? { type: error.type, message: error.message } : { body }));
  });
}

const typed = (type, body, headers) => ({ method: 'POST', headers: { 'content-type': type, ...headers }, body });

withServer(handler, async (ask) => {
  console.log(line(await ask('/json', json('POST', { a: [1, { b: null }], 'é': 'ü' }))));
  console.log(line(await ask('/json', json('POST', 'x'.repeat(300)))));
  console.log(line(await ask('/json', { ...json('POST', 0), body: '"not strict"' })));
  console.log(line(await ask('/json', { ...json('POST', 0), body: '{"a":' })));
  console.log(line(await ask('/any', typed('text/plain', '42'))));
  console.log(line(await ask('/json', typed('application/json', zlib.gzipSync('{"zipped":true}'), { 'content-encoding': 'gzip' }))));
  console.log(line(await ask('/json', typed('application/json', zlib.deflateSync('{"deflated":1}'), { 'content-encoding': 'deflate' }))));
  console.log(line(await ask('/json', typed('application/json', 'not gzip', { 'content-encoding': 'gzip' }))));
  console.log(line(await ask('/json', typed('application/json', '{}', { 'content-encoding': 'unknown' }))));
  console.log(line(await ask('/urlencoded', typed('application/x-www-form-urlencoded', 'a[b]=1&a[c][]=2&d=%20'))));
  console.log(line(await ask('/urlencoded', typed('application/x-www-form-urlencoded', 'a=1&b=2&c=3&d=4'))));
  console.log(line(await ask('/text', typed('text/plain', Buffer.from([0xe9, 0x20])))));
  console.log(line(await ask('/raw', typed('application/octet-stream', Buffer.from([1, 2, 255])))));
  console.log(line(await ask('/raw', typed('application/octet-stream', Buffer.from([0])))));
});
