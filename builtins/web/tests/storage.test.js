'use strict';

const assert = require('node:assert');

assert.throws(() => new Storage(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
sessionStorage.setItem('a', 1);
sessionStorage.b = {};
assert.deepStrictEqual(Object.entries(sessionStorage), [['a', '1'], ['b', '[object Object]']]);
assert.deepStrictEqual([sessionStorage.length, sessionStorage.key(0), sessionStorage.key(5), sessionStorage.getItem('no')], [2, 'a', null, null]);
assert.ok('a' in sessionStorage && !('c' in sessionStorage));
delete sessionStorage.a;
assert.strictEqual(JSON.stringify(sessionStorage), '{"b":"[object Object]"}');
assert.throws(() => sessionStorage.setItem('big', 'x'.repeat(6e6)), { name: 'QuotaExceededError' });
assert.throws(() => Storage.prototype.getItem.call({}, 'a'), TypeError);
sessionStorage.clear();
assert.strictEqual(sessionStorage.length, 0);

const error = new QuotaExceededError('full', { quota: 5, requested: 7 });
assert.deepStrictEqual([error.name, error.code, error.quota, error.requested], ['QuotaExceededError', 22, 5, 7]);
assert.strictEqual(structuredClone(error).requested, 7);
assert.throws(() => new QuotaExceededError('', { quota: 5, requested: 1 }), RangeError);
