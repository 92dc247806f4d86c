// A process with rights that its starter does not have takes no options from the starter's environment (CVE-2024-21892).
'use strict';

const assert = require('node:assert');
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { folder } = require('./_run.js');

// Only the superuser can give rights away.
if (process.getuid() !== 0) return;

const NOBODY = 65534;
fs.chmodSync(folder, 0o755);

/** What a copy of this runtime says to a wrong option in the environment. */
function answer(prepare, options) {
  const copy = path.join(folder, 'copy');
  fs.copyFileSync(process.execPath, copy);
  fs.chmodSync(copy, 0o755);
  prepare(copy);
  const env = { ...process.env, NODE_OPTIONS: '--no-such-option', ANODE_BUILTINS: path.join(__dirname, '../../builtins') };
  const { status, stdout } = spawnSync(copy, ['-p', 'process.env.NODE_OPTIONS'], { encoding: 'utf8', env, cwd: '/', ...options });
  fs.unlinkSync(copy);
  return status === 0 ? stdout.trim() : status;
}

assert.strictEqual(answer(() => {}), 9);
assert.strictEqual(answer((copy) => {
  fs.chownSync(copy, NOBODY, NOBODY);
  fs.chmodSync(copy, 0o4755);
}), '--no-such-option');

// Nor does it say where modules and authorities are.
const modules = path.join(folder, 'modules');
fs.mkdirSync(modules);
fs.writeFileSync(path.join(modules, 'planted.js'), 'module.exports = "planted"');
const find = `try { process.stdout.write(require('planted')) } catch (error) { process.stdout.write(error.code) }`;

/** What a copy of this runtime finds by NODE_PATH. */
function found(mode) {
  const copy = path.join(folder, 'copy');
  fs.copyFileSync(process.execPath, copy);
  fs.chownSync(copy, NOBODY, NOBODY);
  fs.chmodSync(copy, mode);
  const env = { ...process.env, NODE_PATH: modules, ANODE_BUILTINS: path.join(__dirname, '../../builtins') };
  const { stdout } = spawnSync(copy, ['-e', find], { encoding: 'utf8', env, cwd: '/' });
  fs.unlinkSync(copy);
  return stdout;
}

assert.deepStrictEqual([found(0o755), found(0o4755)], ['planted', 'MODULE_NOT_FOUND']);

// File capabilities are such rights; that to take low ports alone is not.
const capable = (capabilities) => (copy) => execFileSync('setcap', [capabilities, copy]);
if (spawnSync('setcap', ['-h']).error === undefined) {
  const asNobody = { uid: NOBODY, gid: NOBODY };
  assert.strictEqual(answer(capable('cap_net_bind_service=ep'), asNobody), 9);
  assert.strictEqual(answer(capable('cap_net_raw=ep'), asNobody), '--no-such-option');
  assert.strictEqual(answer(capable('cap_net_bind_service,cap_net_raw=ep'), asNobody), '--no-such-option');
}
