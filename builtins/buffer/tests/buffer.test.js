'use strict';

const assert = require('node:assert');
const { Buffer, atob, btoa, isAscii, isUtf8, transcode } = require('node:buffer');

// Every encoding there and back.
for (const encoding of ['utf8', 'utf-8', 'UTF8', 'ucs2', 'utf16le', 'latin1', 'binary', 'ascii', 'hex', 'base64', 'base64url']) {
  const bytes = Buffer.from([0x41, 0x42, 0x7a, 0x00, 0x31, 0x20]);
  assert.deepStrictEqual(Buffer.from(bytes.toString(encoding), encoding), bytes, encoding);
  assert.strictEqual(Buffer.byteLength(bytes.toString(encoding), encoding), bytes.length, encoding);
}
assert.strictEqual(Buffer.from([0xff, 0x41, 0xc3]).toString(), '\ufffdA\ufffd');
assert.strictEqual(Buffer.from('abcx', 'hex').length, 1);
assert.strictEqual(Buffer.from('a-_=b', 'base64').length, 2);
assert.deepStrictEqual(Buffer.from('\ud800x'), Buffer.from([0xef, 0xbf, 0xbd, 0x78]));
assert.strictEqual(Buffer.alloc(5).write('h\u20ac\u20ac'), 4);

// Long texts leave the pool.
const long = '\u00e9'.repeat(50_000);
assert.strictEqual(Buffer.from(long).length, 100_000);
assert.strictEqual(Buffer.from(long).toString(), long);
assert.strictEqual(Buffer.from(Buffer.from(long).toString('base64'), 'base64').toString(), long);

// Pooled buffers do not overlap.
const many = Array.from({ length: 5000 }, (_, i) => Buffer.from(`item ${i}`));
many.forEach((buffer, i) => assert.strictEqual(buffer.toString(), `item ${i}`));
assert.ok(Buffer.concat([Buffer.from('a')], 100).subarray(1).every((byte) => byte === 0));

// Searching.
const text = Buffer.from('abcabcabc');
assert.deepStrictEqual([text.indexOf('c'), text.indexOf('c', 3), text.lastIndexOf('abc'), text.lastIndexOf('abc', 5), text.indexOf('zz')], [2, 5, 6, 3, -1]);
assert.deepStrictEqual([text.indexOf(99), text.indexOf('', 4), text.indexOf('c', -1), text.lastIndexOf('a', -4)], [2, 4, 8, 3]);
assert.strictEqual(Buffer.from('\u0041\u4100', 'utf16le').indexOf('\u0041', 0, 'utf16le'), 0);
assert.ok(text.includes(Buffer.from('bca')));

// Numbers.
const numbers = Buffer.alloc(16);
for (const [write, read, value] of [
  ['writeInt32LE', 'readInt32LE', -5], ['writeUInt32BE', 'readUInt32BE', 0xfffffffe], ['writeInt16BE', 'readInt16BE', -32768],
  ['writeBigInt64LE', 'readBigInt64LE', -3n], ['writeBigUInt64BE', 'readBigUInt64BE', 2n ** 64n - 1n], ['writeDoubleBE', 'readDoubleBE', 1e-300],
  ['writeFloatLE', 'readFloatLE', 0.5],
]) {
  numbers[write](value, 3);
  assert.strictEqual(numbers[read](3), value, write);
}
numbers.writeIntLE(-(2 ** 47), 0, 6);
assert.strictEqual(numbers.readIntLE(0, 6), -(2 ** 47));
assert.throws(() => numbers.readUInt8(16), { code: 'ERR_OUT_OF_RANGE', message: 'The value of "offset" is out of range. It must be >= 0 and <= 15. Received 16' });
assert.throws(() => numbers.writeUInt8(256), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => numbers.readUInt16LE('x'), { code: 'ERR_INVALID_ARG_TYPE' });

// Filling, copying, comparing, swapping.
assert.strictEqual(Buffer.alloc(7, 'abc').toString(), 'abcabca');
assert.strictEqual(Buffer.alloc(4).fill('\u20ac').toString('hex'), 'e282ace2');
assert.throws(() => Buffer.alloc(5, 'zz', 'hex'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.strictEqual(Buffer.from('12345').copy(numbers, 1, 1, 3), 2);
assert.strictEqual(numbers.toString('latin1', 1, 3), '23');
assert.strictEqual(Buffer.compare(Buffer.from('a'), Buffer.from('b')), -1);
assert.strictEqual(Buffer.from([1, 2, 3, 4]).swap16().toString('hex'), '02010403');

// Shared memory and JSON.
const base = Buffer.from('hello');
base.subarray(1, 3)[0] = 0x45;
assert.strictEqual(base.toString(), 'hEllo');
assert.deepStrictEqual(Buffer.from(JSON.parse(JSON.stringify(base))), base);
assert.strictEqual(Buffer.from(base.buffer, base.byteOffset, 2).toString(), 'hE');

// The rest of the module.
assert.strictEqual(atob(btoa('\u00ff\u0000a')), '\u00ff\u0000a');
assert.throws(() => atob('a'), { name: 'InvalidCharacterError' });
assert.throws(() => btoa('\u20ac'), { name: 'InvalidCharacterError' });
assert.deepStrictEqual([isUtf8(Buffer.from([0xc3])), isAscii(Buffer.from('a'))], [false, true]);
assert.strictEqual(transcode(Buffer.from('\u20ac'), 'utf8', 'latin1').toString(), '?');
