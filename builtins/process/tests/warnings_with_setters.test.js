// A warning is printed although the program has accessors on `Object.prototype`.
'use strict';
const assert = require('node:assert');

const printed = [];
process.stderr.write = (text) => printed.push(text);
let calls = 0;
Object.defineProperty(Object.prototype, 'name', {
  __proto__: null, configurable: true,
  get() { calls++; },
  set() {},
});
process.emitWarning('still told');
setImmediate(() => {
  delete Object.prototype.name;
  assert.strictEqual(calls, 0);
  assert.match(printed.join(''), /Warning: still told/);
});
