'use strict';

const assert = require('assert');
const EventEmitter = require('events');

// Listeners run in order with the emitter as `this` and the very arguments of the call.
{
  const emitter = new EventEmitter();
  const calls = [];
  emitter.on('x', function(...args) { calls.push([this === emitter, args]); });
  assert.strictEqual(emitter.emit('x'), true);
  emitter.emit('x', 1, 2, 3, 4, 5);
  assert.deepStrictEqual(calls, [[true, []], [true, [1, 2, 3, 4, 5]]]);
  assert.strictEqual(emitter.emit('y'), false);
}

// Changes made during an emission take effect with the next one.
{
  const emitter = new EventEmitter();
  const calls = [];
  const second = () => calls.push('second');
  emitter.on('x', () => {
    calls.push('first');
    emitter.off('x', second);
    emitter.on('x', () => calls.push('added'));
    emitter.prependListener('x', () => calls.push('front'));
  });
  emitter.on('x', second);
  emitter.emit('x');
  assert.deepStrictEqual(calls.splice(0), ['first', 'second']);
  emitter.emit('x');
  assert.deepStrictEqual(calls, ['front', 'first', 'added']);
}

// `once` is gone before it runs; `listeners` shows what the program gave.
{
  const emitter = new EventEmitter();
  const listener = () => assert.strictEqual(emitter.listenerCount('x'), 0);
  emitter.once('x', listener);
  assert.deepStrictEqual(emitter.listeners('x'), [listener]);
  assert.strictEqual(emitter.rawListeners('x')[0].listener, listener);
  assert.strictEqual(emitter.listenerCount('x', listener), 1);
  emitter.emit('x');
  assert.strictEqual(emitter.emit('x'), false);
}

// 'newListener' comes before the listener is in, 'removeListener' after it is out.
{
  const emitter = new EventEmitter();
  const log = [];
  const listener = () => {};
  emitter.on('newListener', (type, added) => log.push(['new', type, added === listener, emitter.listenerCount(type)]));
  emitter.on('removeListener', (type, gone) => log.push(['gone', type, gone === listener, emitter.listenerCount(type)]));
  log.length = 0;
  emitter.once('x', listener);
  emitter.removeListener('x', listener);
  assert.deepStrictEqual(log, [['new', 'x', true, 0], ['gone', 'x', true, 0]]);
}

// An 'error' nobody hears is thrown, after the monitor saw it.
{
  const emitter = new EventEmitter();
  const seen = [];
  emitter.on(EventEmitter.errorMonitor, (error) => seen.push(error));
  const error = new Error('mine');
  assert.throws(() => emitter.emit('error', error), (thrown) => thrown === error);
  assert.throws(() => emitter.emit('error', { a: 1 }), {
    code: 'ERR_UNHANDLED_ERROR', message: 'Unhandled error. ({ a: 1 })', context: { a: 1 },
  });
  assert.strictEqual(seen[0], error);
}

// Old-style subclasses need neither `new` nor a call of the constructor.
{
  function Old() {}
  Object.setPrototypeOf(Old.prototype, EventEmitter.prototype);
  const emitter = new Old();
  emitter.on('x', () => {});
  assert.deepStrictEqual(emitter.eventNames(), ['x']);
}

// A rejecting listener reaches 'error' when rejections are captured.
{
  const emitter = new EventEmitter({ captureRejections: true });
  const error = new Error('rejected');
  emitter.on('x', async () => { throw error; });
  emitter.on('error', (caught) => {
    assert.strictEqual(caught, error);
    process.exitCode = 0;
  });
  process.exitCode = 1;
  emitter.emit('x');
}

// Iteration ends with the 'close' event and keeps what came before it.
(async () => {
  const emitter = new EventEmitter();
  const seen = [];
  queueMicrotask(() => {
    emitter.emit('x', 1);
    emitter.emit('x', 2, 'two');
    emitter.emit('end');
  });
  for await (const args of EventEmitter.on(emitter, 'x', { close: ['end'] })) seen.push(args);
  assert.deepStrictEqual(seen, [[1], [2, 'two']]);
  assert.strictEqual(emitter.listenerCount('x'), 0);

  const waiting = EventEmitter.once(emitter, 'y');
  emitter.emit('error', new Error('first'));
  await assert.rejects(waiting, /first/);
  await assert.rejects(EventEmitter.once(emitter, 'y', { signal: AbortSignal.abort('why') }),
                       { name: 'AbortError', cause: 'why' });
})();
