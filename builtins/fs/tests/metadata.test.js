'use strict';

// access, stat, statfs, chmod, chown, utimes.

const assert = require('node:assert');
const fs = require('node:fs');
const { inTemp } = require('./temporary.js');

const file = inTemp('a');
const link = inTemp('l');
fs.writeFileSync(file, 'abc');
fs.symlinkSync('a', link);

// Numbers and bigints agree.
const stats = fs.statSync(file);
const big = fs.statSync(file, { bigint: true });
for (const key of ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks']) {
  assert.strictEqual(stats[key], Number(big[key]), key);
}
assert.strictEqual(stats.size, 3);
assert.ok(stats instanceof fs.Stats);
assert.ok(stats.mtime instanceof Date);
assert.strictEqual(big.mtimeMs, big.mtimeNs / 1_000_000n);
assert.strictEqual(Math.trunc(stats.mtimeMs), Number(big.mtimeMs));
assert.deepStrictEqual([stats.isFile(), stats.isDirectory(), big.isFile()], [true, false, true]);

// Links are followed or not.
assert.ok(fs.lstatSync(link).isSymbolicLink());
assert.ok(fs.statSync(link).isFile());
assert.ok(fs.statSync('/dev/null').isCharacterDevice());

// What is not there.
assert.strictEqual(fs.statSync(inTemp('x'), { throwIfNoEntry: false }), undefined);
assert.strictEqual(fs.statSync(inTemp('a', 'x'), { throwIfNoEntry: false }), undefined);
assert.throws(() => fs.lstatSync(inTemp('a', 'x'), { throwIfNoEntry: false }), { code: 'ENOTDIR' });
assert.throws(() => fs.lstatSync(inTemp('x')), { code: 'ENOENT', syscall: 'lstat', path: inTemp('x') });
assert.throws(() => fs.fstatSync(-1), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => fs.statSync(1), { code: 'ERR_INVALID_ARG_TYPE' });

// Probing.
fs.accessSync(file, fs.constants.R_OK | fs.constants.W_OK);
assert.throws(() => fs.accessSync(inTemp('x')), { syscall: 'access' });
assert.throws(() => fs.accessSync(file, 8), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' });
assert.deepStrictEqual([fs.existsSync(file), fs.existsSync(inTemp('x')), fs.existsSync('a\0')], [true, false, false]);

// Modes and owners.
fs.chmodSync(file, '640');
assert.strictEqual(fs.statSync(file).mode & 0o777, 0o640);
assert.throws(() => fs.chmodSync(file, '8'), { code: 'ERR_INVALID_ARG_VALUE' });
fs.chownSync(file, -1, -1);
fs.lchownSync(link, process.getuid(), process.getgid());
assert.throws(() => fs.chownSync(file, -2, 0), { code: 'ERR_OUT_OF_RANGE' });

// Times, to the microsecond, before 1970 as well.
fs.utimesSync(file, 1.5, new Date(-1500));
assert.strictEqual(fs.statSync(file).atimeMs, 1500);
assert.strictEqual(fs.statSync(file).mtimeMs, -1500);
assert.strictEqual(fs.statSync(file, { bigint: true }).mtimeNs, -1_500_000_000n);
const before = fs.statSync(file).mtimeMs;
fs.lutimesSync(link, 5, 5);
assert.strictEqual(fs.lstatSync(link).mtimeMs, 5000);
assert.strictEqual(fs.statSync(file).mtimeMs, before);
assert.throws(() => fs.utimesSync(file, 'x', 0), { code: 'ERR_INVALID_ARG_TYPE' });

const root = fs.statfsSync('/');
assert.ok(root.bsize > 0 && root.bfree <= root.blocks);
assert.strictEqual(typeof fs.statfsSync('/', { bigint: true }).type, 'bigint');

let calls = 0;
fs.stat(file, { bigint: true }, (error, found) => {
  calls++;
  assert.ifError(error);
  assert.strictEqual(found.ino, big.ino);
});
fs.exists(file, (found) => {
  calls++;
  assert.strictEqual(found, true);
});
process.on('exit', () => assert.strictEqual(calls, 2));

(async () => {
  assert.strictEqual((await fs.promises.stat(file)).ino, stats.ino);
  await assert.rejects(fs.promises.access(inTemp('x')), { code: 'ENOENT' });
  await assert.rejects(fs.promises.lchmod(file, 0), { code: 'ERR_METHOD_NOT_IMPLEMENTED' });
})();
