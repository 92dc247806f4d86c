'use strict';

const assert = require('node:assert');
const { once } = require('node:events');
const { Worker, locks } = require('node:worker_threads');

assert.strictEqual(locks, navigator.locks);
// The classes are reached by their objects only.
assert.ok(!('Lock' in globalThis || 'LockManager' in globalThis));

async function exclusiveLocksTakeTurns() {
  const order = [];
  const first = Promise.withResolvers();
  const one = locks.request('turns', async (lock) => {
    assert.deepStrictEqual([lock.name, lock.mode], ['turns', 'exclusive']);
    await first.promise;
    order.push(1);
  });
  const two = locks.request('turns', () => order.push(2));
  assert.strictEqual(await locks.request('turns', { ifAvailable: true }, (lock) => lock), null);
  const { held, pending } = await locks.query();
  assert.deepStrictEqual([held.length, pending.length], [1, 1]);
  first.resolve();
  await Promise.all([one, two]);
  assert.deepStrictEqual(order, [1, 2]);
}

async function sharedLocksAreHeldTogether() {
  await locks.request('shared', { mode: 'shared' }, () => locks.request('shared', { mode: 'shared' }, () => {}));
}

async function requestsAreAbortedAndLocksStolen() {
  const stolen = assert.rejects(locks.request('steal', () => new Promise(() => {})), { name: 'AbortError' });
  const controller = new AbortController();
  const waiting = locks.request('steal', { signal: controller.signal }, assert.fail);
  controller.abort(new RangeError('enough'));
  await assert.rejects(waiting, RangeError);
  assert.strictEqual(await locks.request('steal', { steal: true }, () => 'mine'), 'mine');
  await stolen;
  await assert.rejects(locks.request('-x', () => {}), { name: 'NotSupportedError' });
}

async function aThreadThatEndsGivesUpItsLocks() {
  const text = `
    navigator.locks.request('thread', () => { require('worker_threads').parentPort.postMessage(1); return new Promise(() => {}); });
    setInterval(() => {}, 1000);`;
  const worker = new Worker(text, { eval: true });
  await once(worker, 'message');
  const mine = locks.request('thread', () => 'mine');
  await worker.terminate();
  assert.strictEqual(await mine, 'mine');
}

(async () => {
  await exclusiveLocksTakeTurns();
  await sharedLocksAreHeldTogether();
  await requestsAreAbortedAndLocksStolen();
  await aThreadThatEndsGivesUpItsLocks();
})();
