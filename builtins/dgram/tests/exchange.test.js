'use strict';

const assert = require('node:assert');
const dgram = require('node:dgram');
const { once } = require('node:events');
const { BlockList } = require('node:net');

const bound = async (options = 'udp4', address = '127.0.0.1') => {
  const socket = dgram.createSocket(options);
  socket.bind(0, address);
  await once(socket, 'listening');
  return socket;
};

(async () => {
  // All forms of send reach the other side whole, with their sender.
  {
    const receiver = await bound();
    const sender = await bound();
    const { port } = receiver.address();
    const forms = [
      ['a', port, '127.0.0.1'], [Buffer.from('-b-'), 1, 1, port, '127.0.0.1'], [['c', Buffer.from('d')], port], [[], port], ['e', port, () => {}],
    ];
    const messages = [];
    receiver.on('message', (message, from) => {
      assert.deepStrictEqual({ ...from }, { address: '127.0.0.1', family: 'IPv4', port: sender.address().port, size: message.length });
      messages.push(message.toString());
      if (messages.length < forms.length) return;
      assert.deepStrictEqual(messages.sort(), ['', 'a', 'b', 'cd', 'e']);
      receiver.close();
      sender.close();
    });
    for (const form of forms) sender.send(...form);
    await once(receiver, 'close');
  }

  // A connected socket sends to its peer only; a send binds by itself.
  {
    const receiver = await bound();
    const client = dgram.createSocket('udp4');
    client.connect(receiver.address().port);
    await once(client, 'connect');
    assert.strictEqual(client.remoteAddress().port, receiver.address().port);
    assert.throws(() => client.send('x', 0, 1, 1, '127.0.0.1'), { code: 'ERR_SOCKET_DGRAM_IS_CONNECTED' });
    const sent = new Promise((fulfil) => client.send('hello', (error, length) => fulfil([error, length])));
    const [message] = await once(receiver, 'message');
    assert.strictEqual(message.toString(), 'hello');
    assert.deepStrictEqual(await sent, [null, 5]);
    client.disconnect();
    assert.throws(() => client.remoteAddress(), { code: 'ERR_SOCKET_DGRAM_NOT_CONNECTED' });
    client.close();
    receiver.close();
  }

  // Lists of addresses hold both ways.
  {
    const list = new BlockList();
    list.addAddress('127.0.0.1');
    const receiver = await bound();
    const sender = dgram.createSocket({ type: 'udp4', sendBlockList: list });
    await new Promise((fulfil) => {
      sender.send('x', receiver.address().port, '127.0.0.1', (error) => fulfil(assert.strictEqual(error.code, 'ERR_IP_BLOCKED')));
    });
    sender.close();
    receiver.close();
  }

  // Settings and what is wrong with them.
  {
    const socket = await bound();
    assert.strictEqual(socket.setTTL(16), 16);
    assert.throws(() => socket.setTTL(1000), { code: 'EINVAL', syscall: 'setTTL' });
    assert.strictEqual(socket.setMulticastLoopback(1), 1);
    socket.setBroadcast(true);
    socket.addMembership('224.0.0.114', '127.0.0.1');
    assert.throws(() => socket.addMembership('256.0.0.1'), { code: 'EINVAL', syscall: 'addMembership' });
    socket.dropMembership('224.0.0.114', '127.0.0.1');
    socket.setRecvBufferSize(10_000);
    assert.ok(socket.getRecvBufferSize() >= 10_000);
    assert.throws(() => socket.bind(), { code: 'ERR_SOCKET_ALREADY_BOUND' });
    assert.throws(() => socket.send('x', 65536), { code: 'ERR_SOCKET_BAD_PORT' });
    assert.throws(() => socket.send(5, 1), { code: 'ERR_INVALID_ARG_TYPE' });
    assert.throws(() => socket.send('abc', 4, 1, 1, '127.0.0.1'), { code: 'ERR_BUFFER_OUT_OF_BOUNDS' });
    socket.close();
    assert.throws(() => socket.close(), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });
  }

  // A signal closes; an address that is not there is an error of the bind.
  {
    const controller = new AbortController();
    const socket = dgram.createSocket({ type: 'udp4', signal: controller.signal });
    controller.abort();
    await once(socket, 'close');
    const stranger = dgram.createSocket('udp4');
    stranger.bind(0, '1.1.1.1');
    const [error] = await once(stranger, 'error');
    assert.strictEqual(error.message, 'bind EADDRNOTAVAIL 1.1.1.1');
    stranger.close();
  }
  assert.throws(() => dgram.createSocket('udp5'), { code: 'ERR_SOCKET_BAD_TYPE' });
})();
