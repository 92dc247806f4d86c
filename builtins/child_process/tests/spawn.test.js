'use strict';

// The life of a child: its streams, its end, and what keeps one from starting.

const assert = require('node:assert');
const { spawn } = require('node:child_process');

const events = [];
const child = spawn('sh', ['-c', 'read line; echo "got $line"; echo oops >&2; exit 3']);
assert.ok(child.pid > 0);
let out = '';
child.stdout.setEncoding('utf8').on('data', (text) => {
  out += text;
});
child.on('spawn', () => events.push('spawn'));
child.on('exit', (code, signal) => events.push(['exit', code, signal]));
child.on('close', (code) => {
  events.push(['close', code]);
  assert.strictEqual(out, 'got it\n');
  assert.strictEqual(child.kill(), false);
});
child.stdin.end('it\n');

const missing = spawn('/no/such/program', ['a']);
assert.strictEqual(missing.pid, undefined);
missing.on('error', (error) => {
  events.push(error.message);
  assert.deepStrictEqual([error.code, error.errno, error.path, error.spawnargs], ['ENOENT', -2, '/no/such/program', ['a']]);
});

const sleeper = spawn('sleep', ['60'], { stdio: 'ignore' });
assert.strictEqual(sleeper.stdout, null);
sleeper.on('exit', (code, signal) => {
  events.push(signal);
  assert.strictEqual(sleeper.killed, true);
});
sleeper.kill('SIGKILL');

assert.throws(() => spawn(''), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => spawn('a\0b'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => spawn('a', { stdio: 'what' }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => spawn('a', { uid: 'root' }), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => child.kill('SIGWHAT'), { code: 'ERR_UNKNOWN_SIGNAL' });

process.on('exit', () => {
  assert.deepStrictEqual(events.filter(Array.isArray), [['exit', 3, null], ['close', 3]]);
  assert.ok(events.includes('spawn') && events.includes('SIGKILL') && events.includes('spawn /no/such/program ENOENT'));
});

// A stream lent to another child is that child's alone.
const source = spawn('sh', ['-c', 'for i in 1 2 3 4 5 6 7 8; do head -c 65536 /dev/zero; done']);
const counter = spawn('wc', ['-c'], { stdio: [source.stdout, 'pipe', 'inherit'] });
counter.stdout.setEncoding('utf8').on('data', (count) => assert.strictEqual(count.trim(), String(8 * 65536)));
