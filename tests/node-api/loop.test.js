'use strict';

const assert = require('node:assert');
const { start, version } = require('./_addon.js').load('loop');

assert.strictEqual(version, process.versions.uv);
const seen = [];
start((what) => seen.push(what));
process.on('exit', () => {
  assert.deepStrictEqual(seen.toSorted(), ['poll', 'poll closed', 'timer', 'timer closed', 'wake', 'wake closed', 'work']);
  assert.ok(seen.indexOf('timer') < seen.indexOf('timer closed'));
});
