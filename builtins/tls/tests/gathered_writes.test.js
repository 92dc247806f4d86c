'use strict';

// Records that come together are answered by few writes: none ends while there are records to read.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const tls = require('node:tls');

const fixture = (name) => fs.readFileSync(path.join(__dirname, 'fixtures', name));
const RECORDS = 6;

const server = tls.createServer({ key: fixture('server.key'), cert: fixture('server.pem') }, (socket) => {
  socket.setMaxSendFragment(512);
  socket.write(Buffer.alloc(512 * RECORDS));
  const sizes = [];
  socket.on('data', ({ length }) => sizes.push(length));
  socket.on('end', () => {
    assert.deepStrictEqual(sizes, [1, RECORDS - 1]);
    socket.end();
    server.close();
  });
});

server.listen(0, '127.0.0.1', () => {
  const client = tls.connect({ port: server.address().port, host: '127.0.0.1', ca: fixture('ca.pem'), servername: 'localhost' });
  const events = [];
  client.on('data', ({ length }) => {
    assert.strictEqual(length, 512);
    events.push('record');
    client.write('x', () => events.push('written'));
    if (events.length < RECORDS) return;
    client.end(() => {
      assert.deepStrictEqual(events, [...Array(RECORDS).fill('record'), ...Array(RECORDS).fill('written')]);
    });
  });
});
