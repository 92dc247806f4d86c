'use strict';

// What callbacks and listeners of a session throw is a warning; the program goes on, also from a pause that nobody else could end.
const assert = require('node:assert');
const { AsyncLocalStorage } = require('node:async_hooks');
const { Session } = require('node:inspector');

const warnings = [];
process.on('warning', (warning) => warnings.push(warning.message));
const session = new Session();
session.connect();
session.post('Console.enable', () => {
  throw new Error('from a callback');
});
session.once('Runtime.executionContextCreated', () => {
  throw new Error('from a listener');
});
session.post('Runtime.enable');

const storage = new AsyncLocalStorage();
let paused = 0;
session.on('Debugger.paused', ({ params: { callFrames: [{ functionName }] } }) => {
  paused++;
  assert.strictEqual(functionName, 'stop');
  assert.strictEqual(storage.getStore(), 'inside');
});
session.post('Debugger.enable');
storage.run('inside', function stop() {
  debugger;
});
session.post('Debugger.disable');
assert.strictEqual(paused, 1);

// Told in a tick, as warnings are.
setImmediate(() => assert.deepStrictEqual(warnings, ['from a callback', 'from a listener']));
