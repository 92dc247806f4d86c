'use strict';

// Memory that there is not is an error that a program can catch; what a system gives all the same is a buffer.

const assert = require('node:assert');

const refusal = { name: 'RangeError', code: 'ERR_MEMORY_ALLOCATION_FAILED', message: 'Failed to allocate memory' };

/** A system that grants any size gives a buffer. */
function largeBuffer(allocate) {
  try {
    return allocate(2 ** 40).length;
  } catch (error) {
    assert.throws(() => { throw error; }, refusal);
    return 2 ** 40;
  }
}

for (const allocate of [Buffer.allocUnsafe, Buffer.allocUnsafeSlow]) {
  assert.strictEqual(largeBuffer(allocate), 2 ** 40);
  // More than addresses can reach.
  assert.throws(() => allocate(2 ** 52), refusal);
}
assert.throws(() => Buffer.alloc(2 ** 52), { name: 'RangeError', message: 'Array buffer allocation failed' });

const large = Buffer.allocUnsafe(100 << 20);
const counted = process.memoryUsage().arrayBuffers;
assert.ok(counted >= large.length, `${counted}`);
