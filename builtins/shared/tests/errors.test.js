'use strict';
// Run against the public surface, so that the same file passes on Node.
const assert = require('node:assert');
const path = require('node:path');
const util = require('node:util');

// A coded error is an instance of its base class and says its code.
{
  let error;
  try {
    path.join(1);
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error instanceof TypeError);
  assert.strictEqual(error.constructor, TypeError);
  assert.strictEqual(error.name, 'TypeError');
  assert.strictEqual(error.code, 'ERR_INVALID_ARG_TYPE');
  assert.strictEqual(error.message, 'The "path" argument must be of type string. Received type number (1)');
  assert.strictEqual(String(error), `TypeError [ERR_INVALID_ARG_TYPE]: ${error.message}`);
  assert.ok(error.stack.startsWith(`TypeError [ERR_INVALID_ARG_TYPE]: ${error.message}\n    at `), error.stack);
  assert.deepStrictEqual(Object.keys(error), ['code']);
}

// How the received value is named.
for (const [value, text] of [
  [undefined, 'undefined'],
  [null, 'null'],
  [-0, 'type number (-0)'],
  [1n, 'type bigint (1n)'],
  [Symbol('s'), 'type symbol (Symbol(s))'],
  [new Map(), 'an instance of Map'],
  [function parse() {}, 'function parse'],
  [Object.create(null), '[Object: null prototype] {}'],
]) {
  assert.throws(() => path.join(value), { message: `The "path" argument must be of type string. Received ${text}` });
}

// libuv's names and messages.
assert.strictEqual(util.getSystemErrorName(-2), 'ENOENT');
assert.strictEqual(util.getSystemErrorMap().get(-98)[1], 'address already in use');
assert.throws(() => util.getSystemErrorName(1), { code: 'ERR_OUT_OF_RANGE' });
