'use strict';

const http = require('node:http');

/** One request; gives status, content type and body. */
exports.ask = function ask(options, body) {
  return new Promise((resolve, reject) => {
    const req = http.request({ host: '127.0.0.1', ...options }, (res) => {
      const chunks = [];
      res.on('data', (chunk) => chunks.push(chunk));
      res.on('end', () => resolve(`${res.statusCode} ${res.headers['content-type']} ${Buffer.concat(chunks)}`));
    });
    req.on('error', reject);
    req.end(body);
  });
};
