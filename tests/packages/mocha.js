'use strict';

const Mocha = require('mocha');
const assert = require('node:assert');

const mocha = new Mocha({ reporter: class {
  constructor(runner) {
    const depth = () => '  '.repeat(Math.max(0, level));
    let level = 0;
    runner.on('suite', (suite) => suite.title && (console.log(depth() + suite.title), level++));
    runner.on('suite end', (suite) => suite.title && level--);
    runner.on('pass', (test) => console.log(`${depth()}ok ${test.title}`));
    runner.on('pending', (test) => console.log(`${depth()}pending ${test.title}`));
    runner.on('fail', (test, error) => console.log(`${depth()}failed ${test.title}: ${error.code} ${error.message.split('\n')[0]}`));
    runner.on('retry', (test) => console.log(`${depth()}retry ${test.title}`));
  }
}, timeout: 100 });
mocha.suite.emit('pre-require', global, null, mocha);

/* global describe, it, before, beforeEach, afterEach */
describe('outer', () => {
  const order = [];
  before(() => order.push('before'));
  beforeEach('each', async () => order.push('each'));
  afterEach(() => order.push('after'));
  it('sync', () => assert.deepStrictEqual(order, ['before', 'each']));
  it('callback', (done) => setImmediate(done));
  it('promise', async () => assert.strictEqual(await Promise.resolve(1), 1));
  it('differs', () => assert.deepStrictEqual({ a: 1 }, { a: 2 }));
  it('rejects', () => Promise.reject(new TypeError('no')));
  it('throws later', (done) => void setImmediate(() => { throw new Error('uncaught'); }) || done === 1);
  it('times out', function (done) { this.timeout(5); setTimeout(done, 1000).unref(); });
  it('not yet');
  it.skip('skipped', () => {});
  let tries = 0;
  it('retried', function () { this.retries(2); if (++tries < 2) throw new Error('once more'); });
  describe('inner', () => it('knows', () => assert.strictEqual(order.length > 5, true)));
});

mocha.run((failures) => console.log({ failures }));
