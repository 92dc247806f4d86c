'use strict';
// Immediates: one queue a turn, cleared ones passed over, the rest run after one that throws.
const assert = require('node:assert');

const seen = [];
const error = new Error('thrown by an immediate');

setImmediate(() => {
  seen.push('first');
  setImmediate(() => seen.push('next turn'));
});
const cleared = setImmediate(() => seen.push('cleared'));
setImmediate(() => { throw error; });
setImmediate((...args) => seen.push(args), 1, 2);
clearImmediate(cleared);

process.once('uncaughtException', (thrown) => {
  assert.strictEqual(thrown, error);
  seen.push('handled');
});
process.on('exit', () => assert.deepStrictEqual(seen, ['first', 'handled', [1, 2], 'next turn']));
