// A thousand children, and children that end in every way: each is told once, and none is left behind.
'use strict';

const assert = require('node:assert');
const { spawn } = require('node:child_process');
const fs = require('node:fs');

const kTotal = 1000;
const kAtOnce = 50;

async function main() {
  const before = fs.readdirSync('/proc/self/fd').length;
  let started = 0;
  const codes = new Map();
  const tell = (how) => codes.set(how, (codes.get(how) ?? 0) + 1);
  await Promise.all(Array.from({ length: kAtOnce }, async () => {
    while (started++ < kTotal) tell(await ended(spawn('/bin/sh', ['-c', 'exit 3'])));
  }));
  assert.deepStrictEqual([...codes], [['3', kTotal]]);

  assert.strictEqual(await ended(spawn('/does/not/exist')), 'ENOENT');
  assert.strictEqual(await ended(spawn('/bin/sh', ['-c', 'kill -9 $$'])), 'SIGKILL');
  // A child that closes its streams before it ends: what is written to it fails, and the exit is still told.
  const early = spawn('/bin/sh', ['-c', 'exec <&- >&- 2>&-; read -r line < /proc/self/environ; exit 4']);
  const exit = ended(early);
  const failed = new Promise((resolve) => early.stdin.on('error', (error) => resolve(error.code)));
  early.stdout.on('end', () => early.stdin.write(Buffer.alloc(1 << 20))).resume();
  assert.strictEqual(await failed, 'EPIPE');
  assert.strictEqual(await exit, '4');

  assert.deepStrictEqual(zombies(), []);
  assert.ok(fs.readdirSync('/proc/self/fd').length <= before + 2);
}

/** How a child ends: its code, its signal, or why there is none. */
function ended(child) {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.code));
    child.on('close', (code, signal) => resolve(signal ?? String(code)));
  });
}

/** Children of this process that nobody has waited for. */
function zombies() {
  const states = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => {
    try {
      return fs.readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /, '').split(' ');
    } catch {
      return [];
    }
  });
  return states.filter(([state, parent]) => state === 'Z' && Number(parent) === process.pid);
}

let isDone = false;
process.on('exit', () => assert.ok(isDone));
main().then(() => (isDone = true));
