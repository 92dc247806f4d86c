'use strict';

/** Clients and servers over loopback, both in this process: the time of a row is that of both ends. */

const http = require('node:http');
const http2 = require('node:http2');
const https = require('node:https');
const net = require('node:net');
const certificate = require('../http/_certificate.js');
const { inGroups, measure } = require('./measure.js');

const TOGETHER = 16;
const answer = (request, response) => response.end('hello world');

/**
 * A row against a server that it starts: groups of requests, as many at once as a busy client has.
 * @param {() => net.Server} serve
 * @param {(port: number) => { request: () => Promise<void>, close?: () => void }} connect
 */
function against(serve, connect) {
  return Object.assign(async (n) => {
    const server = serve();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = connect(server.address().port);
    const group = inGroups(TOGETHER, () => Promise.all(Array.from({ length: TOGETHER }, client.request)));
    await group(n);
    client.close?.();
    server.closeAllConnections?.();
    await new Promise((resolve) => server.close(resolve));
  }, { step: 50 * TOGETHER });
}

/** Requests over connections that are kept. */
function keptAlive(protocol, port) {
  const agent = new protocol.Agent({ keepAlive: true, maxSockets: TOGETHER });
  const options = { port, host: '127.0.0.1', agent, rejectUnauthorized: false };
  return {
    request: () => new Promise((resolve, reject) => {
      protocol.get(options, (response) => response.resume().on('end', resolve)).on('error', reject);
    }),
    close: () => agent.destroy(),
  };
}

/** Streams of one session. */
function multiplexed(port) {
  const session = http2.connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
  return {
    request: () => new Promise((resolve, reject) => {
      session.request({ ':path': '/' }).on('end', resolve).on('error', reject).resume();
    }),
    close: () => session.close(),
  };
}

function fetching(port) {
  const url = `http://127.0.0.1:${port}/`;
  return { request: async () => { await (await fetch(url)).text(); } };
}

/** A connection for each message. */
function connecting(port) {
  return {
    request: () => new Promise((resolve, reject) => {
      net.connect(port, '127.0.0.1').on('error', reject).on('close', resolve).resume().end('hello');
    }),
  };
}

measure({
  'http request': against(() => http.createServer(answer), (port) => keptAlive(http, port)),
  'https request': against(() => https.createServer(certificate, answer), (port) => keptAlive(https, port)),
  'http2 request': against(() => http2.createSecureServer(certificate, answer), multiplexed),
  'fetch': against(() => http.createServer(answer), fetching),
  'net connection': against(() => net.createServer((socket) => socket.end('hello').resume()), connecting),
});
