'use strict';

// What the system refuses or does by halves: the error has its code, nothing half-made stays behind, and what is only an interruption
// is not seen.

const assert = require('node:assert');
const fs = require('node:fs');
const { inTemp } = require('./temporary.js');

// A full device: the write fails, in every form, and the process lives.
assert.throws(() => fs.writeFileSync('/dev/full', 'x'), { code: 'ENOSPC', syscall: 'write' });
{
  const fd = fs.openSync('/dev/full', 'w');
  assert.throws(() => fs.writeSync(fd, 'x'), { code: 'ENOSPC', errno: -28 });
  fs.closeSync(fd);
}

// A rename that fails leaves both names as they were.
fs.writeFileSync(inTemp('a'), 'a');
fs.mkdirSync(inTemp('d'));
assert.throws(() => fs.renameSync(inTemp('a'), inTemp('d')), { code: 'EISDIR' });
assert.throws(() => fs.renameSync(inTemp('a'), '/proc/a'), (error) => error.code === 'EXDEV' || error.code === 'ENOENT');
assert.strictEqual(fs.readFileSync(inTemp('a'), 'utf8'), 'a');

// A read-only file system.
assert.throws(() => fs.writeFileSync('/sys/anode', 'x'), (error) => {
  return ['EROFS', 'EACCES', 'EPERM', 'ENOENT'].includes(error.code) && error.syscall === 'open';
});

// A copy that fails is taken away again.
assert.throws(() => fs.copyFileSync(inTemp('d'), inTemp('copy')), { syscall: 'copyfile' });
assert.ok(!fs.existsSync(inTemp('copy')));

(async () => {
  await assert.rejects(fs.promises.writeFile('/dev/full', 'x'), { code: 'ENOSPC' });
  const stream = fs.createWriteStream('/dev/full');
  stream.write('x');
  const error = await new Promise((resolve) => stream.on('error', resolve));
  assert.strictEqual(error.code, 'ENOSPC');
  process.exitCode = 0;
})();
process.exitCode = 1;
