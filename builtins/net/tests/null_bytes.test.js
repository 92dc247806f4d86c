'use strict';

// A NUL ends a name for the system: a name with one is refused wherever one can be given, and never looked up or sent up to there.

const assert = require('node:assert');
const dgram = require('node:dgram');
const dns = require('node:dns');
const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const tls = require('node:tls');

const kRefused = { code: 'ERR_INVALID_ARG_VALUE' };
const throws = (call, expected) => assert.throws(call, expected, `${call}`);

for (const name of ['good.example\0.evil.example', '127.0.0.1\0.evil.example', 'localhost\0', '\0']) {
  throws(() => dns.lookup(name, () => assert.fail()), kRefused);
  throws(() => dns.promises.lookup(name), kRefused);
  throws(() => dns.lookup(name, { all: true }, () => assert.fail()), kRefused);
  throws(() => dns.lookupService(name, 80, () => assert.fail()), kRefused);
  throws(() => new dns.Resolver().setServers([name]), { code: 'ERR_INVALID_IP_ADDRESS' });
  throws(() => net.connect({ host: name, port: 1 }), { ...kRefused, message: /^The property 'options\.host' must be a string without null bytes/ });
  throws(() => tls.connect({ host: name, port: 1 }), kRefused);
  throws(() => http.get({ host: name, port: 1 }), { code: 'ERR_INVALID_CHAR' });
  throws(() => https.get({ host: name, port: 1 }), { code: 'ERR_INVALID_CHAR' });
  throws(() => http.get({ host: '127.0.0.1', port: 1, localAddress: name }), { code: 'ERR_INVALID_IP_ADDRESS' });
  throws(() => net.createServer().listen(0, name), kRefused);
  assert.strictEqual(net.isIP(name), 0);
  const group = dgram.createSocket('udp4');
  throws(() => group.addMembership(name), { code: 'EINVAL' });
  group.close();
}
assert.rejects(fetch('http://good.example%00.evil.example/'), { name: 'TypeError' });

// Only Node 26 has it.
if (net.BoundSocket !== undefined) throws(() => new net.BoundSocket({ path: '/tmp/a\0b' }), { code: 'EINVAL', syscall: 'bind' });

// Paths tell later, as the system does.
net.connect({ path: '/tmp/a\0b' }).on('error', (error) => assert.strictEqual(error.code, 'EINVAL'));
net.createServer().listen('/tmp/a\0b').on('error', (error) => assert.strictEqual(error.code, 'EINVAL'));
