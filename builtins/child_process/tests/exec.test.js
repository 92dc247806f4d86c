'use strict';

const assert = require('node:assert');
const { exec, execFile, execFileSync, execSync, spawnSync } = require('node:child_process');
const { promisify } = require('node:util');

let calls = 0;
exec('echo out; echo err >&2; exit 5', (error, stdout, stderr) => {
  calls++;
  assert.strictEqual(error.message, 'Command failed: echo out; echo err >&2; exit 5\nerr\n');
  assert.deepStrictEqual([error.code, error.killed, error.signal], [5, false, null]);
  assert.deepStrictEqual([stdout, stderr], ['out\n', 'err\n']);
});
execFile('sleep', ['60'], { timeout: 10 }, (error) => {
  calls++;
  assert.deepStrictEqual([error.code, error.killed, error.signal], [null, true, 'SIGTERM']);
});
exec('yes', { maxBuffer: 100 }, (error, stdout) => {
  calls++;
  assert.strictEqual(error.code, 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER');
  assert.strictEqual(stdout.length, 100);
});
promisify(exec)('echo promised').then(({ stdout }) => {
  calls++;
  assert.strictEqual(stdout, 'promised\n');
});

assert.strictEqual(execSync('cat', { input: 'through', encoding: 'utf8' }), 'through');
assert.strictEqual(execFileSync('sh', ['-c', 'echo $A'], { env: { A: 'b' }, encoding: 'utf8' }), 'b\n');
const failed = spawnSync('sh', ['-c', 'exit 9']);
assert.deepStrictEqual([failed.status, failed.signal, failed.output[0]], [9, null, null]);
const missing = spawnSync('/no/such/program');
assert.deepStrictEqual([missing.error.code, missing.error.syscall, missing.status], ['ENOENT', 'spawnSync /no/such/program', null]);
assert.strictEqual(spawnSync('sleep', ['60'], { timeout: 10 }).error.code, 'ETIMEDOUT');
assert.throws(() => execSync('exit 2', { stdio: 'pipe' }), { status: 2, message: 'Command failed: exit 2' });

process.on('exit', () => assert.strictEqual(calls, 4));
