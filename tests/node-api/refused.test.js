'use strict';

// Addons that cannot be loaded: in the main thread and in a worker, an error says why, and both go on.
const assert = require('node:assert');
const { Worker, isMainThread } = require('node:worker_threads');
const { fileOf } = require('./_addon.js');

assert.throws(() => require(fileOf('foreign')), { code: 'ERR_DLOPEN_FAILED', message: /NODE_MODULE_VERSION 93\. .*\nNODE_MODULE_VERSION 147/ });
assert.throws(() => process.dlopen({ exports: {} }, __filename), { code: 'ERR_DLOPEN_FAILED', message: /invalid ELF header/ });
assert.throws(() => process.dlopen({ exports: {} }, '/nowhere.node'), { code: 'ERR_DLOPEN_FAILED', message: /cannot open shared object file/ });
assert.throws(() => process.dlopen({ exports: {} }), { code: 'ERR_MISSING_ARGS' });

// Node finds a missing function only when it is called, and then ends.
if (process.versions.anode) {
  assert.throws(() => require(fileOf('missing')), { code: 'ERR_DLOPEN_FAILED', message: /undefined symbol: uv_function_that_is_nowhere/ });
}
assert.throws(() => process.dlopen({}, fileOf('hello')), TypeError);

if (isMainThread) new Worker(__filename).on('exit', (code) => assert.strictEqual(code, 0));
