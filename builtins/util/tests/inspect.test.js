'use strict';
const assert = require('node:assert');
const { inspect } = require('node:util');

const is = (value, expected, options) => assert.strictEqual(inspect(value, options), expected);

// Primitives and quotes.
is("it's", `"it's"`);
is(`it's "x"`, `\`it's "x"\``);
is('\x00\n\ud800', "'\\x00\\n\\ud800'");
is(-0, '-0');
is(123456789.123, '123_456_789.123', { numericSeparator: true });
is(123456789n, '123_456_789n', { numericSeparator: true });

// Collections, their sizes and their iterators.
is(new Map([[{ a: 1 }, new Set([1])]]), 'Map(1) { { a: 1 } => Set(1) { 1 } }');
is(new Map([[1, 2]]).entries(), '[Map Entries] { [ 1, 2 ] }');
is(new Set([5]).values(), '[Set Iterator] { 5 }');
is([1, , 3, , ,], '[ 1, <1 empty item>, 3, <2 empty items> ]');
is(Object.assign([1], { a: 1, [-1]: 2 }), "[ 1, a: 1, '-1': 2 ]");
is(new Uint8Array(3), 'Uint8Array(3) [ 0, 0, 0 ]');
is([1, 2, 3, 4], '[ 1, 2, ... 2 more items ]', { maxArrayLength: 2 });

// Names.
is(Object.create(null), '[Object: null prototype] {}');
is(new (class Foo extends Map {})(), 'Foo(0) [Map] {}');
is(class A extends Array {}, '[class A extends Array]');
is(async () => {}, '[AsyncFunction (anonymous)]');
is(new (class Part { get [Symbol.toStringTag]() { return 'Whole.Part'; } })(), 'Whole.Part {}');
is({ [Symbol.toStringTag]: 'T' }, "{ Symbol(Symbol.toStringTag): 'T' }");
is(Object.setPrototypeOf([1], null), '[Array(1): null prototype] [ 1 ]');

// Depth, cycles, sorting, compact output.
is({ a: { b: { c: {} } } }, '{ a: { b: { c: {} } } }');
is({ a: { b: { c: { d: 1 } } } }, '{ a: { b: { c: [Object] } } }');
is({ a: { b: { c: { d: 1 } } } }, '{\n  a: { b: { c: { d: 1 } } }\n}', { depth: 3 });
const circular = {};
circular.self = circular;
is(circular, '<ref *1> { self: [Circular *1] }');
is({ b: 1, a: 2 }, '{ a: 2, b: 1 }', { sorted: true });
is({ a: { b: 1 } }, '{\n  a: {\n    b: 1\n  }\n}', { compact: false });
assert.strictEqual(inspect(Array.from({ length: 27 }, (_, i) => i)).split('\n').length, 6);

// Getters, hidden properties, proxies.
const accessors = { get a() { return 1; }, set b(value) {}, get c() { return {}; }, set c(value) {} };
is(accessors, '{ a: [Getter], b: [Setter], c: [Getter/Setter] }');
is(accessors, '{ a: [Getter: 1], b: [Setter], c: [Getter/Setter] {} }', { getters: true });
is(Object.defineProperty({}, 'x', { value: 1 }), '{ [x]: 1 }', { showHidden: true });
is(new Proxy({ a: 1 }, {}), 'Proxy [ { a: 1 }, {} ]', { showProxy: true });
// Without it, what is behind the proxy; not so for what is a proxy in one runtime and of the engine in the other.
is(new Proxy([1], {}), 'Proxy([ 1 ])');
is({ a: { b: new Proxy({ c: 1 }, {}) } }, '{ a: { b: Proxy([Object]) } }', { depth: 1 });
is([new Proxy(new Proxy(new Map(), {}), {})], '[ Proxy(Proxy(Map(0) {})) ]');
is(new Proxy({}, {}), '\x1b[36mProxy(\x1b[39m{}\x1b[36m)\x1b[39m', { colors: true });
is(new Proxy({ [inspect.custom]: () => 'custom' }, {}), 'custom');
// A handler that is a proxy itself, or inherits from one, sees nothing of it.
const seer = new Proxy({}, { get() { throw new Error('seen'); } });
for (const handler of [seer, Object.create(seer)]) is(new Proxy({ a: 1 }, handler), 'Proxy({ a: 1 })');
assert.ok(inspect(process.env).startsWith('{'));
is([-0], '[ -0 ]', { numericSeparator: true });
is(new WeakSet(), 'WeakSet { <items unknown> }');

// Promises and buffers.
is(Promise.resolve(3), 'Promise { 3 }');
is(new Promise(() => {}), 'Promise { <pending> }');
is(new ArrayBuffer(2), 'ArrayBuffer { [Uint8Contents]: <00 00>, [byteLength]: 2 }');

// Custom functions see the remaining depth and may give an object.
const custom = { [inspect.custom](depth, options, inspectAgain) { return `${depth} ${options.colors} ${inspectAgain === inspect}`; } };
is({ a: custom }, '{ a: 1 false true }');
is({ [inspect.custom]() { return { x: 1 }; } }, '{ x: 1 }');

// Colours.
is([1, 'a', null], '[ \x1b[33m1\x1b[39m, \x1b[32m\'a\'\x1b[39m, \x1b[1mnull\x1b[22m ]', { colors: true });

// Errors: cause, own properties, a class that changed its name.
{
  const error = new Error('outer', { cause: 'inner' });
  error.extra = 1;
  const text = inspect(error);
  assert.match(text, /^Error: outer\n {4}at /);
  assert.ok(text.endsWith("{\n  extra: 1,\n  [cause]: 'inner'\n}"), text);
  class Failure extends TypeError {}
  assert.match(inspect(new Failure('x')), /^Failure \[TypeError\]: x\n/);
  const bare = new Error('no stack');
  bare.stack = undefined;
  is(bare, '[Error: no stack]');
}

// Defaults can be changed, but not extended.
inspect.defaultOptions.depth = 0;
is({ a: {} }, '{ a: {} }');
is({ a: { b: 1 } }, '{ a: [Object] }');
inspect.defaultOptions = { depth: 2 };
assert.throws(() => { inspect.defaultOptions = null; }, { code: 'ERR_INVALID_ARG_TYPE' });

// Without a prototype a collection is shown whole.
assert.strictEqual(inspect(Object.setPrototypeOf(new Set([1, 2, 3]), null), { maxArrayLength: 1 }), '[Set(3): null prototype] { 1, 2, 3 }');
assert.strictEqual(inspect(Object.setPrototypeOf(new Map([[1, 2], [3, 4]]), null), { maxArrayLength: 1 }), '[Map(2): null prototype] { 1 => 2, 3 => 4 }');
