'use strict';

const assert = require('node:assert');
const { debounce, throttle, MIMEType } = require('node:util');
const { test, mock } = require('node:test');

test('of debounced calls the last one answers all', async () => {
  const debounced = debounce(function sum(a, b) { return [this === debounced, a + b]; }, 5);
  assert.deepStrictEqual([debounced.name, debounced.length, debounced.pending], ['sum', 2, null]);
  const calls = [debounced(1, 1), debounced(2, 2), debounced(3, 3)];
  assert.strictEqual(debounced.pendingCount, 3);
  assert.strictEqual(debounced.pending, calls[2]);
  assert.deepStrictEqual(await Promise.all(calls), [[true, 6], [true, 6], [true, 6]]);
});

test('a debounced call can be flushed, cancelled, superseded and aborted', async () => {
  const flushed = debounce((x) => x, 1e6);
  const call = flushed(7);
  flushed.flush();
  assert.strictEqual(await call, 7);
  const cancelled = flushed(8);
  flushed.cancel('why');
  await assert.rejects(cancelled, { code: 'ABORT_ERR', cause: 'why' });

  const strict = debounce((x) => x, 1, { rejectOnCancel: true });
  const [first, second] = await Promise.allSettled([strict(1), strict(2)]);
  assert.deepStrictEqual([first.reason.message, second.value], ['The debounced call was superseded', 2]);

  const controller = new AbortController();
  const aborted = debounce((x) => x, 1e6, { signal: controller.signal });
  const waiting = aborted(1);
  controller.abort();
  await assert.rejects(waiting, { code: 'ABORT_ERR' });
  await assert.rejects(aborted(2), { code: 'ABORT_ERR' });

  // A listener of the signal that comes first does not get the function to run.
  const earlier = new AbortController();
  let ran = false;
  let late;
  earlier.signal.addEventListener('abort', () => late.flush());
  late = debounce(() => { ran = true; }, 1e6, { signal: earlier.signal });
  const lost = late();
  earlier.abort();
  await assert.rejects(lost, { code: 'ABORT_ERR' });
  assert.strictEqual(ran, false);
});

test('a throttled function starts so many calls an interval', async () => {
  const started = [];
  const throttled = throttle((x) => started.push(x), 2, 10);
  const calls = [1, 2, 3, 4, 5].map((x) => throttled(x));
  assert.deepStrictEqual(started, [1, 2]);
  assert.deepStrictEqual([throttled.pendingCount, throttled.activeCount, throttled.hasImmediateCapacity()], [3, 2, false]);
  await Promise.all(calls);
  assert.deepStrictEqual(started, [1, 2, 3, 4, 5]);
});

test('a throttled function runs so many calls at a time, and drops what it cannot keep', async () => {
  const work = mock.fn(() => new Promise(setImmediate));
  const oneByOne = throttle(work, 100, 0, { concurrency: 1 });
  const calls = [oneByOne(), oneByOne()];
  assert.strictEqual(work.mock.callCount(), 1);
  await Promise.all(calls);
  assert.strictEqual(work.mock.callCount(), 2);

  const dropping = throttle(() => 'done', 1, 1e6, { overflow: 'drop' });
  assert.strictEqual(await dropping(), 'done');
  await assert.rejects(dropping(), { code: 'ERR_THROTTLED' });

  const sliding = throttle(() => 'done', 1, 1e6, { strict: true, maxPending: 1 });
  assert.strictEqual(await sliding(), 'done');
  const waiting = sliding();
  await assert.rejects(sliding(), { code: 'ERR_THROTTLED' });
  sliding.cancel();
  await assert.rejects(waiting, { code: 'ABORT_ERR' });
});

test('MIMEType.parse gives null for what is no type', () => {
  assert.strictEqual(MIMEType.parse('text/html;charset=utf-8').params.get('charset'), 'utf-8');
  assert.strictEqual(MIMEType.parse('text'), null);
});
