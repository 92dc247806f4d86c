'use strict';

const assert = require('node:assert');
const vm = require('node:vm');
const { load, fileOf } = require('./_addon.js');

const { hello, fail } = load('hello');
assert.strictEqual(hello(), 'Hello from C');
// Methods of a property list have no name.
assert.strictEqual(hello.name, '');
assert.throws(fail, { name: 'TypeError', code: 'ERR_HELLO', message: 'not today' });

// A second load has functions of its own.
const again = { exports: {} };
process.dlopen(again, fileOf('hello'), require('node:os').constants.dlopen.RTLD_NOW);
assert.notStrictEqual(again.exports.hello, hello);
assert.strictEqual(again.exports.hello(), 'Hello from C');

// What an addon throws in another context is an error of its own.
assert.throws(() => vm.runInNewContext('fail()', { fail }), { code: 'ERR_HELLO' });
