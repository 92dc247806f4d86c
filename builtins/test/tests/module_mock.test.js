// Flags: --experimental-test-module-mocks --no-warnings
'use strict';
// mock.module(): another module stands in for one, for require() and import alike.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { after, mock, test } = require('node:test');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'module-mock-')));
after(() => fs.rmSync(folder, { recursive: true }));
const cjs = path.join(folder, 'dep.js');
const esm = pathToFileURL(path.join(folder, 'dep.mjs'));
fs.writeFileSync(cjs, 'exports.real = 1;');
fs.writeFileSync(esm, 'export const real = 1;');

test('a CommonJS module, until it is restored', async () => {
  assert.deepStrictEqual(require(cjs), { real: 1 });
  const mocked = mock.module(cjs, { namedExports: { a: 1 }, defaultExport: { d: 2 } });
  assert.deepStrictEqual(require(cjs), { d: 2, a: 1 });
  const namespace = await import(cjs);
  assert.deepStrictEqual([Object.keys(namespace), namespace.default, namespace.a], [['a', 'default', 'module.exports'], { d: 2, a: 1 }, 1]);
  mocked.restore();
  assert.deepStrictEqual(require(cjs), { real: 1 });
  assert.strictEqual((await import(cjs)).real, 1);
});

test('a module, whose default export is its own', async (t) => {
  t.mock.module(esm, { namedExports: { a: 1 }, defaultExport: 3 });
  const namespace = await import(esm);
  assert.deepStrictEqual({ ...namespace }, { a: 1, default: 3 });
});

test('mocks end with their test', async () => {
  assert.deepStrictEqual({ ...await import(esm) }, { real: 1 });
});

test('a builtin, with and without its scheme', async (t) => {
  t.mock.module('node:readline', { namedExports: { fake: true } });
  assert.deepStrictEqual(require('readline'), { fake: true });
  assert.deepStrictEqual(require('node:readline'), { fake: true });
  assert.strictEqual((await import('readline')).fake, true);
  assert.throws(() => t.mock.module('readline'), { code: 'ERR_INVALID_STATE', message: /Cannot mock 'readline'\. The module is already mocked\./ });
});

test('each load is another module unless the mock is cached', async (t) => {
  const mocked = t.mock.module(cjs, { namedExports: { a: 1 } });
  assert.notStrictEqual(await import(cjs), await import(cjs));
  assert.notStrictEqual(require(cjs), require(cjs));
  mocked.restore();
  t.mock.module(cjs, { namedExports: { a: 1 }, cache: true });
  assert.strictEqual(await import(cjs), await import(cjs));
  assert.strictEqual(require(cjs), require(cjs));
});

test('named exports need a default export that can have properties', async (t) => {
  t.mock.module(cjs, { namedExports: { a: 1 }, defaultExport: 5 });
  assert.throws(() => require(cjs), { message: 'Cannot create mock because named exports cannot be applied to the provided default export.' });
});

test('options are checked, and the module has to be there', () => {
  for (const [specifier, options] of [[1, {}], ['fs', 1], ['fs', { cache: 1 }], ['fs', { namedExports: 1 }], ['fs', { exports: 1 }]]) {
    assert.throws(() => mock.module(specifier, options), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  assert.throws(() => mock.module('fs', { exports: {}, namedExports: {} }), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => mock.module('./not_there.js'), { code: 'ERR_MODULE_NOT_FOUND' });
});
