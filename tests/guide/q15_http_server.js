// A server on the http module alone.
'use strict';

const http = require('node:http');

const server = http.createServer((req, res) => {
  if (req.url === '/stream') {
    res.write('one ');
    setImmediate(() => res.end('two'));
    return;
  }
  let body = '';
  req.setEncoding('utf8').on('data', (chunk) => (body += chunk)).on('end', () => {
    res.writeHead(200, { 'Content-Type': 'application/json', 'X-Method': req.method });
    res.end(JSON.stringify({ url: req.url, body, header: req.headers['x-test'] }));
  });
});

function ask(options, body) {
  return new Promise((resolve, reject) => {
    const req = http.request({ port: server.address().port, ...options }, (res) => {
      const chunks = [];
      res.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
        const { date, ...headers } = res.headers;
        resolve({ status: res.statusCode, date: !Number.isNaN(Date.parse(date)), headers, body: Buffer.concat(chunks).toString() });
      });
    });
    req.on('error', reject).end(body);
  });
}

server.listen(0, async () => {
  console.log('listening:', server.listening, typeof server.address().port);
  console.log(await ask({ path: '/a?b=c', headers: { 'X-Test': 'yes' } }));
  console.log(await ask({ path: '/post', method: 'POST' }, 'some body'));
  console.log(await ask({ path: '/stream' }));
  console.log(await ask({ path: '/head', method: 'HEAD' }));
  server.close(() => console.log('closed'));
});
