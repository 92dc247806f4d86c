'use strict';

// What SIGINT prints before it ends the process, by `--trace-sigint` and `util.setTraceSigInt()`.

const assert = require('node:assert');
const { spawn, spawnSync } = require('node:child_process');

const busy = 'function busy() { process.kill(process.pid, "SIGINT"); for (;;); } busy();';
const idle = 'setTimeout(() => {}, 60_000); console.log("ready");';

function run(...argv) {
  const { signal, status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  return { signal, status, lines: stderr.split('\n') };
}

const headline = 'KEYBOARD_INTERRUPT: Script execution was interrupted by `SIGINT`';

for (const argv of [['--trace-sigint', '-e', busy], ['-e', `util.setTraceSigInt(true); ${busy}`]]) {
  const { signal, lines } = run(...argv);
  assert.strictEqual(signal, 'SIGINT');
  assert.strictEqual(lines[0], headline);
  assert.match(lines[1], /^ {4}at busy \(\[eval\]:1:\d+\)$/);
}

// A program that waits is woken.
const waiting = spawn(process.execPath, ['--trace-sigint', '-e', idle]);
waiting.stdout.on('data', () => waiting.kill('SIGINT'));
let told = '';
waiting.stderr.setEncoding('utf8').on('data', (text) => { told += text; });
waiting.on('close', (code, signal) => {
  assert.strictEqual(signal, 'SIGINT');
  assert.ok(told.startsWith(`${headline}\n`), told);
});

// Nothing is told where it is switched off again, and where somebody listens.
assert.deepStrictEqual(run('--trace-sigint', '-e', `util.setTraceSigInt(false); ${busy}`), { signal: 'SIGINT', status: null, lines: [''] });
const listening = `process.on('SIGINT', () => process.exit(3)); setTimeout(() => {}, 60_000); process.kill(process.pid, 'SIGINT');`;
assert.deepStrictEqual(run('--trace-sigint', '-e', listening), { signal: null, status: 3, lines: [''] });
