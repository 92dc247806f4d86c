'use strict';
// Handles and requests of the runtime are async resources while a hook is enabled.

const assert = require('node:assert');
const { createHook, executionAsyncId, executionAsyncResource, triggerAsyncId } = require('node:async_hooks');
const child = require('node:child_process');
const dgram = require('node:dgram');
const http = require('node:http');
const net = require('node:net');

const resources = new Map();
const counts = new Map();
const count = (event) => (id) => counts.set(`${event} ${id}`, (counts.get(`${event} ${id}`) ?? 0) + 1);
const hook = createHook({
  init(id, type, trigger, resource) {
    resources.set(id, { id, type, trigger, resource });
  },
  before: count('before'),
  after: count('after'),
  destroy: count('destroy'),
});
hook.enable();

const ofType = (type) => [...resources.values()].filter((one) => one.type === type);
const here = () => {
  const current = resources.get(executionAsyncId());
  assert.strictEqual(executionAsyncResource(), current.resource);
  assert.strictEqual(triggerAsyncId(), current.trigger);
  return current;
};
const typeOf = (id) => resources.get(id)?.type;

let left = 4;
const done = () => {
  if (--left === 0) setImmediate(() => setImmediate(check));
};

// A connection: each side, its connect, its end.
const server = net.createServer((peer) => {
  assert.strictEqual(here().type, 'TCPSERVERWRAP');
  peer.on('data', () => {
    const { type, trigger } = here();
    assert.strictEqual(type, 'TCPWRAP');
    assert.strictEqual(typeOf(trigger), 'TCPSERVERWRAP');
    peer.end();
  });
});
server.listen(0, '127.0.0.1', () => {
  assert.strictEqual(typeOf(triggerAsyncId()), 'TCPSERVERWRAP');
  const client = net.connect(server.address().port, '127.0.0.1', () => {
    const { type, trigger } = here();
    assert.strictEqual(type, 'TCPCONNECTWRAP');
    assert.strictEqual(typeOf(trigger), 'TCPWRAP');
    client.write('x');
  });
  client.resume().on('close', () => server.close(done));
});

// A request and its response.
const web = http.createServer((request, response) => {
  assert.strictEqual(here().type, 'HTTPINCOMINGMESSAGE');
  response.setHeader('Connection', 'close');
  response.end('ok');
});
web.listen(0, '127.0.0.1', () => {
  http.get({ port: web.address().port, host: '127.0.0.1' }, (response) => {
    assert.strictEqual(here().type, 'HTTPCLIENTREQUEST');
    response.resume().on('end', () => web.close(done));
  });
});

// A child has a resource of its own, and its pipes.
child.spawn(process.execPath, ['--version']).on('exit', () => assert.strictEqual(here().type, 'PROCESSWRAP')).on('close', done);

// A datagram.
const udp = dgram.createSocket('udp4');
udp.on('message', () => {
  assert.strictEqual(here().type, 'UDPWRAP');
  udp.close(done);
});
udp.bind(0, '127.0.0.1', () => udp.send('x', udp.address().port, '127.0.0.1'));

function check() {
  hook.disable();
  assert.strictEqual(ofType('PIPEWRAP').length, 3);
  assert.ok(ofType('SHUTDOWNWRAP').length >= 2);
  for (const type of ['TCPCONNECTWRAP', 'SHUTDOWNWRAP', 'PROCESSWRAP']) {
    for (const { id } of ofType(type)) {
      assert.strictEqual(counts.get(`before ${id}`), counts.get(`after ${id}`), type);
      assert.strictEqual(counts.get(`destroy ${id}`), 1, `${type} ends once`);
    }
  }
}
