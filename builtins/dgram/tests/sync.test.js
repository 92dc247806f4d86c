'use strict';

const assert = require('node:assert');
const dgram = require('node:dgram');

const server = dgram.createSocket('udp4');
assert.throws(() => server.bindSync({ address: 'localhost' }), { code: 'ERR_INVALID_ARG_VALUE' });
const { port } = server.bindSync({ address: '127.0.0.1' });
assert.strictEqual(port, server.address().port);
assert.throws(() => server.bindSync(), { code: 'ERR_SOCKET_ALREADY_BOUND' });

const taken = dgram.createSocket('udp4');
assert.throws(() => taken.bindSync({ port, address: '127.0.0.1' }), { code: 'EADDRINUSE', syscall: 'bind', port });
// One that could not be bound can still be.
taken.bindSync();
taken.close();

const client = dgram.createSocket('udp4');
client.connectSync(port);
assert.strictEqual(client.remoteAddress().port, port);
assert.throws(() => client.connectSync(port), { code: 'ERR_SOCKET_DGRAM_IS_CONNECTED' });
const events = [];
client.on('connect', () => events.push('connect'));
server.on('listening', () => events.push('listening'));
server.on('message', (message) => {
  assert.strictEqual(message.toString(), 'hello');
  assert.deepStrictEqual(events, ['listening', 'connect']);
  server.close();
  client.close();
});
client.send('hello');

// Hops that no datagram has are refused before the socket is bound.
{
  const socket = dgram.createSocket('udp4');
  for (const hops of [-1, 0, 256, 2 ** 53]) assert.throws(() => socket.setTTL(hops), { code: 'EINVAL', syscall: 'setTTL' });
  for (const hops of [-1, 256]) assert.throws(() => socket.setMulticastTTL(hops), { code: 'EINVAL', syscall: 'setMulticastTTL' });
  // They are integers of 32 bits.
  for (const hops of [255.5, 2 ** 32 + 5]) {
    for (const method of ['setTTL', 'setMulticastTTL']) assert.throws(() => socket[method](hops), { code: 'EBADF', syscall: method });
  }
  socket.close();
}
