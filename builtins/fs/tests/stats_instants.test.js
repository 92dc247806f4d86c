'use strict';

const assert = require('node:assert');
const fs = require('node:fs');

const numbers = fs.statSync(__filename);
const exact = fs.statSync(__filename, { bigint: true });
for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) {
  assert.strictEqual(numbers[`${name}Instant`].epochNanoseconds, exact[`${name}Ns`]);
  assert.strictEqual(exact[`${name}Instant`].epochNanoseconds, exact[`${name}Ns`]);
}
