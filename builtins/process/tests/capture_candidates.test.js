'use strict';

const assert = require('node:assert');

const order = [];
process.addUncaughtExceptionCaptureCallback(({ message }) => {
  order.push(`first ${message}`);
  return message === 'a';
});
process.addUncaughtExceptionCaptureCallback(({ message }) => {
  order.push(`second ${message}`);
  return message === 'b';
});
assert.throws(() => process.addUncaughtExceptionCaptureCallback(1), { code: 'ERR_INVALID_ARG_TYPE' });
process.on('uncaughtException', ({ message }) => order.push(`event ${message}`));

for (const message of ['a', 'b', 'c']) setImmediate(() => { throw new Error(message); });
process.on('exit', () => {
  assert.deepStrictEqual(order, ['second a', 'first a', 'second b', 'second c', 'first c', 'event c']);
});
