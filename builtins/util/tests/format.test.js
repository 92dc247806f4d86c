'use strict';
const assert = require('node:assert');
const { format, formatWithOptions } = require('node:util');

for (const [args, expected] of [
  [[], ''],
  [['%s', 'a', 'b'], 'a b'],
  [['%s %s', 'a'], 'a %s'],
  [['%d %i %f', '12.5', '12.5', '12.5'], '12.5 12 12.5'],
  [['%d', 5n], '5n'],
  [['%s', -0], '-0'],
  [['%s', { a: { b: 1 } }], '{ a: [Object] }'],
  [['%s', class A {}], 'class A {}'],
  [['%s', { toString() { return 'own'; } }], 'own'],
  [['%j', { a: [1] }], '{"a":[1]}'],
  [['%o', []], '[ [length]: 0 ]'],
  [['%O', { a: 1 }], '{ a: 1 }'],
  [['%c%s', 'color: red', 'x'], 'x'],
  [['100%'], '100%'],
  [['%% %s', 'a'], '% a'],
  [[1, 'a', { b: 2 }], '1 a { b: 2 }'],
]) {
  assert.strictEqual(format(...args), expected);
}

const circular = {};
circular.self = circular;
assert.strictEqual(format('%j', circular), '[Circular]');
assert.strictEqual(formatWithOptions({ colors: true }, 1), '\x1b[33m1\x1b[39m');
assert.throws(() => formatWithOptions(1), { code: 'ERR_INVALID_ARG_TYPE' });
