'use strict';
// The channels that tell of servers, datagram sockets and workers.

const assert = require('node:assert');
const dc = require('node:diagnostics_channel');
const dgram = require('node:dgram');
const net = require('node:net');
const { Worker } = require('node:worker_threads');

const heard = [];
dc.subscribe('udp.socket', ({ socket }) => heard.push(socket instanceof dgram.Socket && 'udp'));
dc.subscribe('worker_threads', ({ worker }) => heard.push(worker instanceof Worker && 'worker'));
const listening = dc.tracingChannel('net.server.listen');
listening.subscribe({
  asyncStart: ({ options }) => heard.push(`listen ${options.mark}`),
  asyncEnd: ({ server }) => heard.push(server instanceof net.Server && 'listens'),
  error: ({ error }) => heard.push(error.code),
});

dgram.createSocket('udp4').close();
new Worker('', { eval: true });
const server = net.createServer().listen({ port: 0, host: '127.0.0.1', mark: 1 }, () => {
  const second = net.createServer().listen({ port: server.address().port, host: '127.0.0.1', mark: 2 });
  second.on('error', () => server.close());
});

process.on('exit', () => assert.deepStrictEqual(heard.sort(), ['EADDRINUSE', 'listen 1', 'listen 2', 'listens', 'udp', 'worker']));
