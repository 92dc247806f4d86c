'use strict';

const assert = require('node:assert');
const { BlockList, SocketAddress } = require('node:net');

const list = new BlockList();
list.addCIDRs(BlockList.PRIVATE_RANGES);
assert.strictEqual(list.size, 8);
assert.ok(list.check('192.168.1.1') && list.check('fd00::1', 'ipv6') && !list.check('8.8.8.8'));
list.removeCIDR('192.168.0.0/16');
assert.ok(!list.check('192.168.1.1'));

// A list with a wrong entry adds nothing.
const before = list.rules;
assert.throws(() => list.addCIDRs(['1.0.0.0/8', '2.0.0.0']), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => list.addCIDR('1.0.0.0/08'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => list.addCIDR('1.0.0.0/33'), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => list.addAddresses(['1.1.1.1', 'nowhere']), { code: 'ERR_INVALID_ADDRESS' });
assert.deepStrictEqual(list.rules, before);

list.clear();
list.addAddresses(['1.1.1.1', '2.2.2.2']);
list.addAddress('::ffff:1.1.1.1', 'ipv6');
list.addRange('3.0.0.1', '3.0.0.9');
list.removeRange('3.0.0.1', '3.0.0.5');
list.removeAddress('2.2.2.2');
assert.deepStrictEqual(list.rules, ['Address: IPv6 ::ffff:1.1.1.1', 'Range: IPv4 3.0.0.1-3.0.0.9']);
assert.ok(list.check('1.1.1.1') && !list.check('2.2.2.2'));
assert.deepStrictEqual(structuredClone(list).rules, list.rules);

// An address is cloned as what it is.
const address = new SocketAddress({ family: 'ipv6', address: '::1', port: 80, flowlabel: 3 });
const copy = structuredClone({ address }).address;
assert.ok(copy !== address && SocketAddress.isSocketAddress(copy));
assert.deepStrictEqual(copy.toJSON(), { address: '::1', port: 80, family: 'ipv6', flowlabel: 3 });

// A clone of a list has the same rules, and keeps having them.
const clone = structuredClone(list);
list.addAddress('123.123.123.123');
clone.addAddress('124.124.124.124');
assert.ok(clone.check('123.123.123.123') && list.check('124.124.124.124'));
assert.deepStrictEqual(clone.rules, list.rules);
