'use strict';

const assert = require('node:assert');
const { AsyncLocalStorage } = require('node:async_hooks');
const { Worker, isMainThread } = require('node:worker_threads');
const { load } = require('./_addon.js');

const { sumTo, countUp } = load('background');
const storage = new AsyncLocalStorage();

storage.run('kept', async () => {
  assert.strictEqual(await sumTo(1000), 500500);
  assert.strictEqual(storage.getStore(), 'kept');
});

// Calls come in order, each followed by its microtasks.
const seen = [];
countUp(100, (number) => {
  Promise.resolve().then(() => assert.strictEqual(seen.at(-1), number));
  seen.push(number);
});

process.on('exit', () => assert.deepStrictEqual(seen, Array.from({ length: 100 }, (_, index) => index)));

// The same in a thread of its own.
if (isMainThread) new Worker(__filename).on('exit', (code) => assert.strictEqual(code, 0));
