'use strict';
const assert = require('node:assert');
const util = require('node:util');

assert.deepStrictEqual(util.diff('12345', '12x45').filter(([operation]) => operation !== 0), [[1, '3'], [-1, 'x']]);
assert.deepStrictEqual(util.diff(['a', 'b'], ['a', 'b', 'c']), [[0, 'a'], [0, 'b'], [-1, 'c']]);

assert.strictEqual(util.styleText(['bold', 'red'], 'x', { validateStream: false }), '\x1b[1m\x1b[31mx\x1b[39m\x1b[22m');
assert.throws(() => util.styleText('no such style', 'x'), { code: 'ERR_INVALID_ARG_VALUE' });

assert.strictEqual(util.stripVTControlCharacters('\x1b[31mred\x1b[39m \x1b]8;;http://x\x07link\x1b]8;;\x07'), 'red link');
assert.strictEqual(util.toUSVString('a\ud800'), 'a\ufffd');

assert.strictEqual(util.getSystemErrorMessage(-2), 'no such file or directory');
assert.strictEqual(util.convertProcessSignalToExitCode('SIGTERM'), 143);

assert.ok(util.types.isMap(new Map()) && !util.types.isMap(Object.create(Map.prototype)));
assert.ok(util.types.isProxy(new Proxy({}, {})));
assert.ok(util.types.isUint8Array(Buffer.alloc(1)) && !util.types.isUint8Array(new Int8Array(1)));
assert.ok(util.types.isBoxedPrimitive(Object(1n)) && !util.types.isBoxedPrimitive(1n));
assert.ok(util.types.isGeneratorObject((function* () {})()));

assert.ok(util.isDeepStrictEqual({ a: [new Map([[{}, 1]])] }, { a: [new Map([[{}, 1]])] }));
assert.ok(!util.isDeepStrictEqual([0], [-0]));

// What only calls itself a plain object is still compared as what it is.
for (const make of [(text) => new Map([[1, text]]), (text) => new Date(text.length), (text) => new Error(text), (text) => Object(text)]) {
  const disguised = (text) => Object.defineProperty(make(text), Symbol.toStringTag, { value: 'Object' });
  assert.ok(!util.isDeepStrictEqual(disguised('a'), disguised('bc')));
  assert.throws(() => assert.deepEqual(disguised('a'), disguised('bc')), assert.AssertionError);
}
