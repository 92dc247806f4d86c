// The phases of the loop and the two queues between any two callbacks.
'use strict';

const fs = require('node:fs');

const order = [];
const log = (name) => order.push(name);

setTimeout(() => {
  log('timer 1');
  process.nextTick(() => log('tick from timer 1'));
  Promise.resolve().then(() => log('microtask from timer 1'));
}, 0);
setTimeout(() => log('timer 2'), 0);
Promise.resolve().then(() => log('microtask')).then(() => log('microtask of a microtask'));
process.nextTick(() => {
  log('tick');
  process.nextTick(() => log('tick of a tick'));
});
queueMicrotask(() => log('queueMicrotask'));
log('main');

fs.readFile(__filename, () => {
  log('poll');
  setTimeout(() => log('timer set in poll'), 0);
  setImmediate(() => {
    log('check, first inside an I/O callback');
    process.nextTick(() => log('tick from check'));
  });
});

process.on('exit', () => {
  console.log(order.slice(0, 6).join('\n'));
  const timers = order.filter((name) => name.includes('timer 1') || name === 'timer 2');
  console.log(timers.join(' | '));
  const afterPoll = order.slice(order.indexOf('poll')).filter((name) => !name.includes('timer 1') && name !== 'timer 2');
  console.log(afterPoll.join(' | '));
});
