'use strict';
// What happens on a connection keeps the values of AsyncLocalStorage of where it was made.

const assert = require('node:assert');
const { AsyncLocalStorage } = require('node:async_hooks');
const http = require('node:http');
const http2 = require('node:http2');
const net = require('node:net');

const storage = new AsyncLocalStorage();
const seen = {};
const note = (name) => (seen[name] ??= storage.getStore());

storage.run('server', () => {
  const server = http.createServer((request, response) => {
    note('request');
    // Must not reach the next request of the connection.
    storage.enterWith('left over');
    request.resume().on('end', () => response.end('ok'));
  });
  server.listen(0, '127.0.0.1', () => {
    const raw = net.connect(server.address().port, '127.0.0.1');
    raw.end('GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    raw.resume().on('close', () => server.close());
  });
  const stores = [];
  server.on('request', () => stores.push(storage.getStore()));
  process.on('exit', () => assert.deepStrictEqual(stores, ['left over', 'left over']));
});

storage.run('http2 server', () => {
  const server = http2.createServer();
  server.on('stream', (stream) => {
    note('stream');
    stream.respond();
    stream.end('ok');
  });
  server.listen(0, '127.0.0.1', () => {
    const session = http2.connect(`http://127.0.0.1:${server.address().port}`);
    storage.run('http2 request', () => {
      const request = session.request();
      request.on('response', () => note('http2 response'));
      request.on('data', () => note('http2 data'));
      request.on('close', () => {
        note('http2 close');
        session.close();
        server.close();
      });
    });
  });
});

storage.run('socket', () => {
  const server = net.createServer((peer) => {
    peer.resume();
    peer.on('end', () => peer.end());
  });
  server.listen(0, '127.0.0.1', () => {
    const socket = net.connect(server.address().port, '127.0.0.1', () => {
      // More than the system takes at once.
      storage.run('write', () => socket.write(Buffer.alloc(8 << 20), () => {
        note('written');
        socket.end();
      }));
    });
    socket.resume();
    socket.on('finish', () => storage.run('end', () => socket.destroy()));
    socket.on('close', () => {
      note('socket close');
      server.close();
    });
  });
});

process.on('exit', () => {
  assert.deepStrictEqual(seen, {
    ...{ 'request': 'server', 'stream': 'http2 server', 'http2 response': 'http2 request', 'http2 data': 'http2 request' },
    ...{ 'http2 close': 'http2 request', 'written': 'write', 'socket close': 'socket' },
  });
});
