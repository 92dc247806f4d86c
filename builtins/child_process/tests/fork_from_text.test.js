// A program given as text that forks starts the file it names, and not itself again.
'use strict';

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fork-from-text-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'child.js');
fs.writeFileSync(file, 'console.log(process.execArgv.join(), process._eval);');

// Only the first process forks, whatever the options of the second are.
const text = `if (!process.env.FORKED) { process.env.FORKED = 1; require('child_process').fork(${JSON.stringify(file)}); } process._eval.length`;
const ways = [['-e', text], ['--eval', text], ['-p', text], ['-pe', text]];
// Node hands these on, so that the program is started again.
if (process.versions.anode !== undefined) ways.push([`--eval=${text}`], [`--print=${text}`]);
for (const words of ways) {
  const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', ...words], { encoding: 'utf8' });
  assert.ok(stdout.split('\n').includes('--no-warnings undefined'), `${words[0]}: ${stdout}${stderr}`);
}
