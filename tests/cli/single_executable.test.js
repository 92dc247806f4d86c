// Executables with a program in them that were cut, changed or made by another version say so; nothing is run.
'use strict';

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { files, folder, run } = require('./_run.js');
const { spawnSync } = require('node:child_process');

const packed = path.join(folder, 'packed');
files({ 'main.js': 'console.log("ran")', 'sea.json': '{ "main": "main.js", "output": "packed" }' });
const built = run(['--build-sea', 'sea.json'], { cwd: folder });
assert.strictEqual(built.status, 0, built.stderr);

const good = fs.readFileSync(packed);
const trailerLength = 24;
const blobStart = Number(good.readBigUInt64LE(good.length - 16));

for (const [what, change, complaint] of [
  ['cut', (bytes) => bytes.subarray(0, -1), 'it has lost its end'],
  ['without trailer', (bytes) => bytes.subarray(0, -trailerLength), 'it has lost its end'],
  ['of another version', (bytes) => bytes.fill(9, blobStart + 7, blobStart + 8), 'it was not packed by this version of anode'],
  ['with a length that lies', (bytes) => bytes.fill(0xff, blobStart + 8, blobStart + 12), 'it is damaged'],
  ['with a place outside of it', (bytes) => bytes.fill(0xff, bytes.length - 16, bytes.length - 9), 'invalid argument'],
]) {
  fs.writeFileSync(packed, change(Buffer.from(good)));
  const { status, stdout, stderr } = spawnSync(packed, { encoding: 'utf8' });
  assert.deepStrictEqual([status, stdout], [1, ''], what);
  assert.strictEqual(stderr.split('\n')[0], `${packed}: cannot run the program in this executable: ${complaint}`, what);
  assert.match(stderr, /\nhint: /, what);
}
