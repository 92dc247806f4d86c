'use strict';

// Messages in both directions, the exit that follows a disconnect, and sockets handed over.

const assert = require('node:assert');
const { fork } = require('node:child_process');
const net = require('node:net');

if (process.argv[2] === 'child') {
  process.on('message', (message, socket) => {
    if (socket) socket.end('from the child');
    else process.send({ echo: message });
  });
} else {
  const child = fork(__filename, ['child']);
  const seen = [];
  child.on('message', (message) => seen.push(message));
  assert.throws(() => child.send(undefined), { code: 'ERR_MISSING_ARGS' });
  child.send('text');
  child.send({ nested: [1, null, true] });
  const server = net.createServer({ pauseOnConnect: true }, (socket) => child.send('socket', socket));
  server.listen(0, '127.0.0.1', () => {
    let text = '';
    const client = net.connect(server.address().port, '127.0.0.1');
    client.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    client.on('close', () => {
      assert.strictEqual(text, 'from the child');
      server.close();
      child.disconnect();
    });
  });
  child.on('disconnect', () => seen.push('disconnect'));
  child.on('exit', (code) => {
    assert.strictEqual(code, 0);
    assert.strictEqual(child.connected, false);
    assert.deepStrictEqual(seen, [{ echo: 'text' }, { echo: { nested: [1, null, true] } }, 'disconnect']);
  });
}
