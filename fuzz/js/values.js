'use strict';

/** Values of every kind: how they print, compare, and are copied. */

const assert = require('node:assert');
const util = require('node:util');
const v8 = require('node:v8');
const { below, many, outcome, pick, run } = require('./chance.js');

const KEYS = ['a', 'b c', '0', '10', '-1', 'constructor', 'toString', 'é', "it's", '"', '\n', ''];
const WORDS = ['', 'a', "it's", '"both\'', 'a\nb', '\u0001\x7f', '\ud800', 'x'.repeat(120), 'word '.repeat(20), '\u001b[31m', '`', '%s %d', '日本語'];
const symbol = Symbol('s');

class Thing {
  constructor(value) {
    this.value = value;
  }
  get accessor() {
    return this.value;
  }
}
class Derived extends Thing {}
class Listed extends Array {}
class Mapped extends Map {}

/** Kinds of values; `deep` is how much further a value may go. */
const KINDS = [
  () => pick([0, -0, 1, -1.5, NaN, Infinity, 1e21, 123456.789, 10n, -5n]),
  () => pick(WORDS),
  () => pick([undefined, null, true, false, symbol, Symbol.iterator, Symbol(''), Symbol('a b')]),
  (deep) => many(below(4), () => value(deep)),
  (deep) => Object.fromEntries(many(below(4), () => [pick(KEYS), value(deep)])),
  (deep) => new Map(many(below(3), () => [value(deep), value(deep)])),
  (deep) => new Set(many(below(3), () => value(deep))),
  (deep) => new Thing(value(deep)),
  (deep) => new Derived(value(deep)),
  () => Listed.from([1, 2]),
  (deep) => new Mapped([[1, value(deep)]]),
  () => pick([new Date(0), new Date(NaN), /a\/b/gi, new RegExp('', 'v')]),
  () => pick([new Error('x'), new TypeError('a\nb'), new RangeError('')]).name,
  () => pick([Uint8Array, Int16Array, Float32Array, Float64Array, BigInt64Array, Uint8ClampedArray]).of(),
  () => Uint8Array.from(many(below(5), () => below(256))),
  () => new ArrayBuffer(below(6)),
  // With memory of its own: where a buffer lies in the pool is nobody's business.
  () => Buffer.from(Uint8Array.from(many(below(5), () => below(256))).buffer),
  () => new DataView(new ArrayBuffer(3), 1),
  () => pick([Object(1), Object(-0), Object('ab'), Object(true), Object(2n), Object(symbol)]),
  () => pick([function named() {}, () => {}, class {}, class Named extends Thing {}, async () => {}, function* gen() {}, Math.max]),
  () => pick([new WeakMap(), new WeakSet(), Promise.resolve(4), JSON, globalThis.Atomics, new Proxy([1], {}), new Proxy(() => {}, {})]),
  (deep) => Object.assign(Object.create(null), { a: value(deep) }),
  (deep) => ({ [symbol]: value(deep), get g() { return 1; }, set s(_) {}, get gs() { return 2; }, set gs(_) {} }),
  (deep) => sparse(deep),
  (deep) => cyclic(deep),
  () => (function arguments_() { return arguments; })(1, 'a'),
  () => [1, 2][Symbol.iterator](),
  () => new Map([[1, { a: 1 }]]).entries(),
  (deep) => Object.assign(many(2, () => value(deep)), { extra: 1, '-1': 2 }),
  (deep) => Object.assign(() => {}, { x: value(deep) }),
  () => many(below(130), () => below(1000)),
  () => new URLSearchParams('a=1&b=2'),
  () => Object.create({ constructor: { name: 'Odd' } }, { hidden: { value: 1 }, seen: { value: 2, enumerable: true } }),
  () => ({ [util.inspect.custom]: (depth, options) => `custom ${depth} ${options.compact}` }),
  () => ({ [Symbol.toStringTag]: 'Tagged', a: 1 }),
];

function value(deep) {
  if (deep === 0) return pick(KINDS.slice(0, 3))();
  return pick(KINDS)(deep - 1);
}

function sparse(deep) {
  const array = [];
  array[below(6)] = value(deep);
  array.length += below(3);
  return array;
}

function cyclic(deep) {
  const object = { deep: value(deep) };
  object.self = pick([object, [object], new Map([[object, 1]])]);
  return object;
}

function options() {
  const chosen = {};
  const may = (name, values) => { if (below(4) === 0) chosen[name] = pick(values); };
  may('depth', [0, 1, 5, null, Infinity]);
  may('colors', [true]);
  may('compact', [0, 1, 2, 3, 5, true, false]);
  may('breakLength', [10, 40, 80, 120, Infinity]);
  may('sorted', [true, (a, b) => (a < b ? 1 : -1)]);
  may('getters', [true, 'get', 'set']);
  may('showHidden', [true]);
  may('maxArrayLength', [0, 1, 2, null]);
  may('maxStringLength', [0, 3, null]);
  may('numericSeparator', [true]);
  may('customInspect', [false]);
  return chosen;
}

/** Without the stack, of which the frames differ. */
function messageOf(call) {
  try {
    call();
    return 'passes';
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
}

run(() => {
  const [one, other, chosen] = [value(3), value(3), options()];
  const format = many(below(4), () => pick(['%s', '%d', '%i', '%f', '%j', '%o', '%O', '%c', '%%', 'x', '%', ' %z'])).join('');
  return [
    outcome(() => util.inspect(chosen)),
    outcome(() => util.inspect(one, chosen)),
    outcome(() => util.format(format, one, other)),
    outcome(() => util.inspect([one, other], chosen)),
    outcome(() => [util.isDeepStrictEqual(one, other), util.isDeepStrictEqual(one, one)]),
    messageOf(() => assert.deepStrictEqual(one, other)),
    messageOf(() => assert.deepEqual(one, other)),
    messageOf(() => assert.strictEqual(one, other)),
    messageOf(() => assert.partialDeepStrictEqual(one, other)),
    outcome(() => util.inspect(structuredClone(one))),
    outcome(() => util.inspect(v8.deserialize(v8.serialize(one)))),
    outcome(() => Object.keys(util.types).filter((name) => util.types[name](one)).sort()),
    outcome(() => util.toUSVString(String(one))),
    outcome(() => util.stripVTControlCharacters(util.inspect(one, { colors: true }))),
  ];
});
