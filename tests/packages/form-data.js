'use strict';

const fs = require('node:fs');
const FormData = require('form-data');
const { withServer } = require('./_http');

withServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    const boundary = /boundary=(.*)/.exec(request.headers['content-type'])[1];
    response.end(`${request.headers['content-length']} ${Buffer.concat(chunks).toString().replaceAll(boundary, 'B')}`);
  });
}, async (ask, port) => {
  const form = new FormData();
  form.append('text', 'välue');
  form.append('buffer', Buffer.from('bytes'), { filename: 'b.bin', contentType: 'application/x-test' });
  form.append('file', fs.createReadStream(`${__dirname}/_http.js`, { start: 0, end: 11 }), { knownLength: 12 });
  form.append('number', 7, { header: { 'X-Custom': '1' } });
  console.log(form.getLengthSync(), Object.keys(form.getHeaders()));
  await new Promise((resolve, reject) => form.submit({ port, host: '127.0.0.1', path: '/' }, (error, response) => {
    if (error) return reject(error);
    let text = '';
    return response.on('data', (chunk) => (text += chunk)).on('end', () => resolve(console.log(text)));
  }));
  console.log(new FormData().append('a', 'b') === undefined);
});
