'use strict';
// Output is written when the call returns; input ends the program when it ends.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

function run(script, input) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', input });
  return [status, stdout, stderr];
}

assert.deepStrictEqual(run('process.stdout.write("out\\n"); process.stderr.write("err\\n"); process.exit(3)'), [3, 'out\n', 'err\n']);
// All of it, into sockets as into pipes; Node loses what the pipe has no room for at once, always or on a busy machine.
if (process.versions.anode) {
  const writeAndExit = 'process.stdout.write("x".repeat(200000)); process.exit()';
  assert.strictEqual(run(writeAndExit)[1].length, 200000);
  const piped = spawnSync('sh', ['-c', '"$0" -e "$1" | wc -c', process.execPath, writeAndExit], { encoding: 'utf8' });
  assert.strictEqual(Number(piped.stdout), 200000);
}
assert.deepStrictEqual(
  run('let s = ""; process.stdin.setEncoding("utf8").on("data", (d) => s += d).on("end", () => console.log(s))', 'input')[1], 'input\n');
assert.deepStrictEqual(run('process.stdin; console.log(process.stdin.fd)', 'never read'), [0, '0\n', '']);
assert.deepStrictEqual(run('process.stdout.end("end"); process.stdout.on("finish", () => console.error("finished"))'), [0, 'end', 'finished\n']);
