'use strict';

// What the package tests share: starting a server on a free port, and asking it over a real socket.
const http = require('node:http');

/** Starts `handler` (a function or a server) and runs `body(ask)`; closes afterwards. */
async function withServer(handler, body) {
  const server = typeof handler === 'function' ? http.createServer(handler) : handler;
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  try {
    await body((path, options) => ask(port, path, options), port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** One request; gives status, headers and text. */
function ask(port, path, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** The same as one line to print, with the headers named. */
function line({ status, headers, text }, ...names) {
  return [status, ...names.map((name) => `${name}=${headers[name]}`), JSON.stringify(text)].join(' ');
}

/** A request with a JSON body. */
function json(method, value) {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

module.exports = { ask, json, line, withServer };
