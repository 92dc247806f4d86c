'use strict';

// A body that is longer than what the system takes at once, to another process: nothing else wakes the loop here.

const assert = require('node:assert');
const http = require('node:http');
const { fork } = require('node:child_process');

const kPieces = 100;
const kSize = 65536;

if (process.send !== undefined) {
  const server = http.createServer((request, response) => {
    let length = 0;
    request.on('data', (chunk) => { length += chunk.length; });
    request.on('end', () => response.end(`${length}`));
  });
  server.listen(0, () => process.send(server.address().port));
  process.on('disconnect', () => process.exit());
} else {
  const child = fork(__filename);
  child.on('message', async (port) => {
    let left = kPieces;
    const body = new ReadableStream({
      pull(controller) {
        if (left-- === 0) controller.close();
        else controller.enqueue(new Uint8Array(kSize));
      },
    });
    const response = await fetch(`http://localhost:${port}/`, { method: 'POST', body, duplex: 'half' });
    assert.strictEqual(await response.text(), `${kPieces * kSize}`);
    child.disconnect();
  });
}
