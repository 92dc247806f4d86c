'use strict';
// process.execve: another program in this process, or an error after which this one goes on.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');

if (process.argv[2] === 'child') {
  process.execve(process.execPath, [process.execPath, '-p', '[process.pid, process.env.GIVEN]'], { GIVEN: `from ${process.pid}` });
} else {
  const before = fs.fstatSync(1).ino;
  assert.throws(() => process.execve('/no/such/program', ['x']), {
    message: "ENOENT, No such file or directory '/no/such/program'", errno: 2, code: 'ENOENT', path: '/no/such/program', syscall: 'execve',
  });
  assert.throws(() => process.execve('/', ['x']), { code: 'EACCES', message: "EACCES, Permission denied '/'" });
  const longName = `/${'x'.repeat(300)}`;
  assert.throws(() => process.execve(longName, ['x']), { code: 'ENAMETOOLONG', message: `ENAMETOOLONG, File name too long '${longName}'` });
  assert.strictEqual(fs.fstatSync(1).ino, before);
  const { stdout, pid } = spawnSync(process.execPath, [__filename, 'child'], { encoding: 'utf8' });
  assert.strictEqual(stdout, `[ ${pid}, 'from ${pid}' ]\n`);
}
