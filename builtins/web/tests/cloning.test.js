'use strict';

const assert = require('node:assert');
const { once } = require('node:events');

const source = { date: new Date(5), map: new Map([[1, new Set([2])]]), error: new RangeError('r'), bytes: new Uint8Array([1, 2]), re: /a/g };
source.self = source;
const clone = structuredClone(source);
assert.notStrictEqual(clone, source);
assert.strictEqual(clone.self, clone);
assert.deepStrictEqual([clone.date.getTime(), clone.map.get(1).has(2), clone.error instanceof RangeError, clone.bytes[1]], [5, true, true, 2]);
assert.throws(() => structuredClone(() => {}), { name: 'DataCloneError', code: 25 });
assert.throws(() => structuredClone({}, { transfer: [{}] }), { name: 'DataCloneError' });

const buffer = new ArrayBuffer(8);
const moved = structuredClone({ buffer }, { transfer: [buffer] });
assert.deepStrictEqual([buffer.byteLength, moved.buffer.byteLength], [0, 8]);

(async () => {
  const { port1, port2 } = new MessageChannel();
  const { port1: inner1, port2: inner2 } = new MessageChannel();
  port1.postMessage({ port: inner2 }, [inner2]);
  const [message] = await once(port2, 'message');
  inner1.postMessage('through a port that moved');
  assert.deepStrictEqual(await once(message.port, 'message'), ['through a port that moved']);
  const order = [];
  port2.on('message', (value) => order.push(value));
  for (let i = 0; i < 3; i++) port1.postMessage(i);
  port1.close();
  await once(port2, 'close');
  assert.deepStrictEqual(order, [0, 1, 2]);
  inner1.close();

  const [one, two] = [new BroadcastChannel('test'), new BroadcastChannel('test')];
  const heard = new Promise((resolve) => { two.onmessage = resolve; });
  one.postMessage({ a: 1 });
  assert.deepStrictEqual((await heard).data, { a: 1 });
  one.close();
  two.close();
})();

// The prototype of a class derived from one that refuses clones is a plain object.
class Derived extends Response {}
assert.deepStrictEqual(structuredClone(Derived.prototype), {});
assert.throws(() => structuredClone(new Derived()), { name: 'DataCloneError' });
