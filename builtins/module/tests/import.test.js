'use strict';

// ES modules: formats, names of CommonJS exports, live bindings, require() of ES modules, hooks, types.

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { registerHooks, stripTypeScriptTypes, syncBuiltinESMExports } = require('node:module');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'anode-import-')));
const file = (name, text) => {
  const full = path.join(root, name);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, text);
  return full;
};
const url = (name) => pathToFileURL(path.join(root, name)).href;

async function test() {
  // Named exports of CommonJS, and default.
  file('c.cjs', 'exports.a = 1; exports.b = 2; module.exports.c = 3;');
  const c = await import(url('c.cjs'));
  assert.deepStrictEqual([c.a, c.b, c.c, c.default], [1, 2, 3, { a: 1, b: 2, c: 3 }]);

  // Slashes too many are part of the path; test runners write `file:///` before an absolute one.
  assert.strictEqual((await import(`file:///${path.join(root, 'c.cjs')}`)).a, 1);

  // The names are those of the text, also when the module runs before it is imported.
  require(file('made.cjs', 'exports.written = 1; for (const name of ["made"]) exports[name] = 2;'));
  assert.deepStrictEqual(Object.keys(await import(url('made.cjs'))), ['default', 'module.exports', 'written']);

  // Live bindings, cycles and import.meta.
  file('live.mjs', 'export let n = 0; export const up = () => ++n; export const meta = import.meta;');
  const live = await import(url('live.mjs'));
  live.up();
  assert.strictEqual(live.n, 1);
  assert.strictEqual(live.meta.filename, path.join(root, 'live.mjs'));
  assert.strictEqual(live.meta.dirname, root);
  assert.strictEqual(live.meta.main, false);
  assert.strictEqual(live.meta.resolve('./x'), url('x'));
  file('cycle1.mjs', 'import { two } from "./cycle2.mjs"; export const one = () => 1; export const sum = one() + two();');
  file('cycle2.mjs', 'import { one } from "./cycle1.mjs"; export const two = () => one() + 1;');
  assert.strictEqual((await import(url('cycle1.mjs'))).sum, 3);

  // JSON, data: and builtins.
  file('d.json', '{"x":1}');
  assert.deepStrictEqual((await import(url('d.json'), { with: { type: 'json' } })).default, { x: 1 });
  await assert.rejects(import(url('d.json')), { code: 'ERR_IMPORT_ATTRIBUTE_MISSING' });
  assert.strictEqual((await import('data:text/javascript,export default 5')).default, 5);
  await assert.rejects(import('http://x'), { code: 'ERR_UNSUPPORTED_ESM_URL_SCHEME' });
  const ns = await import('node:path');
  path.added = 1;
  syncBuiltinESMExports();
  assert.strictEqual(ns.default.added, 1);
  delete path.added;

  // Failures.
  await assert.rejects(import(url('none.mjs')), {
    code: 'ERR_MODULE_NOT_FOUND',
    message: `Cannot find module '${path.join(root, 'none.mjs')}' imported from ${__filename}`,
    url: url('none.mjs'),
  });
  file('wrong.mjs', 'import { nope } from "./c.cjs";');
  await assert.rejects(import(url('wrong.mjs')), { name: 'SyntaxError', message: /^Named export 'nope' not found/ });

  // require() of an ES module.
  file('m.mjs', 'export default 1; export const named = 2;');
  const required = require(path.join(root, 'm.mjs'));
  assert.deepStrictEqual([required.default, required.named, required.__esModule], [1, 2, true]);
  file('as.mjs', 'export { f as "module.exports" }; const f = () => 3;');
  assert.strictEqual(require(path.join(root, 'as.mjs'))(), 3);
  file('tla.mjs', 'await 1;');
  assert.throws(() => require(path.join(root, 'tla.mjs')), { code: 'ERR_REQUIRE_ASYNC_MODULE' });

  // Types.
  file('t.mts', 'const x: number = 4; export default x as number;');
  assert.strictEqual((await import(url('t.mts'))).default, 4);
  assert.strictEqual(stripTypeScriptTypes('let x: 1 = 1'), 'let x    = 1');
  assert.throws(() => stripTypeScriptTypes('enum A {}'), { code: 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' });

  // Synchronous hooks see both loaders.
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      (specifier === 'virtual:x' ? { url: 'virtual:x', format: 'module', shortCircuit: true } : next(specifier, context)),
    load: (from, context, next) =>
      (from === 'virtual:x' ? { format: 'module', source: 'export default 6', shortCircuit: true } : next(from, context)),
  });
  assert.strictEqual((await import('virtual:x')).default, 6);
  hooks.deregister();
}

test().finally(() => fs.rmSync(root, { recursive: true }));
