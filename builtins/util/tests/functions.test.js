'use strict';
const assert = require('node:assert');
const util = require('node:util');

// promisify: values, errors, the custom symbol, the receiver.
const add = (a, b, callback) => callback(null, a + b);
const fail = (callback) => callback(new Error('no'));
const custom = Object.assign(() => {}, { [util.promisify.custom]: async () => 'custom' });
const holder = { value: 5, read(callback) { callback(null, this.value); } };
holder.readAsync = util.promisify(holder.read);

// callbackify: the callback gets error or value; a falsy reason is wrapped.
const callbacks = [];
const collect = (name) => (error, value) => callbacks.push([name, error, value]);
util.callbackify(async (x) => x * 2)(21, collect('value'));
util.callbackify(async () => { throw null; })(collect('falsy'));

(async () => {
  assert.strictEqual(await util.promisify(add)(1, 2), 3);
  await assert.rejects(util.promisify(fail)(), { message: 'no' });
  assert.strictEqual(await util.promisify(custom)(), 'custom');
  assert.strictEqual(await holder.readAsync(), 5);
  const promisified = util.promisify(add);
  assert.strictEqual(util.promisify(promisified), promisified);
  await new Promise(setImmediate);
  assert.deepStrictEqual(callbacks[0], ['value', null, 42]);
  assert.strictEqual(callbacks[1][1].code, 'ERR_FALSY_VALUE_REJECTION');
  assert.strictEqual(callbacks[1][1].reason, null);
})();

// deprecate: one warning a code, and the wrapper stands for the function.
{
  const warnings = [];
  process.on('warning', (warning) => warnings.push(warning.code));
  function Old(a, b) { this.sum = a + b; }
  const first = util.deprecate(Old, 'old', 'TESTDEP1');
  const second = util.deprecate(() => 1, 'old too', 'TESTDEP1');
  assert.strictEqual(new first(1, 2).sum, 3);
  assert.ok(new first(1, 2) instanceof Old);
  second();
  assert.strictEqual(first.length, 2);
  process.on('exit', () => assert.deepStrictEqual(warnings, ['TESTDEP1']));
}

// inherits.
{
  function Base() {}
  function Derived() {}
  util.inherits(Derived, Base);
  assert.ok(new Derived() instanceof Base);
  assert.strictEqual(Derived.super_, Base);
}

// debuglog is silent, and says so, when NODE_DEBUG does not name the section.
assert.strictEqual(util.debuglog('no-such-section').enabled, false);

// aborted.
{
  const controller = new AbortController();
  const promise = util.aborted(controller.signal, controller);
  controller.abort();
  promise.then(() => {});
}

// getCallSites.
{
  const [site] = (function named() { return util.getCallSites(1); })();
  assert.strictEqual(site.functionName, 'named');
  assert.strictEqual(site.scriptName, __filename);
  assert.strictEqual(typeof site.lineNumber, 'number');
  assert.throws(() => util.getCallSites(0), { code: 'ERR_OUT_OF_RANGE' });
}

// Promised functions keep their name.
assert.strictEqual(require('node:util').promisify(require('node:http2').connect).name, 'connect');
