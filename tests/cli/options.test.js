// The command line.
'use strict';

const assert = require('node:assert');
const { files, run } = require('./_run');

assert.match(run(['-v']).stdout, /^v26\.\d+\.\d+\n$/);
assert.match(run(['--help']).stdout, /^Usage: /);
assert.match(run(['-p', 'process.versions.anode ?? "none"']).stdout, /^(\d+\.\d+\.\d+|none)\n$/);
assert.strictEqual(run(['-p', 'process.release.name']).stdout, 'node\n');
assert.strictEqual(run(['-p', '[process.argv.length, process.execArgv[0]]', 'a', 'b']).stdout, "[ 3, '-p' ]\n");
assert.match(run(['--bad-option']).stderr, /: bad option: --bad-option\n$/);
assert.match(run(['-e']).stderr, /: -e requires an argument\n$/);
assert.strictEqual(run(['-c', files({ 'ok.js': 'throw 1' })]).status, 0);
assert.strictEqual(run(['-c', files({ 'broken.js': 'a b' })]).status, 1);
assert.strictEqual(run(['--input-type=module', '-e', 'console.log(typeof require, import.meta.url.slice(0, 5))']).stdout, 'undefined file:\n');
assert.strictEqual(run(['-r', files({ 'pre.js': 'global.pre = 1' }), '-p', 'pre']).stdout, '1\n');
assert.strictEqual(run(['--import', files({ 'imp.mjs': 'globalThis.imp = 2' }), '-p', 'imp']).stdout, '2\n');
assert.strictEqual(run([`--env-file=${files({ '.env': 'FROM_FILE=yes' })}`, '-p', 'process.env.FROM_FILE']).stdout, 'yes\n');
assert.strictEqual(run(['--env-file=/does/not/exist', '-p', '1']).status, 9);
assert.strictEqual(run(['--env-file-if-exists=/does/not/exist', '-p', '1']).stdout, '1\n');
assert.strictEqual(run(['--expose-gc', '-p', 'typeof gc']).stdout, 'function\n');
assert.strictEqual(run(['--stack-trace-limit=2', '-e', 'console.log(new Error("x").stack.split("\\n").length)']).stdout, '3\n');
assert.strictEqual(run(['--title=named', '-p', 'process.title']).stdout, 'named\n');
assert.strictEqual(run(['--no-warnings', '-e', 'process.emitWarning("w")']).stderr, '');
assert.match(run(['--trace-warnings', '-e', 'process.emitWarning("w")']).stderr, /Warning: w\n {4}at /);
assert.strictEqual(run(['--throw-deprecation', '-e', 'process.emitWarning("w", "DeprecationWarning")']).status, 1);
assert.strictEqual(run(['-p', 'process.execArgv.length'], { env: { ...process.env, NODE_OPTIONS: '--no-warnings' } }).stdout, '2\n');
assert.strictEqual(run(['-p', '1'], { env: { ...process.env, NODE_OPTIONS: '--eval 1' } }).status, 9);
assert.strictEqual(run([files({ 'types.ts': 'enum_: 1; const n: number = 2; console.log(n as number)' })]).stdout, '2\n');
assert.strictEqual(run(['-C', 'custom', files({
  'cond/main.js': "console.log(require('dep'))", 'cond/node_modules/dep/package.json': '{"exports":{"custom":"./c.js","default":"./d.js"}}',
  'cond/node_modules/dep/c.js': 'module.exports = "custom"', 'cond/node_modules/dep/d.js': 'module.exports = "default"',
})]).stdout, 'custom\n');
