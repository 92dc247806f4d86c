// Flags: --no-experimental-sqlite
'use strict';

const assert = require('node:assert');
const { builtinModules, isBuiltin } = require('node:module');

assert.throws(() => require('node:sqlite'), { code: 'ERR_UNKNOWN_BUILTIN_MODULE', message: 'No such built-in module: node:sqlite' });
assert.strictEqual(isBuiltin('node:sqlite'), false);
assert.strictEqual(builtinModules.includes('node:sqlite'), false);
assert.strictEqual(process.getBuiltinModule('node:sqlite'), undefined);
assert.rejects(import('node:sqlite'), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
