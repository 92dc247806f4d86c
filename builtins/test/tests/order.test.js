'use strict';
const assert = require('node:assert');
const { after, before, beforeEach, afterEach, describe, it, mock, test } = require('node:test');

const log = [];
before(() => log.push('before'));

test('synchronous', () => log.push('synchronous'));

test('asynchronous, with a child', async (t) => {
  await new Promise(setImmediate);
  await t.test('child', () => log.push('child'));
});

test('callback', (t, done) => setImmediate(() => {
  log.push('callback');
  done();
}));

describe('suite', () => {
  before(() => log.push('suite before'));
  after(() => log.push('suite after'));
  beforeEach(() => log.push('{'));
  afterEach(() => log.push('}'));
  it('one', () => log.push('one'));
  describe('inner', () => {
    it('two', async () => log.push('two'));
  });
  it.skip('skipped', () => log.push('never'));
});

test('order', () => {
  assert.deepStrictEqual(log, [
    'before', 'synchronous', 'child', 'callback',
    'suite before', '{', 'one', '}', '{', 'two', '}', 'suite after',
  ]);
});

test('mocks', (t) => {
  const double = t.mock.fn((x) => x * 2);
  assert.strictEqual(double(4), 8);
  double.mock.mockImplementationOnce(() => 'once');
  assert.strictEqual(double(1), 'once');
  assert.strictEqual(double(1), 2);
  assert.deepStrictEqual(double.mock.calls.map((call) => call.arguments), [[4], [1], [1]]);

  const object = { method() { return 'real'; } };
  t.mock.method(object, 'method', () => 'mocked');
  assert.strictEqual(object.method(), 'mocked');
  object.method.mock.restore();
  assert.strictEqual(object.method(), 'real');
  assert.strictEqual(typeof mock.fn().mock.callCount, 'function');
});

test('mocked time', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  const fired = [];
  setTimeout(() => fired.push('timeout'), 25);
  const interval = setInterval(() => fired.push('interval'), 10);
  t.mock.timers.tick(30);
  clearInterval(interval);
  t.mock.timers.tick(100);
  assert.deepStrictEqual(fired, ['interval', 'interval', 'timeout', 'interval']);
  assert.strictEqual(Date.now(), 130);
});

test('plan', (t) => {
  t.plan(2);
  t.assert.strictEqual(1, 1);
  t.assert.ok(true);
});
