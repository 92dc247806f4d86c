'use strict';

const assert = require('assert');
const { getEventListeners } = require('events');

// A listener is added once per callback and capture; objects are asked for `handleEvent` when the event comes.
{
  const target = new EventTarget();
  const calls = [];
  const object = { handleEvent(event) { calls.push([this === object, event.type]); } };
  target.addEventListener('x', object);
  target.addEventListener('x', object, { passive: true });
  target.addEventListener('x', object, true);
  assert.strictEqual(getEventListeners(target, 'x').length, 2);
  assert.strictEqual(target.dispatchEvent(new Event('x')), true);
  assert.deepStrictEqual(calls, [[true, 'x'], [true, 'x']]);
}

// `once`, `passive`, `signal` and `stopImmediatePropagation`.
{
  const target = new EventTarget();
  const calls = [];
  const controller = new AbortController();
  target.addEventListener('x', () => calls.push('signal'), { signal: controller.signal });
  target.addEventListener('x', () => calls.push('once'), { once: true });
  target.addEventListener('x', (event) => event.preventDefault(), { passive: true });
  target.addEventListener('x', (event) => event.stopImmediatePropagation());
  target.addEventListener('x', () => calls.push('never'));
  assert.strictEqual(target.dispatchEvent(new Event('x', { cancelable: true })), true);
  controller.abort();
  target.dispatchEvent(new Event('x'));
  assert.deepStrictEqual(calls, ['signal', 'once']);
}

// An event knows where it is only while it is there.
{
  const target = new EventTarget();
  const event = new Event('x', { cancelable: true });
  target.addEventListener('x', (seen) => {
    assert.strictEqual(seen, event);
    assert.strictEqual(seen.currentTarget, target);
    assert.strictEqual(seen.eventPhase, Event.AT_TARGET);
    assert.deepStrictEqual(seen.composedPath(), [target]);
    seen.preventDefault();
  });
  assert.strictEqual(target.dispatchEvent(event), false);
  assert.strictEqual(event.target, target);
  assert.strictEqual(event.currentTarget, null);
  assert.deepStrictEqual(event.composedPath(), []);
}

assert.throws(() => new Event(), { code: 'ERR_MISSING_ARGS' });
assert.throws(() => EventTarget.prototype.dispatchEvent.call({}, new Event('x')), { code: 'ERR_INVALID_THIS' });
assert.throws(() => new EventTarget().addEventListener('x', 1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.strictEqual(new CustomEvent('x', { detail: 7 }).detail, 7);

// What a listener throws is an uncaught exception of its own.
{
  const target = new EventTarget();
  const thrown = new Error('from a listener');
  let reported;
  process.once('uncaughtException', (error) => { reported = error; });
  process.once('exit', () => assert.strictEqual(reported, thrown));
  let after = false;
  target.addEventListener('x', () => { throw thrown; });
  target.addEventListener('x', () => { after = true; });
  target.dispatchEvent(new Event('x'));
  assert.ok(after);
}
