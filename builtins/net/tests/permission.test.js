// Flags: --permission --allow-fs-read=* --allow-fs-write=*
// Without the permission there is no network, by whatever way it is asked for: sockets, paths, datagrams, names, requests.
'use strict';

const assert = require('node:assert');
const dgram = require('node:dgram');
const dns = require('node:dns');
const http = require('node:http');
const http2 = require('node:http2');
const https = require('node:https');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const tls = require('node:tls');

const socketPath = path.join(os.tmpdir(), `net-permission-${process.pid}`);

/** What a call fails with, thrown, by a callback or an event. */
function failure(call) {
  return new Promise((resolve, reject) => {
    const done = (error) => (error instanceof Error ? resolve(error) : reject(new Error('was not refused')));
    try {
      const emitter = call(done);
      emitter?.on?.('error', done);
      emitter?.catch?.(done);
    } catch (error) {
      resolve(error);
    }
  });
}

const ways = {
  'net.connect': () => net.connect(1, '127.0.0.1'),
  'net.connect by name': () => net.connect(1, 'localhost'),
  'net.connect to a path': () => net.connect(socketPath),
  'net.listen': () => net.createServer().listen(0),
  'net.listen on a path': () => net.createServer().listen(socketPath),
  'tls.connect': () => tls.connect(1, '127.0.0.1'),
  'http.get': () => http.get('http://127.0.0.1:8/'),
  'http.get over a path': () => http.get({ socketPath }),
  'https.get': () => https.get('https://127.0.0.1:8/'),
  'http.createServer': () => http.createServer().listen(0),
  'http2.connect': () => http2.connect('http://127.0.0.1:8'),
  'dgram.bind': () => dgram.createSocket('udp4').bind(0),
  'dgram.send': () => {
    const socket = dgram.createSocket('udp4');
    socket.send('x', 9, '127.0.0.1');
    return socket;
  },
  'dns.lookup': (done) => dns.lookup('localhost', done),
  'dns.resolve': (done) => dns.resolve4('localhost', done),
  'dns.promises': () => dns.promises.lookup('localhost'),
  'fetch': () => fetch('http://127.0.0.1:8080/').catch((error) => { throw error.cause ?? error; }),
  // Node's event has no error that tells why.
  ...process.versions.anode && { WebSocket: (done) => { new WebSocket('ws://127.0.0.1:8080/').onerror = (event) => done(event.error?.cause ?? event.error); } },
};

(async () => {
  for (const [name, call] of Object.entries(ways)) {
    // An error of binding names the code within another.
    const { code, message } = await failure(call);
    assert.match(`${code} ${message}`, /ERR_ACCESS_DENIED/, name);
  }
})();
