'use strict';

// How the globals look from outside.

const assert = require('node:assert');

const shape = (object, name) => {
  const { get, set, value, ...flags } = Object.getOwnPropertyDescriptor(object, name);
  return { ...(get ? { get: get.name, set: set?.name } : { length: value.length }), ...flags };
};
const kInspect = Symbol.for('nodejs.util.inspect.custom');

assert.deepStrictEqual(shape(globalThis, 'fetch'), { length: 1, writable: true, enumerable: true, configurable: true });
assert.deepStrictEqual(shape(globalThis, 'process'), { get: 'get', set: 'set', enumerable: false, configurable: true });
assert.deepStrictEqual(
  shape(globalThis, 'sessionStorage'), { get: 'get sessionStorage', set: 'set sessionStorage', enumerable: true, configurable: true });
assert.deepStrictEqual(shape(WebSocket.prototype, 'onopen'), { get: 'get onopen', set: 'set onopen', enumerable: true, configurable: true });
for (const Class of [Headers, FormData, Request, Response, ReadableStream, Blob]) {
  assert.deepStrictEqual(shape(Class.prototype, kInspect), { length: 2, writable: true, enumerable: false, configurable: true }, Class.name);
  assert.strictEqual(Object.prototype.toString.call(Object.create(Class.prototype)), `[object ${Class.name}]`);
  assert.strictEqual(Object.getOwnPropertyDescriptor(Class, 'prototype').writable, false);
}
for (const name of ['text', 'json', 'formData', 'bytes', 'body', 'headers']) {
  for (const Class of [Request, Response]) assert.ok(Object.getOwnPropertyDescriptor(Class.prototype, name).enumerable);
}
assert.strictEqual(PerformanceResourceTiming.length, 0);
assert.ok('transferSize' in PerformanceResourceTiming.prototype);
assert.strictEqual(typeof WebAssembly.compileStreaming, 'function');
