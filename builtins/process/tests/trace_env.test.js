'use strict';

// --trace-env: what a program does to its environment is told on standard error.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const program = `
const { env } = process;
env.READ; env.WRITTEN = '1'; 'ASKED' in env; delete env.GONE; Object.keys(env);
Object.defineProperty(env, 'DEFINED', { value: '1', enumerable: true, configurable: true, writable: true });
env[Symbol('none')];
function reader() { return env.INNER; }
reader();`;

function lines(...options) {
  const { status, stderr } = spawnSync(process.execPath, [...options, '-e', program], { encoding: 'utf8' });
  assert.strictEqual(status, 0, stderr);
  return stderr.split('\n');
}

const plain = lines('--trace-env');
assert.ok(plain.every((line) => line === '' || line.startsWith('[--trace-env] ')), plain.join('\n'));
const told = ['get "READ"', 'set "WRITTEN"', 'query "ASKED"', 'delete "GONE"', 'enumerate environment variables', 'set "DEFINED"', 'get "INNER"'];
const places = told.map((access) => plain.indexOf(`[--trace-env] ${access}`));
assert.ok(places.every((place, index) => place > (places[index - 1] ?? -1)), places.join());
// The runtime's own accesses too.
assert.ok(plain.includes('[--trace-env] get "NODE_NO_WARNINGS"') || plain.includes('[--trace-env] get "NODE_V8_COVERAGE"'));

const stacks = lines('--trace-env-js-stack');
const inner = stacks.indexOf('[--trace-env] get "INNER"');
assert.deepStrictEqual(stacks.slice(inner + 1, inner + 4), ['', '----- JavaScript stack trace -----', '']);
assert.match(stacks[inner + 4], /^1: reader \(\[eval\]:6:32\)$/);
assert.match(stacks[inner + 5], /^2: \[eval\]:7:1$/);

const native = lines('--trace-env-native-stack');
assert.ok(native.includes('----- Native stack trace -----'));
assert.ok(!spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' }).stderr.includes('[--trace-env]'));
