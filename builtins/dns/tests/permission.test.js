// Flags: --permission --allow-fs-read=*
'use strict';
// Without --allow-net no name server is asked.

const assert = require('node:assert');
const dns = require('node:dns');

const denied = { code: 'ERR_ACCESS_DENIED' };
let told = 0;
for (const ask of ['resolve4', 'resolve6', 'resolveTxt', 'resolveMx', 'reverse', 'lookup']) {
  dns[ask](ask === 'reverse' ? '192.0.2.1' : 'name.invalid', (error) => {
    assert.strictEqual(error.code, 'ERR_ACCESS_DENIED', ask);
    told++;
  });
}
// Also one that the hosts file knows.
assert.rejects(dns.promises.reverse('127.0.0.1'), denied).then(() => told++);
assert.rejects(dns.promises.resolve('name.invalid'), denied).then(() => told++);
assert.rejects(new dns.promises.Resolver().resolve('name.invalid'), denied).then(() => told++);
process.on('exit', () => assert.strictEqual(told, 9));
