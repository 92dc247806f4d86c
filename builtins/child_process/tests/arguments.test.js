'use strict';

// What spawn and its kin take and refuse, in Node's words.

const assert = require('node:assert');
const { execFile, execFileSync, fork, spawn, spawnSync } = require('node:child_process');
const { pathToFileURL } = require('node:url');

// A directory with a null byte is shown as it was given; an empty one does not exist.
const nul = { code: 'ERR_INVALID_ARG_VALUE', message: /^The property 'options\.cwd' must be a string, Uint8Array, or URL without null bytes\. Received (?:'\/a\\x00b'|<Buffer 2f 61 00 62>)$/ };
for (const cwd of ['/a\0b', Buffer.from('/a\0b'), new URL('file:///a%00b')]) {
  assert.throws(() => spawn('true', { cwd }), nul);
  assert.throws(() => spawnSync('true', { cwd }), nul);
}
spawn('true', { cwd: '' }).on('exit', (code) => assert.strictEqual(code, 0));
assert.strictEqual(spawnSync('true', { cwd: '' }).error.code, 'ENOENT');
assert.throws(() => execFileSync('true', { cwd: '' }), { code: 'ENOENT' });
assert.strictEqual(spawnSync('pwd', { cwd: pathToFileURL('/'), encoding: 'utf8' }).stdout, '/\n');

// A signal is one or is not given.
for (const signal of [null, 0, '', {}]) {
  const refused = { code: 'ERR_INVALID_ARG_TYPE', message: /^The "options\.signal" property must be an instance of AbortSignal\. Received / };
  assert.throws(() => spawn('true', { signal }), refused);
  assert.throws(() => execFile('true', { signal }), refused);
  assert.throws(() => fork(__filename, { signal }), refused);
}

// Input that is nothing, and input for a descriptor that is no pipe, is none.
for (const input of [0, NaN, false, '', null, undefined]) assert.strictEqual(spawnSync('cat', { input }).status, 0);
assert.strictEqual(spawnSync('cat', { input: 'text', stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' }).stdout, '');
assert.strictEqual(spawnSync('cat', { input: 'text', encoding: 'utf8' }).stdout, 'text');
assert.throws(() => spawnSync('cat', { input: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => spawn('cat', { stdio: ['pipe', 'other'] }), {
  code: 'ERR_INVALID_SYNC_FORK_INPUT', message: "Asynchronous forks do not support Buffer, TypedArray, DataView or string input: 'other'",
});

// What is no array of stdio is no stdio; options of the runtime come in anything that can be iterated.
assert.throws(() => fork(__filename, { execPath: 'a\0b' }), { message: /^The property 'options\.execPath' must be a string without null bytes/ });
for (const stdio of [1, {}, true]) assert.ok(stopped(fork('/none', { stdio, silent: true })).stdout);
for (const [execArgv, given] of [[[], []], [null, []], [0, []], ['', []], [new Set(['-p']), ['-p']], ['ab', ['a', 'b']]]) {
  assert.deepStrictEqual(stopped(fork('/none', { execArgv, silent: true })).spawnargs.slice(1), [...given, '/none']);
}
for (const execArgv of [1, {}, true]) assert.throws(() => fork('/none', { execArgv }), TypeError);

function stopped(child) {
  child.kill('SIGKILL');
  return child;
}

// Signals that nobody knows are shown.
const sleeper = spawn('sleep', ['60'], { stdio: 'ignore' });
for (const [signal, shown] of [[[], '[]'], [[1], '[ 1 ]'], [{ a: 1 }, '{ a: 1 }'], [null, 'null'], [1.5, '1.5'], [-1, '-1'], ['x', 'x'], [Symbol('a'), 'Symbol(a)'], [1n, '1n']]) {
  assert.throws(() => sleeper.kill(signal), { name: 'TypeError', code: 'ERR_UNKNOWN_SIGNAL', message: `Unknown signal: ${shown}` });
}
assert.strictEqual(sleeper.kill(), true);
