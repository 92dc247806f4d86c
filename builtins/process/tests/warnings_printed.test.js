// What warnings print goes through the console to the stream, where programs collect it, before listeners of the program are told.
'use strict';
const assert = require('node:assert');

const order = [];
process.stderr.write = (text) => order.push(text.replace(/\d+/, 'PID').split('\n')[0]);
process.on('warning', ({ message }) => order.push(message));
process.emitWarning('collected');
setImmediate(() => {
  assert.deepStrictEqual(order, ['(node:PID) Warning: collected', 'collected']);
});
