'use strict';
// Hooks see ticks, timers, immediates, resources and promises, each with the id of what caused it.
const assert = require('node:assert');
const { AsyncResource, createHook, executionAsyncId, triggerAsyncId } = require('node:async_hooks');

const types = new Map();
const events = [];
const hook = createHook({
  init(asyncId, type, trigger) { types.set(asyncId, { type, trigger }); },
  before(asyncId) { events.push(['before', asyncId]); },
  after(asyncId) { events.push(['after', asyncId]); },
}).enable();

const root = executionAsyncId();
let tickId;
process.nextTick(() => {
  tickId = executionAsyncId();
  assert.deepStrictEqual(types.get(tickId), { type: 'TickObject', trigger: root });
  assert.strictEqual(triggerAsyncId(), root);
  setImmediate(() => {
    assert.deepStrictEqual(types.get(executionAsyncId()), { type: 'Immediate', trigger: tickId });
    setTimeout(() => assert.strictEqual(types.get(executionAsyncId()).type, 'Timeout'), 1);
  });
});
const resource = new AsyncResource('Own');
resource.runInAsyncScope(() => assert.strictEqual(executionAsyncId(), resource.asyncId()));
assert.strictEqual(executionAsyncId(), root);
const promise = Promise.resolve(1);
promise.then(() => assert.strictEqual(types.get(executionAsyncId()).type, 'PROMISE'));
assert.throws(() => new AsyncResource(), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => createHook({ init: 1 }), { code: 'ERR_ASYNC_CALLBACK' });

process.on('exit', () => {
  hook.disable();
  assert(events.some(([event, id]) => event === 'before' && id === tickId));
  assert(events.some(([event, id]) => event === 'after' && id === tickId));
  assert.strictEqual(types.get(resource.asyncId()).type, 'Own');
});
