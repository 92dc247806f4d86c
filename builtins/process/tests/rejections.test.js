'use strict';
// A rejection is reported after the ticks and microtasks around it, and only if nobody handled it by then.
const assert = require('node:assert');

const events = [];
process.on('unhandledRejection', (reason, promise) => {
  assert(promise instanceof Promise);
  events.push(`unhandled ${reason}`);
});
process.on('rejectionHandled', () => events.push('handled late'));
process.on('uncaughtException', (error, origin) => events.push(`${origin} ${error.message}`));

const late = Promise.reject('late');
const inTime = Promise.reject('in time');
process.nextTick(() => inTime.catch(() => {}));
setImmediate(() => late.catch(() => {}));
setImmediate(() => { throw new Error('thrown'); });
queueMicrotask(() => { throw new Error('microtask'); });

process.on('exit', () => {
  assert.deepStrictEqual(events, ['uncaughtException microtask', 'unhandled late', 'handled late', 'uncaughtException thrown']);
});
