// Flags: --expose-gc
'use strict';

const assert = require('node:assert');
const Counter = require('./_addon.js').load('counter');

const counter = new Counter(41);
assert.strictEqual(counter.value, 41);
assert.strictEqual(counter.increment(), 42);
assert.ok(counter instanceof Counter);
assert.throws(() => new Counter('x'), { name: 'TypeError', message: 'start must be a number' });
assert.throws(() => Counter.prototype.increment.call({}), TypeError);

class Named extends Counter {
  name = 'n';
}
assert.strictEqual(new Named(1).increment(), 2);

// Finalizers run from the loop, after the collector.
(function make() {
  for (let i = 0; i < 10; i++) new Counter(i);
})();
const before = Counter.freed;
(function wait(turns) {
  if (Counter.freed > before) return;
  assert.ok(turns > 0, 'nothing was freed');
  globalThis.gc();
  setImmediate(wait, turns - 1);
})(20);
