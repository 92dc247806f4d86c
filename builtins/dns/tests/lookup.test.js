'use strict';

const assert = require('node:assert');
const dns = require('node:dns');

let calls = 0;
dns.lookup('127.0.0.1', (error, address, family) => {
  calls++;
  assert.deepStrictEqual([error, address, family], [null, '127.0.0.1', 4]);
});
dns.lookup('localhost', { all: true, order: 'ipv4first' }, (error, addresses) => {
  calls++;
  assert.strictEqual(error, null);
  assert.strictEqual(addresses[0].family, 4);
});
dns.lookup('no-such-host.invalid', (error) => {
  calls++;
  assert.ok(error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN');
  assert.strictEqual(error.syscall, 'getaddrinfo');
  assert.strictEqual(error.hostname, 'no-such-host.invalid');
});
dns.promises.lookup('::1', { all: true }).then((addresses) => {
  calls++;
  assert.deepStrictEqual(addresses, [{ address: '::1', family: 6 }]);
});

assert.throws(() => dns.lookup('x', { family: 5 }, () => {}), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => dns.lookup('x', { hints: 1e6 }, () => {}), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => dns.lookup('x'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => dns.lookupService('x', 1, () => {}), { code: 'ERR_INVALID_ARG_VALUE' });

assert.strictEqual(dns.getDefaultResultOrder(), 'verbatim');
const resolver = new dns.Resolver();
resolver.setServers(['1.1.1.1:53', '[::1]:5353', '8.8.8.8:54']);
assert.deepStrictEqual(resolver.getServers(), ['1.1.1.1', '[::1]:5353', '8.8.8.8:54']);
assert.throws(() => resolver.setServers(['nowhere']), { code: 'ERR_INVALID_IP_ADDRESS' });
assert.throws(() => dns.setServers(undefined), { code: 'ERR_INVALID_ARG_TYPE', message: /instance of Array/ });

process.on('exit', () => assert.strictEqual(calls, 4));

// Arguments of other kinds.
for (const address of [undefined, null, 1, {}]) assert.throws(() => dns.lookupService(address, 80, () => {}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => dns.lookup('localhost', { hints: -1 }, () => {}), { message: "The argument 'hints' is invalid. Received 4294967295" });
assert.throws(() => new dns.Resolver({ maxTimeout: -1 }), { message: /It must be >= 0 && <= 4294967295\. Received -1$/ });
