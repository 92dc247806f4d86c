'use strict';

// The debugger in the terminal: it starts a program, stops in it and looks around.

const assert = require('node:assert');
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'debugger-'));
process.on('exit', () => fs.rmSync(directory, { recursive: true }));
const file = path.join(directory, 'program.js');
fs.writeFileSync(file, `let total = 0;
function add(amount) {
  total += amount;
  return total;
}
add(1);
add(20);
console.log('total', total);
`);

/** Types each line when what the one before asks for has been printed. */
function converse(args, script) {
  const terminal = spawn(process.execPath, ['inspect', ...args], { cwd: directory });
  let text = '';
  let step = 0;
  const look = (chunk) => {
    text += chunk;
    while (step < script.length && script[step][0].test(text) && /> $/.test(text)) {
      terminal.stdin.write(`${script[step++][1]}\n`);
      text = '';
    }
  };
  terminal.stdout.setEncoding('utf8').on('data', look);
  terminal.stderr.pipe(process.stderr);
  return new Promise((resolve) => {
    terminal.on('close', (code) => {
      assert.strictEqual(step, script.length, `step ${step}: ${text}`);
      resolve(code);
    });
  });
}

async function startedHere() {
  const code = await converse(['--port=0', 'program.js'], [
    [/break on start in program\.js:1\n> 1 let total = 0;/i, 'sb(3)'],
    [/> 3 {3}total \+= amount;/, 'sb("program.js", 4, "amount > 10")'],
    [/> 4 {3}return total;/, 'breakpoints'],
    [/#0 program\.js:3\n#1 program\.js:4\n/, 'watch("total")'],
    [/> $/, 'c'],
    [/break in program\.js:3\nWatchers:\n {2}0: total = 0\n/, 'bt'],
    [/#0 add program\.js:3:2\n#1 \(anonymous\) program\.js:6:0/, 'cb("program.js", 3)'],
    [/> $/, 'c'],
    [/break in program\.js:4\nWatchers:\n {2}0: total = 21\n/, 'exec [amount, { deep: [1] }, new Map([[1, 2]])]'],
    [/\[ 20, /, 'p amount * 2'],
    [/^40\n/, 'o'],
    [/in program\.js:8\n/, 'exec nowhere'],
    [/ReferenceError: nowhere is not defined/, 'profileEnd'],
    [/Error/, 'c'],
    [/< total 21[^]*[Ww]aiting for the debugger to disconnect/, 'list()'],
    [/Requires execution to be paused/, 'restart'],
    [/break on start in program\.js:1\n/i, 'kill'],
    [/> $/, '.exit'],
  ]);
  assert.strictEqual(code, 0);
}

/** A program in the middle of a loop is asked to listen, by its number. */
async function alreadyRunning() {
  const busy = path.join(directory, 'busy.js');
  fs.writeFileSync(busy, 'let turns = 0;\nconsole.log("ready");\nfor (;;) {\n  turns++;\n}\n');
  const program = spawn(process.execPath, ['--inspect-port=0', busy], { stdio: ['ignore', 'pipe', 'pipe'] });
  await new Promise((resolve) => program.stdout.once('data', resolve));
  process._debugProcess(program.pid);
  const port = await new Promise((resolve) => {
    let text = '';
    program.stderr.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      const found = /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(text);
      if (found) resolve(found[1]);
    });
  });
  await converse([`127.0.0.1:${port}`], [
    [/> $/, 'sb("busy.js", 4)'],
    [/break in [^\n]*busy\.js:4\n[^]*> 4 {3}turns\+\+;/, 'exec turns > 0'],
    [/^true\n/, '.exit'],
  ]);
  program.kill('SIGKILL');
}

function refused() {
  const { status, stderr } = spawnSync(process.execPath, ['inspect', '-p', '655555'], { encoding: 'utf8' });
  assert.match(stderr, /^Target process: 655555 doesn't exist\.\n$/);
  assert.strictEqual(status, 1);
  assert.strictEqual(spawnSync(process.execPath, ['inspect']).status, 9);
  // A pid that is none must not become that of a process group.
  process.on('SIGUSR1', () => assert.fail('the debugger sent a signal to its own group'));
  spawnSync(process.execPath, ['inspect', '-p', 'abc'], { input: '', timeout: 10_000 });
}

refused();
startedHere().then(alreadyRunning);
