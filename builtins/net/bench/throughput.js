'use strict';

// Bytes a second from one socket to another, and round trips a second, over the loopback.

const net = require('node:net');

const SECONDS = Number(process.argv[2] ?? 1);

function throughput(done) {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let received = 0;
  const server = net.createServer((socket) => socket.on('data', (data) => { received += data.length; }));
  server.listen(0, '127.0.0.1', () => {
    const client = net.connect(server.address().port, '127.0.0.1', pump);
    client.on('drain', pump);
    function pump() {
      while (client.write(chunk));
    }
    setTimeout(() => {
      console.log(`throughput ${(received / SECONDS / 1e6).toFixed(0)} MB/s`);
      client.destroy();
      server.close(done);
    }, SECONDS * 1000);
  });
}

function roundTrips(done) {
  let count = 0;
  const server = net.createServer({ noDelay: true }, (socket) => socket.pipe(socket));
  server.listen(0, '127.0.0.1', () => {
    const client = net.connect({ port: server.address().port, host: '127.0.0.1', noDelay: true }, () => client.write('ping'));
    client.on('data', () => {
      count++;
      client.write('ping');
    });
    setTimeout(() => {
      console.log(`round trips ${(count / SECONDS).toFixed(0)} /s`);
      client.destroy();
      server.close(done);
    }, SECONDS * 1000);
  });
}

function connections(done) {
  let count = 0;
  let running = true;
  const server = net.createServer((socket) => socket.end());
  server.listen(0, '127.0.0.1', next);
  function next() {
    if (!running) {
      server.close(done);
      return;
    }
    net.connect(server.address().port, '127.0.0.1').resume().on('close', () => {
      count++;
      next();
    });
  }
  setTimeout(() => {
    console.log(`connections ${(count / SECONDS).toFixed(0)} /s`);
    running = false;
  }, SECONDS * 1000);
}

throughput(() => roundTrips(() => connections(() => {})));
