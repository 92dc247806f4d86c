'use strict';

// Numbers are those of a DataView at every offset, and a wrong offset or value is refused with Node's error before anything is written.

const assert = require('node:assert');

const kinds = [
  ['UInt8', 'Uint8', 1, [0, 1, 0x80, 0xff]],
  ['Int8', 'Int8', 1, [0, 1, -1, 0x7f, -0x80]],
  ['UInt16', 'Uint16', 2, [0, 1, 0x8000, 0xffff]],
  ['Int16', 'Int16', 2, [0, -2, 0x7fff, -0x8000]],
  ['UInt32', 'Uint32', 4, [0, 1, 0x80000000, 0xffffffff]],
  ['Int32', 'Int32', 4, [0, -3, 0x7fffffff, -0x80000000]],
  ['BigUInt64', 'BigUint64', 8, [0n, 1n, 2n ** 63n, 2n ** 64n - 1n]],
  ['BigInt64', 'BigInt64', 8, [0n, -4n, 2n ** 63n - 1n, -(2n ** 63n)]],
  ['Float', 'Float32', 4, [0, -0, 1.5, -Infinity, NaN, 1e40]],
  ['Double', 'Float64', 8, [0, -0, 1.1, -Infinity, NaN, 5e-324]],
];
const sample = Buffer.from('00f1e2d3c4b5a697881a2b3c4d5e6f70ff80', 'hex');

for (const [kind, ofView, size, values] of kinds) {
  for (const order of size === 1 ? [''] : ['LE', 'BE']) {
    const read = `read${kind}${order}`;
    const write = `write${kind}${order}`;
    const view = new DataView(sample.buffer, sample.byteOffset, sample.length);
    const last = sample.length - size;
    for (let offset = 0; offset <= last; offset++) {
      assert.strictEqual(sample[read](offset), view[`get${ofView}`](offset, order === 'LE'), `${read} ${offset}`);
      for (const value of values) {
        const buffer = Buffer.alloc(sample.length, 0xee);
        const expected = Buffer.alloc(sample.length, 0xee);
        new DataView(expected.buffer, expected.byteOffset)[`set${ofView}`](offset, value, order === 'LE');
        assert.strictEqual(buffer[write](value, offset), offset + size);
        assert.deepStrictEqual(buffer, expected, `${write} ${value} ${offset}`);
      }
    }
    assert.strictEqual(sample[read](), sample[read](0));
    for (const offset of [-1, last + 1, Infinity, -Infinity]) {
      const error = { code: 'ERR_OUT_OF_RANGE', message: new RegExp(`It must be >= 0 and <= ${last}\\. Received`) };
      assert.throws(() => sample[read](offset), error);
      assert.throws(() => Buffer.from(sample)[write](values[0], offset), error);
    }
    for (const offset of [0.5, NaN]) {
      assert.throws(() => sample[read](offset), { code: 'ERR_OUT_OF_RANGE', message: /It must be an integer/ });
    }
    for (const offset of ['0', null, 1n, {}]) {
      assert.throws(() => sample[read](offset), { code: 'ERR_INVALID_ARG_TYPE', message: /"offset" argument must be of type number/ });
    }
    assert.throws(() => Buffer.alloc(size - 1)[read](), { code: 'ERR_BUFFER_OUT_OF_BOUNDS' });
  }
}

// Up to six bytes.
for (let size = 1; size <= 6; size++) {
  for (let offset = 0; offset <= sample.length - size; offset++) {
    const part = sample.subarray(offset, offset + size);
    const big = BigInt(`0x${part.toString('hex')}`);
    const little = BigInt(`0x${Buffer.from(part).reverse().toString('hex')}`);
    assert.strictEqual(sample.readUIntBE(offset, size), Number(big));
    assert.strictEqual(sample.readUIntLE(offset, size), Number(little));
    assert.strictEqual(sample.readIntBE(offset, size), Number(BigInt.asIntN(size * 8, big)));
    assert.strictEqual(sample.readIntLE(offset, size), Number(BigInt.asIntN(size * 8, little)));
    for (const method of ['UIntBE', 'UIntLE', 'IntBE', 'IntLE']) {
      const buffer = Buffer.alloc(sample.length, 0xee);
      assert.strictEqual(buffer[`write${method}`](sample[`read${method}`](offset, size), offset, size), offset + size);
      assert.deepStrictEqual(buffer.subarray(offset, offset + size), part);
    }
  }
}
assert.throws(() => sample.readUIntLE(0, 7), { code: 'ERR_OUT_OF_RANGE', message: /"byteLength".*>= 1 and <= 6/ });
assert.throws(() => sample.readUIntLE(undefined, 2), { code: 'ERR_INVALID_ARG_TYPE', message: /"offset"/ });
assert.throws(() => Buffer.alloc(8).writeIntLE(5), { code: 'ERR_INVALID_ARG_TYPE', message: /"byteLength"/ });
assert.throws(() => Buffer.alloc(8).writeIntLE(5, undefined, 6), { code: 'ERR_INVALID_ARG_TYPE', message: /"offset"/ });

// What is refused leaves the bytes alone.
for (const [write, value, name] of [
  ['writeUInt8', 256, RangeError], ['writeInt16BE', 0x8000, RangeError], ['writeUInt32LE', -1, RangeError], ['writeIntBE', 2 ** 47, RangeError],
  ['writeBigUInt64LE', -1n, RangeError], ['writeBigInt64LE', 2n ** 63n, RangeError], ['writeBigInt64BE', 5, TypeError],
  ['writeBigUInt64BE', true, TypeError], ['writeBigUInt64BE', '5', TypeError], ['writeDoubleBE', Symbol('x'), TypeError],
]) {
  const buffer = Buffer.alloc(8, 0xee);
  assert.throws(() => buffer[write](value, 0, 6), name, write);
  assert.deepStrictEqual(buffer, Buffer.alloc(8, 0xee));
}
const bigint = Buffer.alloc(8);
bigint.writeBigInt64BE({ valueOf: () => -2n });
assert.strictEqual(bigint.readBigInt64BE(), -2n);

// A byte is asked for its offset first, as in Node; two are not.
assert.throws(() => bigint.writeInt8(70000, '1'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => bigint.writeInt16LE(70000, '1'), { code: 'ERR_OUT_OF_RANGE' });
