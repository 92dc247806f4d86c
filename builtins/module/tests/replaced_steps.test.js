'use strict';

/** Programs put functions of their own in the place of `Module._stat` and `Module._readPackage`. */

const assert = require('node:assert');
const fs = require('node:fs');
const { createRequire, Module } = require('node:module');
const os = require('node:os');
const path = require('node:path');

const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'steps-')));
fs.writeFileSync(path.join(directory, 'package.json'), '{ "name": "real", "main": "lib", "type": "module", "exports": { ".": "./a.js" } }');
fs.writeFileSync(path.join(directory, 'a.js'), '');

assert.strictEqual(Module._stat(directory), 1);
assert.strictEqual(Module._stat(path.join(directory, 'a.js')), 0);
assert.strictEqual(Module._stat(path.join(directory, 'missing')) < 0, true);
assert.deepStrictEqual({ ...Module._readPackage(directory) }, {
  name: 'real', main: 'lib', type: 'module', exports: { '.': './a.js' }, imports: undefined, exists: true, pjsonPath: path.join(directory, 'package.json'),
});
assert.deepStrictEqual({ ...Module._readPackage('/nowhere') }, { type: 'none', exists: false, pjsonPath: '/nowhere/package.json' });

const virtual = new Map([
  ['/virtual', 1], ['/virtual/file.js', 0], ['/virtual/folder', 1], ['/virtual/folder/index.js', 0], ['/virtual/main', 1], ['/virtual/main/start.js', 0],
  ['/virtual/node_modules', 1], ['/virtual/node_modules/package', 1], ['/virtual/node_modules/package/index.json', 0],
]);
const warnings = [];
process.on('warning', (warning) => warnings.push(warning.message));
const { _stat: stat, _readPackage: readPackage } = Module;
const { realpathSync } = fs;
Module._stat = (filename) => virtual.get(filename) ?? stat(filename);
Module._readPackage = (folder) => (folder === '/virtual/main' ? { main: './start' } : readPackage(folder));
fs.realpathSync = (file, ...rest) => (file.startsWith('/virtual') ? file : realpathSync(file, ...rest));

assert.strictEqual(require.resolve('/virtual/file'), '/virtual/file.js');
assert.strictEqual(require.resolve('/virtual/folder'), '/virtual/folder/index.js');
assert.strictEqual(require.resolve('/virtual/main'), '/virtual/main/start.js');
const inside = createRequire('/virtual/from.js');
assert.strictEqual(inside.resolve('package'), '/virtual/node_modules/package/index.json');
assert.strictEqual(inside.resolve('./file.js'), '/virtual/file.js');
assert.throws(() => inside.resolve('./nothing'), { code: 'MODULE_NOT_FOUND' });
// What is really there is still found.
assert.strictEqual(require.resolve(path.join(directory, 'a')), path.join(directory, 'a.js'));
assert.throws(() => require.resolve(directory), { code: 'MODULE_NOT_FOUND', path: path.join(directory, 'package.json') });

process.on('exit', () => {
  fs.rmSync(directory, { recursive: true });
  assert.deepStrictEqual(warnings, ['_stat', '_readPackage'].map((name) => `Module.${name} is an experimental feature and might change at any time`));
});
