// Sizes and depths that cannot be had are errors a program can catch.
'use strict';

const assert = require('node:assert');
const { AsyncLocalStorage, createHook } = require('node:async_hooks');

assert.throws(() => new Array(2 ** 32), RangeError);
assert.throws(() => 'x'.repeat(2 ** 30), RangeError);
assert.throws(() => Buffer.alloc(2 ** 53), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => JSON.parse('['.repeat(200_000)), SyntaxError);

function recurse() {
  return recurse() + 1;
}
assert.throws(recurse, RangeError);
new AsyncLocalStorage().run(1, () => assert.throws(recurse, RangeError));
const hook = createHook({ init() {} }).enable();
assert.throws(recurse, RangeError);
hook.disable();
assert.throws(() => new RegExp('('.repeat(100_000)), SyntaxError);
