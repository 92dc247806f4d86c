'use strict';
const assert = require('node:assert');
const { AsyncLocalStorage } = require('node:async_hooks');
const { channel, hasSubscribers, subscribe, tracingChannel, unsubscribe } = require('node:diagnostics_channel');

const messages = [];
const onMessage = (message, name) => messages.push([name, message]);
assert.strictEqual(channel('test'), channel('test'));
assert.strictEqual(hasSubscribers('test'), false);
subscribe('test', onMessage);
channel('test').publish(1);
assert.strictEqual(unsubscribe('test', onMessage), true);
assert.strictEqual(unsubscribe('test', onMessage), false);
channel('test').publish(2);
assert.deepStrictEqual(messages, [['test', 1]]);
assert.throws(() => channel({}), { code: 'ERR_INVALID_ARG_TYPE' });

const storage = new AsyncLocalStorage();
const stores = channel(Symbol('stores'));
stores.bindStore(storage, (data) => data.value);
assert.strictEqual(stores.runStores({ value: 5 }, (x) => storage.getStore() + x, undefined, 1), 6);

const tracing = tracingChannel('operation');
const events = [];
const handlers = Object.fromEntries(['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) => [event, () => events.push(event)]));
tracing.subscribe(handlers);
assert.strictEqual(tracing.traceSync((x) => x + 1, {}, null, 1), 2);
assert.deepStrictEqual(events.splice(0), ['start', 'end']);
assert.throws(() => tracing.traceSync(() => { throw new Error('x'); }), /x/);
assert.deepStrictEqual(events.splice(0), ['start', 'error', 'end']);
tracing.traceCallback((callback) => callback(null, 1), 0, {}, null, () => {});
assert.deepStrictEqual(events.splice(0), ['start', 'asyncStart', 'asyncEnd', 'end']);
tracing.tracePromise(async () => 1).then(() => {
  assert.deepStrictEqual(events.splice(0), ['start', 'end', 'asyncStart', 'asyncEnd']);
});

// What a traced call gives is what it gave, unless that is an ordinary promise; what is no promise ends at once, with a warning.
{
  const seen = [];
  const follow = tracingChannel('anode-test-thenables');
  follow.subscribe(Object.fromEntries(['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((name) => [name, () => seen.push(name)])));
  const thenable = { then(fulfilled) { fulfilled(3); } };
  assert.strictEqual(follow.tracePromise(() => thenable), thenable);
  assert.deepStrictEqual(seen.splice(0), ['start', 'asyncStart', 'asyncEnd', 'end']);
  class Own extends Promise {}
  const own = Own.resolve(1);
  assert.strictEqual(follow.tracePromise(() => own), own);
  const plain = Promise.resolve(1);
  assert.notStrictEqual(follow.tracePromise(() => plain), plain);
  seen.length = 0;
  process.once('warning', ({ message }) => {
    assert.strictEqual(message, "tracePromise was called with the function 'five', which returned a non-thenable.");
  });
  const context = {};
  assert.strictEqual(follow.tracePromise(function five() { return 5; }, context), 5);
  assert.deepStrictEqual([context, seen.splice(0)], [{ result: 5 }, ['start', 'end']]);
}

// Groups of channels that are given lack none.
assert.throws(() => tracingChannel({}), { name: 'TypeError', message: 'Cannot convert undefined or null to object' });
assert.throws(() => tracingChannel({ start: '' }), { code: 'ERR_INVALID_ARG_TYPE' });
