'use strict';
// The store follows every way a callback can be put off.
const assert = require('node:assert');
const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
const fs = require('node:fs');

const storage = new AsyncLocalStorage();
const other = new AsyncLocalStorage({ defaultValue: 'none', name: 'other' });
let pending = 0;

function expect(value) {
  pending++;
  return () => {
    pending--;
    assert.strictEqual(storage.getStore(), value);
  };
}

storage.run('a', () => {
  setTimeout(expect('a'), 1);
  setImmediate(expect('a'));
  process.nextTick(expect('a'));
  queueMicrotask(expect('a'));
  Promise.resolve().then(expect('a'));
  fs.stat(__filename, expect('a'));
  (async () => { await null; })().then(expect('a'));
  storage.exit(() => setTimeout(expect(undefined), 1));
  storage.run('b', () => process.nextTick(expect('b')));
  assert.strictEqual(storage.getStore(), 'a');
});
assert.strictEqual(storage.getStore(), undefined);

assert.strictEqual(other.getStore(), 'none');
assert.strictEqual(other.name, 'other');
const bound = storage.run('bound', () => AsyncLocalStorage.bind(() => storage.getStore()));
assert.strictEqual(bound(), 'bound');
const snapshot = storage.run('snapshot', () => AsyncLocalStorage.snapshot());
assert.strictEqual(snapshot((x) => `${storage.getStore()} ${x}`, 1), 'snapshot 1');
const resource = storage.run('resource', () => new AsyncResource('Test'));
assert.strictEqual(resource.runInAsyncScope(() => storage.getStore()), 'resource');
assert.throws(() => storage.run('thrown', () => { throw new Error('x'); }), /x/);
assert.strictEqual(storage.getStore(), undefined);

process.on('exit', () => assert.strictEqual(pending, 0));
