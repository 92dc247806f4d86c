// An error that nobody caught is reported as it is, also in a program that has taken the iterators of arrays away.
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

for (const damage of ['delete Array.prototype[Symbol.iterator]', 'Array.prototype[Symbol.iterator] = () => { throw 1; }']) {
  const { status, stderr } = spawnSync(process.execPath, ['-e', `${damage}; throw new RangeError('mine')`], { encoding: 'utf8' });
  assert.strictEqual(status, 1);
  assert.match(stderr, /RangeError: mine/);
  assert.doesNotMatch(stderr, /iterable/);
}
