'use strict';

// Contexts mirror their object.

const assert = require('node:assert');
const vm = require('node:vm');

const named = new vm.Script('1\n//# sourceURL=a.js\n//# sourceMappingURL=a.js.map');
assert.deepStrictEqual([named.sourceURL, named.sourceMapURL], ['a.js', 'a.js.map']);
assert.deepStrictEqual([new vm.Script('1').sourceURL, new vm.Script('1').sourceMapURL], [undefined, undefined]);

const context = vm.createContext({ a: 1, list: [] });
assert.strictEqual(vm.isContext(context), true);
assert.strictEqual(vm.isContext({}), false);

assert.strictEqual(vm.runInContext('a + 1', context), 2);
vm.runInContext('var b = 2; function f() { return b } ; let hidden = 3; c = 4', context);
assert.strictEqual(context.b, 2);
assert.strictEqual(context.f(), 2);
assert.strictEqual(context.c, 4);
assert.strictEqual('hidden' in context, false);
assert.strictEqual(vm.runInContext('hidden', context), 3);
context.a = 5;
assert.strictEqual(vm.runInContext('globalThis.a', context), 5);
assert.strictEqual(vm.runInContext('delete globalThis.a; typeof a', context), 'undefined');
assert.strictEqual('a' in context, false);
assert.throws(() => vm.runInContext('"use strict"; undeclared = 1', context), { name: 'ReferenceError' });

// Own intrinsics, shared values.
assert.notStrictEqual(vm.runInContext('Array', context), Array);
assert.ok(context.list instanceof Array);
assert.strictEqual(vm.runInContext('list instanceof Array', context), false);

// Accessors on the object are called.
let stored;
const withAccessor = vm.createContext({ get x() { return 7; }, set x(value) { stored = value; } });
assert.strictEqual(vm.runInContext('x = 8; x', withAccessor), 7);
assert.strictEqual(stored, 8);

// Limits and places.
assert.throws(() => vm.runInNewContext('for (;;);', {}, { timeout: 5 }), {
  code: 'ERR_SCRIPT_EXECUTION_TIMEOUT', message: 'Script execution timed out after 5ms',
});
assert.throws(() => new vm.Script('let x = ;', { filename: 'file.vm' }), (error) => error.stack.startsWith('file.vm:1\nlet x = ;\n'));

// Code caches and functions.
const script = new vm.Script('1 + 1');
const cached = new vm.Script('1 + 1', { cachedData: script.createCachedData() });
assert.strictEqual(cached.cachedDataRejected, false);
assert.strictEqual(cached.runInThisContext(), 2);
assert.strictEqual(vm.compileFunction('return a + b', ['a', 'b'])(1, 2), 3);
assert.strictEqual(vm.compileFunction('return y', [], { contextExtensions: [{ y: 9 }] })(), 9);

// Microtasks of its own.
const own = vm.createContext({ log: [] }, { microtaskMode: 'afterEvaluate' });
vm.runInContext('Promise.resolve().then(() => log.push(1))', own);
assert.deepStrictEqual(own.log, [1]);

const plain = vm.createContext(vm.constants.DONT_CONTEXTIFY);
assert.strictEqual(vm.runInContext('globalThis', plain), plain);

// Names of the language on the object: V8 does not take them for its own while it makes the context.
for (const name of Object.getOwnPropertyNames(globalThis).filter((name) => /^[A-Z]/.test(name))) {
  for (const value of [1, globalThis[name], undefined]) {
    assert.strictEqual(vm.runInNewContext(name, { [name]: value }), value, name);
  }
}
const counted = { get Math() { return ++this.reads; }, reads: 0 };
vm.createContext(counted);
assert.strictEqual(counted.reads, 0);

// WebAssembly is compiled only where that is allowed.
const empty = 'new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])';
const strict = vm.createContext({}, { codeGeneration: { wasm: false } });
assert.throws(() => vm.runInContext(`new WebAssembly.Module(${empty})`, strict), { name: 'CompileError' });
assert.rejects(vm.runInContext(`WebAssembly.compile(${empty})`, strict), { name: 'CompileError' });
assert.ok(vm.runInNewContext(`new WebAssembly.Module(${empty})`));
assert.ok(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
