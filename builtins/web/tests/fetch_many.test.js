'use strict';

// More fetches than the timeline keeps, before anything touched `performance`.

const assert = require('node:assert');

async function main() {
  for (let i = 0; i < 300; i++) await (await fetch('data:,x')).text();
  const http = require('node:http');
  const server = http.createServer((request, response) => response.end('x')).listen(0, async () => {
    const url = `http://localhost:${server.address().port}/`;
    for (let i = 0; i < 300; i++) assert.strictEqual(await (await fetch(url)).text(), 'x');
    server.close();
    server.closeAllConnections();
  });
}

main();
