'use strict';
const assert = require('node:assert');

const warnings = [];
process.removeAllListeners('warning');
process.on('warning', (warning) => warnings.push(warning));

process.emitWarning('plain');
process.emitWarning('with code', 'CustomWarning', 'CODE');
process.emitWarning('with detail', { type: 'Other', code: 'C2', detail: 'more' });
const error = new Error('an error');
process.emitWarning(error);
assert.throws(() => process.emitWarning(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => process.emitWarning('x', 1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.strictEqual(warnings.length, 0);

setImmediate(() => {
  assert.deepStrictEqual(warnings.map(({ name, message, code, detail }) => [name, message, code, detail]), [
    ['Warning', 'plain', undefined, undefined],
    ['CustomWarning', 'with code', 'CODE', undefined],
    ['Other', 'with detail', 'C2', 'more'],
    ['Error', 'an error', undefined, undefined],
  ]);
  assert.strictEqual(warnings[3], error);
});
