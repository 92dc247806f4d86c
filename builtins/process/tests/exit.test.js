'use strict';
// Exit codes and the events before the end.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

function run(script) {
  const { status, stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  return [status, stdout];
}

assert.deepStrictEqual(run(''), [0, '']);
assert.deepStrictEqual(run('process.exitCode = 3'), [3, '']);
assert.deepStrictEqual(run('process.on("exit", (c) => { console.log(c); process.exitCode = 9 }); process.exit(4)'), [9, '4\n']);
assert.deepStrictEqual(run('process.on("exit", (c) => console.log(c)); throw new Error()'), [1, '1\n']);
assert.deepStrictEqual(run('process.on("uncaughtException", () => { throw new Error() }); throw new Error()'), [7, '']);
assert.deepStrictEqual(run('Promise.reject(new Error())'), [1, '']);
assert.deepStrictEqual(
  run('let n = 0; process.on("beforeExit", () => { if (n++ < 2) setImmediate(() => console.log(n)) })'), [0, '1\n2\n']);
assert.deepStrictEqual(run('setTimeout(() => process.exit(5), 1); setTimeout(() => console.log("no"), 50)'), [5, '']);

// A string of an integer becomes the number.
for (const [given, code] of [['5', 5], ['-1', -1], ['1e2', 100], ['5.0', 5]]) {
  process.exitCode = given;
  assert.strictEqual(process.exitCode, code);
}
process.exitCode = null;
assert.strictEqual(process.exitCode, undefined);
for (const wrong of ['', '1.5', 'x', true, 5n, {}]) assert.throws(() => { process.exitCode = wrong; });

// Each function of process.finalization warns once.
{
  const script = 'for (const name of ["register", "register", "unregister"]) process.finalization[name]({}, () => {})';
  const { stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  const names = [...stderr.matchAll(/process\.finalization\.(\w+) is an experimental feature/g)].map(([, name]) => name);
  assert.deepStrictEqual(names, ['register', 'unregister']);
}
