'use strict';
const assert = require('node:assert');
const domain = require('node:domain');
const EventEmitter = require('node:events');

const errors = [];
const outer = domain.create();
outer.on('error', (error) => {
  assert.notStrictEqual(process.domain, outer);
  errors.push([error.message, error.domainThrown]);
});

outer.run(() => {
  assert.strictEqual(process.domain, outer);
  new EventEmitter().emit('error', new Error('emitted'));
  setTimeout(() => { throw new Error('timer'); }, 1);
  process.nextTick(() => { throw new Error('tick'); });
  Promise.resolve().then(() => assert.strictEqual(process.domain, outer));
});
assert.strictEqual(domain._stack.length, 0);
outer.bind((value) => assert.strictEqual(value, 1))(1);
outer.intercept(() => assert.fail('not called'))(new Error('intercepted'));
assert.throws(() => process.setUncaughtExceptionCaptureCallback(() => {}), {
  code: 'ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE',
});

process.on('exit', () => {
  assert.deepStrictEqual(errors, [['emitted', false], ['intercepted', false], ['tick', true], ['timer', true]]);
});
