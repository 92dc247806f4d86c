'use strict';

// What a program under --permission may do, and how it is told that it may not.

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');

if (process.permission === undefined) {
  supervise();
} else if (process.permission.has('child')) {
  inherit();
} else {
  probe(process.argv[2]);
}

function supervise() {
  const directory = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'permission-'));
  const granted = path.join(directory, 'ok');
  fs.mkdirSync(granted);
  fs.writeFileSync(path.join(granted, 'file'), 'text');
  fs.writeFileSync(path.join(directory, 'okay'), 'secret');
  const limits = ['--permission', `--allow-fs-read=${granted}`, `--allow-fs-write=${path.join(granted, 'w*')}`];
  const runs = [[...limits, __filename, granted], ['--permission', '--allow-child-process', '--allow-fs-read=*', __filename]];
  for (const run of runs) {
    const { status, stderr } = spawnSync(process.execPath, run, { encoding: 'utf8' });
    assert.strictEqual(status, 0, stderr);
  }
  fs.rmSync(directory, { recursive: true });
  assert.strictEqual(spawnSync(process.execPath, ['--allow-worker', '-e', '0']).status, 1);
}

function probe(granted) {
  const secret = path.join(granted, '..', 'okay');
  const denied = (permission, resource) => ({ code: 'ERR_ACCESS_DENIED', permission, resource });
  assert.strictEqual(fs.readFileSync(path.join(granted, 'file'), 'utf8'), 'text');
  fs.writeFileSync(path.join(granted, 'written'), 'w');
  for (const read of [
    () => fs.readFileSync(secret),
    () => fs.readFileSync(Buffer.from(secret)),
    () => fs.statSync(secret),
    () => fs.existsSync(secret),
    () => fs.readdirSync(path.dirname(secret)),
    () => fs.copyFileSync(secret, path.join(granted, 'wcopy')),
    () => require(secret),
    () => process.chdir('/'),
  ]) assert.throws(read, { code: 'ERR_ACCESS_DENIED', permission: 'FileSystemRead' });
  assert.throws(() => fs.writeFileSync(path.join(granted, 'file'), ''), denied('FileSystemWrite', path.join(granted, 'file')));
  assert.throws(() => fs.renameSync(path.join(granted, 'written'), secret), { permission: 'FileSystemWrite' });
  assert.throws(() => fs.symlinkSync(secret, path.join(granted, 'wlink')), { code: 'ERR_ACCESS_DENIED' });
  const fd = fs.openSync(path.join(granted, 'file'));
  assert.throws(() => fs.fchmodSync(fd, 0o777), { code: 'ERR_ACCESS_DENIED' });
  assert.throws(() => spawnSync('true'), denied('ChildProcess', 'true'));
  assert.throws(() => new (require('node:worker_threads').Worker)('0', { eval: true }), { permission: 'WorkerThreads' });
  assert.throws(() => process.binding('util'), { code: 'ERR_ACCESS_DENIED' });
  require('node:net').connect(1, '127.0.0.1').on('error', (error) => assert.strictEqual(error.code, 'ERR_ACCESS_DENIED'));
  fs.readFile(secret, (error) => assert.strictEqual(error.permission, 'FileSystemRead'));
  assert.rejects(fs.promises.readFile(secret), denied('FileSystemRead', secret));
  process.on('exit', () => giveUp(granted));
}

function giveUp(granted) {
  assert.deepStrictEqual(['fs', 'fs.read', 'net', 'nothing'].map((scope) => process.permission.has(scope)), [false, false, false, false]);
  assert.strictEqual(process.permission.has('fs.read', granted), true);
  const told = [];
  require('node:diagnostics_channel').subscribe('node:permission-model:fs', (message) => told.push(message));
  process.permission.drop('fs.read', granted);
  assert.deepStrictEqual(told, [{ permission: 'FileSystemRead', resource: granted, drop: true }]);
  assert.strictEqual(process.permission.has('fs.read', path.join(granted, 'file')), false);
}

function inherit() {
  const script = 'console.log(["fs.read", "child", "fs.write", "net"].map((scope) => process.permission.has(scope)).join())';
  const { stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  assert.strictEqual(stdout.trim(), 'true,true,false,false');
}
