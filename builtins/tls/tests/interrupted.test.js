'use strict';

// Peers that stall, that send a byte at a time, or that go away in the middle of something.

const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const tls = require('node:tls');

const fixture = (name) => fs.readFileSync(path.join(__dirname, 'fixtures', name));
const keys = { key: fixture('server.key'), cert: fixture('server.pem') };
const ca = fixture('ca.pem');
const kText = 'text '.repeat(2000);

const listen = (server) => new Promise((resolve) => {
  server.listen(0, '127.0.0.1', () => resolve(server.address().port));
});

/** What a socket tells until it is closed. */
function events(socket) {
  const told = { bytes: 0, ended: false, code: undefined };
  socket.on('data', (chunk) => {
    told.bytes += chunk.length;
  });
  socket.on('end', () => {
    told.ended = true;
  });
  socket.on('error', (error) => {
    told.code = error.code;
  });
  return new Promise((resolve) => {
    socket.on('close', () => resolve(told));
  });
}

/** A TLS server and before it one that passes on what comes, as `pass(client, server)` wants it. */
async function between(pass) {
  const server = tls.createServer(keys, (socket) => {
    socket.on('error', () => {});
    socket.on('data', () => {});
    socket.write(kText);
  });
  const port = await listen(server);
  const middle = net.createServer({ noDelay: true }, (client) => {
    const behind = net.connect({ port, host: '127.0.0.1', noDelay: true });
    for (const socket of [client, behind]) socket.on('error', () => {});
    client.on('close', () => behind.destroy());
    pass(client, behind);
  });
  const client = tls.connect({ port: await listen(middle), host: '127.0.0.1', ca });
  return {
    client,
    async over() {
      const seen = await events(client);
      await new Promise((resolve) => middle.close(resolve));
      await new Promise((resolve) => server.close(resolve));
      return seen;
    },
  };
}

/** Passes everything on, one byte a write. */
function bytewise(from, to) {
  let waiting = [];
  let isWriting = false;
  const step = () => {
    const byte = waiting.shift();
    isWriting = byte !== undefined;
    if (isWriting) to.write(Uint8Array.of(byte), () => setImmediate(step));
  };
  from.on('data', (chunk) => {
    waiting = waiting.concat([...chunk]);
    if (!isWriting) step();
  });
}

/** Passes so many bytes of the server's on, then closes the connection. */
const cutAt = (count) => (client, server) => {
  client.pipe(server);
  server.on('data', (chunk) => {
    const part = chunk.subarray(0, count);
    count -= part.length;
    if (count > 0) client.write(part);
    else client.end(part);
  });
};

(async () => {
  // One byte a packet changes nothing.
  const slow = await between((client, server) => {
    bytewise(client, server);
    bytewise(server, client);
  });
  let received = 0;
  slow.client.on('data', (chunk) => {
    received += chunk.length;
    if (received === kText.length) slow.client.end();
  });
  const whole = await slow.over();
  assert.deepStrictEqual([whole.bytes, whole.code], [kText.length, undefined]);

  // A connection that ends before its handshake does is an error.
  for (const count of [1, 100, 700]) {
    const { bytes, code } = await (await between(cutAt(count))).over();
    assert.deepStrictEqual([bytes, code], [0, 'ECONNRESET'], `${count}`);
  }
  // Later it ends what is read, with no byte of a record that did not come whole.
  const cut = await (await between(cutAt(9000))).over();
  assert.deepStrictEqual([cut.bytes, cut.ended, cut.code], [0, true, undefined]);
  // A reset is told.
  const reset = await between((client, server) => {
    client.pipe(server);
    server.pipe(client);
    reset.client.once('data', () => client.resetAndDestroy());
  });
  assert.strictEqual((await reset.over()).code, 'ECONNRESET');

  // A client that says nothing, or only a part of its hello, does not keep the server waiting.
  for (const hello of ['', '1603010200010001fc0303']) {
    const server = tls.createServer({ ...keys, handshakeTimeout: 20 });
    const timedOut = new Promise((resolve) => {
      server.on('tlsClientError', (error, socket) => {
        socket.destroy();
        resolve(error);
      });
    });
    const client = net.connect(await listen(server), '127.0.0.1');
    client.write(Buffer.from(hello, 'hex'));
    const closed = events(client);
    assert.strictEqual((await timedOut).code, 'ERR_TLS_HANDSHAKE_TIMEOUT');
    await closed;
    await new Promise((resolve) => server.close(resolve));
  }
})();
