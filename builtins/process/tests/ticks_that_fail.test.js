'use strict';
// What is left of the ticks when one of them fails waits for the check phase, so that ticks that fail for ever do not stop the rest.

const assert = require('node:assert');

let failures = 0;
const order = [];

process.on('uncaughtException', () => {
  order.push('failed');
  if (++failures < 100) failLater();
});

function failLater() {
  process.nextTick(() => { throw new Error('again'); });
}

failLater();
process.nextTick(() => order.push('next'));
setImmediate(() => {
  assert.ok(failures < 100, 'an immediate comes in between');
  assert.strictEqual(order[0], 'failed');
  order.push('immediate');
});
process.on('exit', () => {
  assert.strictEqual(failures, 100);
  assert.ok(order.indexOf('next') < 3 && order.includes('immediate'));
});
