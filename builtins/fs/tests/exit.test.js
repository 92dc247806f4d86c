// What was being written when the process ended is written; what was being read does not hold it up.
'use strict';

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fs-exit-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

function run(text) {
  const { status, stderr } = spawnSync(process.execPath, ['-e', text], { cwd: folder, encoding: 'utf8' });
  assert.deepStrictEqual([status, stderr], [0, '']);
}

const sizeOf = (name) => fs.statSync(path.join(folder, name)).size;

run(`
  const file = fs.openSync('file', 'w');
  fs.write(file, Buffer.alloc(8 << 20), () => {});
  fs.write(file, 'end', () => {});
  for (let i = 0; i < 20; i++) fs.writeFile('many' + i, 'text', () => {});
  process.exit();
`);
assert.strictEqual(sizeOf('file'), (8 << 20) + 3);
for (let i = 0; i < 20; i++) assert.strictEqual(sizeOf(`many${i}`), 4);

run("fs.createWriteStream('log').write('last words'); process.exitCode = 0; setImmediate(() => setImmediate(() => process.exit()));");
assert.ok(fs.existsSync(path.join(folder, 'log')));

// Node waits for the other end of the pipe for ever.
if (process.versions.anode) {
  assert.strictEqual(spawnSync('mkfifo', ['pipe'], { cwd: folder }).status, 0);
  run(`
    for (let i = 0; i < 8; i++) fs.open('pipe', 'r', () => {});
    fs.readFile('pipe', () => {});
    setImmediate(() => process.exit());
  `);
}
