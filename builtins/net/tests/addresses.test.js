'use strict';

const assert = require('node:assert');
const net = require('node:net');

assert.deepStrictEqual(['::1', '1.2.3.4', '1.2.3', 'fe80::1%eth0', ''].map(net.isIP), [6, 4, 0, 6, 0]);

const list = new net.BlockList();
list.addAddress('10.0.0.1');
list.addRange('10.0.0.10', '10.0.0.20');
list.addSubnet('8592:757c:efae:4e45::', 64, 'ipv6');
assert.ok(list.check('10.0.0.1') && list.check('::ffff:10.0.0.15', 'ipv6') && list.check('8592:757c:efae:4e45::9', 'ipv6'));
assert.ok(!list.check('10.0.0.2') && !list.check('8592::', 'ipv6'));
assert.deepStrictEqual([...list.rules].sort(), ['Address: IPv4 10.0.0.1', 'Range: IPv4 10.0.0.10-10.0.0.20', 'Subnet: IPv6 8592:757c:efae:4e45::/64']);
assert.throws(() => list.addRange('2.2.2.2', '1.1.1.1'), { code: 'ERR_INVALID_ARG_VALUE' });

const address = net.SocketAddress.parse('[::1]:8080');
assert.deepStrictEqual(address.toJSON(), { address: '::1', port: 8080, family: 'ipv6', flowlabel: 0 });
assert.strictEqual(net.SocketAddress.parse('nowhere'), undefined);

const server = net.createServer().listen(0, '127.0.0.1', () => {
  const blockList = new net.BlockList();
  blockList.addAddress('127.0.0.1');
  net.connect({ port: server.address().port, host: '127.0.0.1', blockList }).on('error', (error) => {
    assert.strictEqual(error.code, 'ERR_IP_BLOCKED');
    server.close();
  });
});
