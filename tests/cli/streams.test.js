// Standard streams that close, and a script that never yields.
'use strict';

const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { run } = require('./_run');

// A reader that goes away: the error is an event, not a signal.
const closed = spawn(process.execPath, ['-e', `
  process.stdout.on('error', (err) => { console.error(err.code); process.exitCode = 5; });
  process.stdin.once('data', () => process.stdout.write('x'.repeat(1 << 20)));
`], { stdio: ['pipe', 'pipe', 'pipe'] });
closed.stdout.destroy();
closed.stdout.on('close', () => closed.stdin.end('go'));
let errors = '';
closed.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
closed.on('close', (code) => {
  assert.strictEqual(errors, 'EPIPE\n');
  assert.strictEqual(code, 5);
});

// Ctrl-C ends an endless loop.
const endless = spawn(process.execPath, ['-e', 'console.log("spinning"); for (;;);']);
endless.stdout.once('data', () => endless.kill('SIGINT'));
endless.on('close', (code, signal) => assert.deepStrictEqual([code, signal], [null, 'SIGINT']));

assert.strictEqual(run(['-'], { input: 'console.log("from stdin")' }).stdout, 'from stdin\n');
assert.strictEqual(run(['-e', 'process.stdin.on("end", () => console.log("end")).resume()'], { input: '' }).stdout, 'end\n');
assert.strictEqual(run(['-p', '"x".repeat(200000).length'], {}).stdout, '200000\n');
