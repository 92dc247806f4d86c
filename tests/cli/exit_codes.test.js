// How a process ends, by what ended it.
'use strict';

const assert = require('node:assert');
const { files, run } = require('./_run');

const phases = {
  main: 'throw new Error("boom")',
  timer: 'setTimeout(() => { throw new Error("boom") }, 1)',
  immediate: 'setImmediate(() => { throw new Error("boom") })',
  tick: 'process.nextTick(() => { throw new Error("boom") })',
  microtask: 'queueMicrotask(() => { throw new Error("boom") })',
  poll: 'require("fs").stat(".", () => { throw new Error("boom") })',
  close: 'const s = require("net").createServer().listen(0, () => s.close(() => { throw new Error("boom") }))',
  exit: 'process.on("exit", () => { throw new Error("boom") })',
  beforeExit: 'process.once("beforeExit", () => { throw new Error("boom") })',
  rejection: 'Promise.reject(new Error("boom"))',
};

for (const [phase, code] of Object.entries(phases)) {
  const { status, stderr } = run(['-e', code]);
  assert.strictEqual(status, 1, `${phase}: ${stderr}`);
  assert.match(stderr, /Error: boom\n {4}at /, phase);
}

for (const [phase, code] of Object.entries(phases)) {
  if (phase === 'exit') continue;
  const handled = `process.on('uncaughtException', (err, origin) => console.log(err.message, origin));${code}`;
  const { status, stdout } = run(['-e', handled]);
  assert.strictEqual(stdout, `boom ${phase === 'rejection' ? 'unhandledRejection' : 'uncaughtException'}\n`, phase);
  assert.strictEqual(status, 0, phase);

  const exits = code.replace(/throw new Error\("boom"\)|Promise\.reject\(new Error\("boom"\)\)/, 'process.exit(42)');
  assert.strictEqual(run(['-e', exits]).status, 42, phase);
}

assert.strictEqual(run(['-e', 'process.on("uncaughtException", () => { throw new Error("again") }); throw 1']).status, 7);
assert.strictEqual(run(['-e', 'process.exitCode = 3']).status, 3);
assert.strictEqual(run(['-e', 'process.exit(300)']).status, 44);
assert.strictEqual(run([files({ 'tla.mjs': 'await new Promise(() => {})' })]).status, 13);
assert.strictEqual(run(['--unknown-option']).status, 9);

for (const [mode, status, output] of [['strict', 1, ''], ['throw', 1, ''], ['warn', 0, 'after\n'], ['none', 0, 'after\n']]) {
  const result = run([`--unhandled-rejections=${mode}`, '-e', 'Promise.reject(new Error("r")); setTimeout(() => console.log("after"), 1)']);
  assert.deepStrictEqual([result.status, result.stdout], [status, output], mode);
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  assert.strictEqual(run(['-e', `process.kill(process.pid, '${signal}'); setTimeout(() => {}, 10000)`]).signal, signal);
}
assert.strictEqual(run(['-e', 'process.abort()']).signal, 'SIGABRT');
assert.strictEqual(run(['-e', 'process.kill(process.pid, "SIGPIPE"); console.log("alive")']).stdout, 'alive\n');

// An error that no script made has no source line to show.
const unplaced = run(['-e', 'require("fs").createReadStream("/does/not/exist")']);
assert.strictEqual(unplaced.status, 1);
assert.match(unplaced.stderr, /Error: ENOENT: no such file or directory, open '\/does\/not\/exist'/);
assert.doesNotMatch(unplaced.stderr, /:0\n/);

// The last words show more than inspect() does by itself, and nothing that the program prints in an object's stead.
const deep = '{ a: { b: { c: { d: { e: { f: {} } } } } } }';
const lastWords = run(['-e', `throw Object.assign(new Error('x'), { q: ${deep}, u: new URL('http://h/'), [Symbol.for('nodejs.util.inspect.custom')]: () => 'l' + 'ie' })`]).stderr;
assert.match(lastWords, /d: \{ e: \[Object\] \}/);
assert.match(lastWords, / u: http:\/\/h\/,/);
assert.ok(!lastWords.includes('lie'));
