'use strict';

// A package.json at fault is an error that says so and changes nothing else, and modules that wait for each other end.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const os = require('node:os');
const path = require('node:path');

const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'package-faults-'));
process.on('exit', () => fs.rmSync(root, { recursive: true }));
const requireHere = createRequire(path.join(root, 'main.js'));

/** Writes a package and the modules that tests of its targets look for. */
function make(name, manifest, others = {}) {
  const folder = path.join(root, 'node_modules', name);
  for (const [file, text] of Object.entries({ 'package.json': manifest, 'index.js': 'module.exports = "index"', 'a.js': 'module.exports = "a"', ...others })) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
  return name;
}

fs.mkdirSync(path.join(root, 'node_modules'));
fs.writeFileSync(path.join(root, 'outside.js'), 'module.exports = "outside"');

// Names of Object.prototype are names like any other.
assert.strictEqual(requireHere(make('proto', '{"__proto__":{"main":"./a.js","polluted":1},"constructor":{"prototype":{"polluted":1}},"name":"proto"}')), 'index');
assert.strictEqual(requireHere(make('proto-exports', '{"exports":{"./__proto__":"./a.js",".":"./index.js"}}')), 'index');
assert.throws(() => requireHere('proto-exports/toString'), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
assert.strictEqual(requireHere('proto-exports/__proto__'), 'a');
assert.strictEqual({}.polluted, undefined);

assert.strictEqual(requireHere(make('twice', '{"main":"./gone.js","main":"./a.js"}')), 'a');
assert.strictEqual(requireHere(make('large', `{"main":"./a.js","filling":"${'x'.repeat(20_000_000)}"}`)), 'a');
for (const [name, text] of [['cut', '{"main":'], ['text', 'main'], ['nul', '{"main":"a\0"'], ['deep', '['.repeat(100_000)]]) {
  assert.throws(() => requireHere(make(name, text)), { code: 'ERR_INVALID_PACKAGE_CONFIG' }, name);
}
for (const value of ['null', '1', '{}', '[]', '""', 'true']) assert.strictEqual(requireHere(make(`main-${value.length}-${typeof JSON.parse(value)}`, `{"main":${value}}`)), 'index');

// Targets that leave the package, by `exports`, `imports` and patterns.
for (const target of ['../../outside.js', './../../outside.js', './a/../../../outside.js', './node_modules/x.js', '/etc/passwd', 'file:///etc/passwd', './%2e%2e/%2e%2e/outside.js', 'outside']) {
  const name = make('leaves', JSON.stringify({ exports: target }));
  assert.throws(() => createRequire(path.join(root, `${Math.random()}.js`))(name), (error) => /^(ERR_INVALID_PACKAGE_TARGET|ERR_INVALID_PACKAGE_CONFIG|ERR_INVALID_MODULE_SPECIFIER|MODULE_NOT_FOUND)$/.test(error.code), target);
  fs.rmSync(path.join(root, 'node_modules', name), { recursive: true });
}
make('pattern', '{"exports":{"./*":"./lib/*"}}', { 'lib/in.js': 'module.exports = "in"' });
assert.strictEqual(requireHere('pattern/in.js'), 'in');
for (const name of ['pattern/../../../outside.js', 'pattern/..%2f..%2foutside.js', 'pattern/%2e%2e/%2e%2e/%2e%2e/outside.js', 'pattern/node_modules/x', 'pattern/./in.js']) {
  assert.throws(() => requireHere(name), (error) => typeof error.code === 'string', name);
}

// Cycles are seen half-made, and what waits for itself ends with 13 and a warning.
function run(files, first) {
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(root, name), text);
  return spawnSync(process.execPath, [path.join(root, first)], { encoding: 'utf8', timeout: 20_000 });
}

const cycle = { 'a.mjs': "import { b } from './b.mjs'; export const a = 1; console.log(b);", 'b.mjs': "import * as a from './a.mjs'; export let b; try { b = a.a } catch (error) { b = error.name }" };
assert.strictEqual(run(cycle, 'a.mjs').stdout, 'ReferenceError\n');
const mixed = { 'c.mjs': "import './d.cjs'; export const c = 1;", 'd.cjs': "try { require('./c.mjs') } catch (error) { console.log(error.code) }" };
assert.strictEqual(run(mixed, 'c.mjs').stdout, 'ERR_REQUIRE_CYCLE_MODULE\n');
for (const files of [
  { 'e.mjs': "await import('./f.mjs')", 'f.mjs': "await import('./e.mjs')" }, { 'e.mjs': 'await new Promise(() => {})' }, { 'e.mjs': "import './f.mjs'", 'f.mjs': 'await new Promise(() => {})' },
]) {
  const { status, stderr } = run(files, 'e.mjs');
  assert.strictEqual(status, 13);
  assert.match(stderr, /Warning: Detected unsettled top-level await at/);
}
