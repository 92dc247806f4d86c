// Flags: --pending-deprecation
'use strict';

// Resolution around modules that are no files, hints for absolute specifiers, deprecated matches, and findPackageJSON().

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { once } = require('node:events');
const { findPackageJSON, registerHooks } = require('node:module');
const { pathToFileURL } = require('node:url');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'anode-beside-')));
const file = (name, text = '') => {
  const full = path.join(root, name);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, text);
  return full;
};
const url = (name) => pathToFileURL(path.join(root, name)).href;

/** The URLs that a module at a URL of the web gets for its imports. */
async function testWebImporters() {
  const asked = [];
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = specifier.startsWith('http:') ? { url: specifier, shortCircuit: true } : next(specifier, context);
      asked.push(resolved.url);
      return resolved;
    },
    load(at, context, next) {
      if (!at.startsWith('http:')) return next(at, context);
      return { format: 'module', shortCircuit: true, source: at.endsWith('main.mjs') ? 'import "./lib.mjs"; import "/top.mjs"; import "fs";' : '' };
    },
  });
  await import('http://example.test/deep/main.mjs');
  await assert.rejects(import('data:text/javascript,import "%23x"'), { code: 'ERR_UNSUPPORTED_RESOLVE_REQUEST' });
  hooks.deregister();
  assert.deepStrictEqual(asked.slice(0, 4), [
    'http://example.test/deep/main.mjs', 'http://example.test/deep/lib.mjs', 'http://example.test/top.mjs', 'node:fs',
  ]);
}

async function testHints() {
  file('dir/package.json', '{"main":"lib/index.js"}');
  file('dir/lib/index.js');
  const hint = `Did you mean to import ${JSON.stringify(path.join(root, 'dir/lib/index.js'))}?`;
  await assert.rejects(import(url('dir')), { code: 'ERR_UNSUPPORTED_DIR_IMPORT', message: new RegExp(RegExp.escape(hint)) });
  await assert.rejects(import(url('dir/lib/index')), { code: 'ERR_MODULE_NOT_FOUND', message: /Did you mean to import ".*index\.js"\?$/ });
}

/** A request that ends in a slash is warned of once, whoever imports it, and not for its slash again. */
async function testTrailingSlash() {
  file('node_modules/slash/package.json', '{"exports":{"./t*":"./lib/t*x.js"}}');
  file('node_modules/slash/lib/t/x.js');
  const codes = [];
  process.on('warning', ({ code }) => codes.push(code));
  const main = file('main.mjs', 'import "slash/t/";');
  file('other.mjs', 'import "slash/t/";');
  await import(pathToFileURL(main).href);
  await import(url('other.mjs'));
  if (codes.length === 0) await once(process, 'warning');
  assert.deepStrictEqual(codes, ['DEP0155']);
}

/** An eval that the microtask queue calls has no script whose loader could serve it. */
async function testEvalWithoutScript() {
  await new Promise(setImmediate);
  await assert.rejects(Promise.resolve('import("node:fs")').then(eval), { code: 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING' });
}

function testFindPackageJSON() {
  const base = url('x.js');
  for (const invalid of [null, {}, [], Symbol('s'), () => {}, true, 1]) {
    assert.throws(() => findPackageJSON('slash', invalid), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  assert.throws(() => findPackageJSON(Symbol('s')), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => findPackageJSON('slash', 'no url'), { code: 'ERR_INVALID_URL' });
  assert.throws(() => findPackageJSON('slash'), { code: 'ERR_INVALID_URL' });
  assert.throws(() => findPackageJSON('./x'), { code: 'ERR_UNSUPPORTED_RESOLVE_REQUEST' });
  assert.throws(() => findPackageJSON('./none.js', base), { code: 'ERR_MODULE_NOT_FOUND' });
  assert.throws(() => findPackageJSON('none', base), { code: 'ERR_MODULE_NOT_FOUND', message: /^Cannot find package 'none' imported from / });
  assert.throws(() => findPackageJSON('node:fs', base), { code: 'ERR_INVALID_URL_SCHEME' });
  assert.strictEqual(findPackageJSON('slash/none', base), path.join(root, 'node_modules/slash/package.json'));
  assert.strictEqual(findPackageJSON('./dir/lib/', base), path.join(root, 'dir/package.json'));
  assert.strictEqual(findPackageJSON(new URL('dir/lib/index.js', base)), path.join(root, 'dir/package.json'));
}

async function test() {
  await testWebImporters();
  await testHints();
  await testTrailingSlash();
  await testEvalWithoutScript();
  testFindPackageJSON();
}

test().finally(() => fs.rmSync(root, { recursive: true }));

// Relative to a parent without a file, as the REPL has, is relative to the working directory and to nothing else.
const { Module } = require('node:module');
for (const parent of [new Module('<repl>'), null, { id: '.', filename: null, paths: ['/k'] }]) {
  assert.deepStrictEqual(Module._resolveLookupPaths('./x', parent), ['.']);
}
