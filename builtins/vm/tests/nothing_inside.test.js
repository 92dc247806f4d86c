'use strict';

// A new context has what the language has, and nothing of the runtime.

const assert = require('node:assert');
const vm = require('node:vm');

const names = vm.runInNewContext('Object.getOwnPropertyNames(globalThis)');
for (const name of ['process', 'Buffer', 'require', 'setImmediate', 'setTimeout', 'fetch', 'structuredClone', 'global', 'queueMicrotask']) {
  assert.ok(!names.includes(name), name);
}
assert.ok(names.includes('Array') && names.includes('WebAssembly') && names.includes('console'));

// What the program puts there is the program's own.
const sandbox = vm.createContext({ setImmediate });
assert.strictEqual(vm.runInContext('setImmediate', sandbox), setImmediate);
assert.ok(!(vm.runInContext('[]', sandbox) instanceof Array));
