// `--watch`: the program runs again when a file it uses changes.
'use strict';

const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { files, folder, run } = require('./_run');

/** Starts watching; `until(text)` resolves when the output holds it, once more with each call; `errors()` is what standard error holds. */
function watch(args) {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let output = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { errors += text; });
  let check = () => {};
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    check();
  });
  const until = (text) => new Promise((resolve) => {
    check = () => {
      const at = output.indexOf(text);
      if (at === -1) return;
      output = output.slice(at + text.length);
      check = () => {};
      resolve();
    };
    check();
  });
  return { child, errors: () => errors, until };
}

async function main() {
  const dependency = files({ 'watched/dep.js': 'module.exports = 1', 'watched/main.js': 'console.log("value", require("./dep"))', 'watched/data/x': '' });
  const program = watch(['--watch', 'watched/main.js']);
  await program.until('value 1');
  await program.until("Completed running 'watched/main.js'. Waiting for file changes before restarting...");
  fs.writeFileSync(dependency, 'module.exports = 2');
  await program.until("Restarting 'watched/main.js'");
  await program.until('value 2');
  fs.writeFileSync(dependency, 'throw new Error()');
  await program.until("Failed running 'watched/main.js'");
  program.child.kill();

  const byPath = watch(['--watch-path=watched/data', 'watched/main.js']);
  await byPath.until('Failed running');
  fs.writeFileSync(dependency, 'module.exports = 3');
  fs.writeFileSync(path.join(folder, 'watched/data/x'), 'changed');
  await byPath.until('value 3');
  byPath.child.kill('SIGINT');

  await passesMessages();
  await runsTestsAgain();
  await watchesManyTestsOfOneProcess();

  assert.strictEqual(run(['--watch']).status, 9);
  assert.strictEqual(run(['--watch-kill-signal=NONE', '--watch', 'watched/main.js'], { cwd: folder }).status, 1);
}

/** Who started the watcher talks to the program. */
async function passesMessages() {
  files({ 'watched/echo.js': 'process.on("message", (message) => process.send({ echo: message })); process.send("ready")' });
  const { child } = watch(['--watch', 'watched/echo.js']);
  await new Promise((resolve) => child.on('message', (message) => {
    if (message === 'ready') child.send('text');
    if (message.echo === 'text') resolve();
  }));
  child.kill();
}

/** Test files run again when what they use changes, be it in processes of their own or in one; each round has its summary. */
async function runsTestsAgain() {
  const dependency = files({ 'tests/dep.js': 'module.exports = 1', 'tests/one.test.js': 'console.log("value", require("./dep"))', 'tests/two.test.js': '' });
  for (const [isolation, rerun] of [['process', 1], ['none', 2]]) {
    fs.writeFileSync(dependency, 'module.exports = 1');
    const tests = watch(['--test', '--watch', `--test-isolation=${isolation}`, '--test-reporter=tap', 'tests/*.test.js']);
    await tests.until('value 1');
    await tests.until('# pass 2');
    fs.writeFileSync(dependency, 'module.exports = 2');
    await tests.until('value 2');
    await tests.until(`# pass ${rerun}`);
    tests.child.kill();
  }
}

/** Test files that share a process also share what listens to it. */
async function watchesManyTestsOfOneProcess() {
  const names = Array.from({ length: 12 }, (_, index) => `many/${index}.test.js`);
  files(Object.fromEntries(names.map((name) => [name, ''])));
  const { child, errors, until } = watch(['--test', '--watch', '--test-isolation=none', '--test-reporter=tap', ...names]);
  await until('# pass 12');
  child.kill();
  await once(child, 'close');
  assert.strictEqual(errors(), '');
}

main();
