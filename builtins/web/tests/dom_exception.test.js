'use strict';

const assert = require('assert');

const error = new DOMException('message', 'AbortError');
assert.deepStrictEqual([error.name, error.message, error.code], ['AbortError', 'message', DOMException.ABORT_ERR]);
assert.ok(error instanceof Error && Error.isError(error));
assert.match(error.stack, /^AbortError: message\n {4}at /);
assert.deepStrictEqual(Object.getOwnPropertyNames(error), ['stack']);
assert.strictEqual(Object.prototype.toString.call(error), '[object DOMException]');
assert.strictEqual(new DOMException('', { name: 'DataCloneError', cause: 1 }).cause, 1);
assert.strictEqual(new DOMException('', 'Unknown').code, 0);
assert.throws(() => DOMException.prototype.name, { code: 'ERR_INVALID_THIS' });

const clone = structuredClone({ error }).error;
assert.ok(clone instanceof DOMException);
assert.deepStrictEqual([clone.name, clone.message, clone.stack], [error.name, error.message, error.stack]);
