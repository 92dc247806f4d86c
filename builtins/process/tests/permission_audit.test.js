'use strict';

// --permission-audit: nothing is refused but changes through descriptors and reports, and subscribers hear of what would be.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const diagnostics = require('node:diagnostics_channel');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

if (process.permission === undefined) supervise();
else audit(process.argv[2]);

function supervise() {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'audit-'));
  process.on('exit', () => fs.rmSync(root, { recursive: true }));
  fs.mkdirSync(path.join(root, 'ok'));
  fs.writeFileSync(path.join(root, 'file'), 'text');
  const grants = [`--allow-fs-read=${__filename}`, `--allow-fs-read=${path.join(root, 'ok')}`, `--allow-fs-write=${path.join(root, 'ok')}`];
  const { status, stderr } = spawnSync(process.execPath, ['--permission-audit', ...grants, __filename, root], { encoding: 'utf8' });
  assert.strictEqual(status, 0, stderr);
  serverOfAPath(root);
  const lists = spawnSync(process.execPath, ['--permission', '--allow-fs-read=*', '--allow-fs-write=/a,/b', '-e', '0'], { encoding: 'utf8' });
  assert.match(lists.stderr, /Warning: The --allow-fs-write CLI flag has changed\. Passing a comma-separated list of paths is no longer valid/);
  assert.doesNotMatch(lists.stderr, /--allow-fs-read/);
}

/** What the system does for a server is no access of the program. */
function serverOfAPath(root) {
  const program = `
    const server = require('node:net').createServer().listen({ path: ${JSON.stringify(path.join(root, 'socket'))}, readableAll: true }, () => server.close());
  `;
  const { status, stderr } = spawnSync(process.execPath, ['--permission', '--allow-net', '-e', program], { encoding: 'utf8' });
  assert.strictEqual(status, 0, stderr);
  assert.ok(!fs.existsSync(path.join(root, 'socket')));
}

function audit(root) {
  let told = [];
  for (const name of ['fs', 'child', 'worker', 'inspector', 'addon', 'net']) {
    diagnostics.subscribe(`node:permission-model:${name}`, ({ permission, resource }) => told.push([permission, resource]));
  }
  const tells = (access, ...expected) => {
    told = [];
    const value = access();
    assert.deepStrictEqual(told, expected, String(access));
    return value;
  };
  const file = path.join(root, 'file');
  const linked = path.join(root, 'ok', 'link');

  assert.strictEqual(tells(() => process.permission.has('fs'), ['FileSystem', '']), false);
  assert.strictEqual(tells(() => process.permission.has('fs.read', file), ['FileSystemRead', file]), false);
  assert.strictEqual(tells(() => process.permission.has('fs', root), ['FileSystem', root]), false);
  assert.strictEqual(tells(() => process.permission.has('fs.write', path.join(root, 'ok'))), true);
  assert.strictEqual(tells(() => fs.readFileSync(file, 'utf8'), ['FileSystemRead', file]), 'text');
  tells(() => fs.truncateSync(file, 1), ['FileSystemRead', file], ['FileSystemWrite', file]);
  tells(() => fs.symlinkSync(file, linked), ['FileSystem', ''], ['FileSystemRead', file], ['FileSystemWrite', file]);
  const { createServer } = require('node:net');
  tells(() => createServer().listen(0).close(), ['Net', ''], ['Net', '']);
  tells(() => assert.throws(() => process.dlopen({ exports: {} }, '/none.node'), { code: 'ERR_DLOPEN_FAILED' }), ['Addon', '']);
  const { Worker } = require('node:worker_threads');
  tells(() => new Worker('0', { eval: true }), ['WorkerThreads', ''], ['Inspector', '']);

  const fd = fs.openSync(path.join(root, 'ok', 'file'), 'w');
  for (const change of ['fchmodSync', 'fchownSync', 'futimesSync', 'fsyncSync', 'fdatasyncSync']) {
    tells(() => assert.throws(() => fs[change](fd, 0, 0), { code: 'ERR_ACCESS_DENIED' }));
  }
  fs.closeSync(fd);
  const report = path.join(root, 'report.json');
  tells(() => assert.throws(() => process.report.writeReport(report), { code: 'ERR_ACCESS_DENIED' }), ['FileSystemWrite', report]);
}
