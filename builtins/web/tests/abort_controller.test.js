'use strict';

const assert = require('assert');

{
  const controller = new AbortController();
  const events = [];
  controller.signal.onabort = (event) => events.push(event);
  controller.abort('why');
  controller.abort('again');
  assert.strictEqual(controller.signal.reason, 'why');
  assert.strictEqual(events.length, 1);
  assert.strictEqual(events[0].isTrusted, true);
  assert.strictEqual(events[0].target, controller.signal);
  assert.throws(() => controller.signal.throwIfAborted(), (thrown) => thrown === 'why');
}

{
  const { reason } = AbortSignal.abort();
  assert.ok(reason instanceof DOMException && reason instanceof Error);
  assert.strictEqual(reason.name, 'AbortError');
  assert.strictEqual(reason.code, DOMException.ABORT_ERR);
}

// A signal of signals follows the sources of its sources, and every state is set before the first event.
{
  const a = new AbortController();
  const b = new AbortController();
  const inner = AbortSignal.any([a.signal, b.signal]);
  const outer = AbortSignal.any([inner]);
  a.signal.addEventListener('abort', () => assert.ok(outer.aborted));
  let count = 0;
  outer.addEventListener('abort', () => count++);
  a.abort(1);
  b.abort(2);
  assert.deepStrictEqual([inner.reason, outer.reason, count], [1, 1, 1]);
  assert.strictEqual(AbortSignal.any([]).aborted, false);
}

assert.throws(() => new AbortSignal(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
assert.throws(() => AbortSignal.any([1]), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => AbortSignal.timeout(-1), { code: 'ERR_OUT_OF_RANGE' });

{
  const signal = AbortSignal.timeout(1);
  signal.addEventListener('abort', () => {
    assert.strictEqual(signal.reason.name, 'TimeoutError');
    clearTimeout(keepAlive);
  });
  const keepAlive = setTimeout(() => assert.fail('the signal did not time out'), 2000);
}
