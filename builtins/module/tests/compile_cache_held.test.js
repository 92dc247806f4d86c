'use strict';

// The compile cache of a limited program is written where it was permitted, although a link leads elsewhere by then. Node follows it.

const assert = require('node:assert');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

if (process.versions.anode === undefined) return;

const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'cache-held-'));
process.on('exit', () => fs.rmSync(root, { recursive: true }));
const at = (name) => path.join(root, name);
for (const folder of ['ok/real', 'out']) fs.mkdirSync(at(folder), { recursive: true });
fs.symlinkSync('real', at('ok/way'));
fs.writeFileSync(at('ok/module.js'), 'exports.loaded = true');

const program = `
  require('node:module').enableCompileCache(${JSON.stringify(at('ok/way'))});
  console.log(require(${JSON.stringify(at('ok/module.js'))}).loaded);
  process.stdin.on('data', () => process.exit());`;
const limits = ['--permission', `--allow-fs-read=${at('ok')}`, `--allow-fs-write=${at('ok')}`];
const child = spawn(process.execPath, [...limits, '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
child.stdout.once('data', () => {
  fs.unlinkSync(at('ok/way'));
  fs.symlinkSync('../out', at('ok/way'));
  child.stdin.write('end');
});
child.on('exit', (code) => {
  assert.strictEqual(code, 0);
  assert.deepStrictEqual(fs.readdirSync(at('out')), []);
  assert.ok(fs.readdirSync(at('ok/real'), { recursive: true }).length > 1);
});
