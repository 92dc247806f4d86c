// Many streams over one TLS connection; HTTP/1.1 on the same port for those who do not know HTTP/2.
'use strict';

const { once } = require('node:events');
const fs = require('node:fs');
const http2 = require('node:http2');
const https = require('node:https');
const path = require('node:path');

const pem = (name) => fs.readFileSync(path.join(__dirname, 'fixtures', name));
const options = { key: pem('q46_key.pem'), cert: pem('q46_cert.pem') };
const server = http2.createSecureServer({ ...options, allowHTTP1: true });
const connections = new Set();
const waiting = [];
server.on('secureConnection', (socket) => connections.add(socket));
server.on('stream', (stream, headers) => {
  if (headers[':path'] === '/push') {
    stream.pushStream({ ':path': '/pushed' }, (err, pushed) => {
      pushed.respond({ ':status': 200 });
      pushed.end('pushed');
    });
  }
  // All four are open before the first is answered, and the last comes first.
  if (headers[':path'].startsWith('/many')) {
    if (waiting.push(stream) === 4) for (const each of waiting.reverse()) answer(each, 'one of many');
    return;
  }
  answer(stream, 'Hello HTTP/2');
});
server.on('request', (req, res) => req.httpVersion === '1.1' && res.end(`Hello HTTP/${req.httpVersion}`));

function answer(stream, text) {
  stream.respond({ ':status': 200, 'x-answer': 'yes' });
  stream.end(text);
}

async function get(client, url) {
  const stream = client.request({ ':path': url }).setEncoding('utf8');
  const [headers] = await once(stream, 'response');
  const body = (await stream.toArray()).join('');
  return { status: headers[':status'], answer: headers['x-answer'], body };
}

server.listen(0, async () => {
  const { port } = server.address();
  const client = http2.connect(`https://localhost:${port}`, { ca: options.cert });
  await once(client, 'connect');
  console.log(client.alpnProtocol, client.encrypted, client.socket.getProtocol());
  console.log(await get(client, '/'));
  const order = [];
  await Promise.all([1, 2, 3, 4].map((n) => get(client, `/many/${n}`).then(() => order.push(n))));
  console.log('order of the answers:', order, 'connections:', connections.size);
  const pushed = once(client, 'stream');
  console.log(await get(client, '/push'));
  const [stream, headers] = await pushed;
  console.log('pushed', headers[':path'], (await stream.setEncoding('utf8').toArray()).join(''));
  client.close();
  await once(client, 'close');

  https.get({ port, ca: options.cert, servername: 'localhost', ALPNProtocols: ['http/1.1'] }, (res) => {
    res.setEncoding('utf8').on('data', (text) => console.log(res.httpVersion, text)).on('end', () => server.close(quic));
  });
});

/** HTTP/3 stands on QUIC, which the runtimes of the tests are built without. */
function quic() {
  try {
    require('node:quic');
  } catch (err) {
    console.log(err.code);
  }
}
