'use strict';

// Names: renamed, linked, followed, made, removed; also those that are not UTF-8.

const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { directory, inTemp } = require('./temporary.js');

// Bytes that are no text survive the way through every function that takes or returns a name.
const odd = Buffer.concat([Buffer.from(`${directory}/`), Buffer.from([0xff, 0xfe, 0x61])]);
fs.writeFileSync(odd, 'odd');
const [listed] = fs.readdirSync(directory, { encoding: 'buffer' });
assert.deepStrictEqual(listed, Buffer.from([0xff, 0xfe, 0x61]));
assert.strictEqual(fs.readdirSync(directory)[0], '\uFFFD\uFFFDa');
assert.strictEqual(fs.readdirSync(directory, 'hex')[0], 'fffe61');
fs.symlinkSync(listed, inTemp('to-odd'));
assert.deepStrictEqual(fs.readlinkSync(inTemp('to-odd'), 'buffer'), listed);
assert.deepStrictEqual(fs.realpathSync.native(inTemp('to-odd'), 'buffer').subarray(-3), listed);
fs.renameSync(odd, inTemp('even'));
assert.strictEqual(fs.readFileSync(inTemp('even'), 'utf8'), 'odd');

// Two paths in the error, in this order.
assert.throws(() => fs.renameSync(inTemp('x'), inTemp('y')), (error) => {
  assert.strictEqual(error.message, `ENOENT: no such file or directory, rename '${inTemp('x')}' -> '${inTemp('y')}'`);
  assert.deepStrictEqual(Object.keys(error), ['errno', 'code', 'syscall', 'path', 'dest']);
  return true;
});
assert.throws(() => fs.linkSync(inTemp('even'), directory), { code: 'EEXIST', syscall: 'link', dest: directory });
assert.throws(() => fs.unlinkSync('a\0b'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => fs.symlinkSync('a', inTemp('b'), 'wrong'), { code: 'ERR_INVALID_ARG_VALUE' });

// Real paths name the step that failed, native ones the whole.
fs.mkdirSync(inTemp('d'));
fs.symlinkSync('d', inTemp('to-d'));
fs.symlinkSync('loop', inTemp('loop'));
assert.strictEqual(fs.realpathSync(inTemp('to-d', '..', 'to-d')), fs.realpathSync.native(inTemp('d')));
assert.throws(() => fs.realpathSync(inTemp('gone', 'x')), { syscall: 'lstat', path: inTemp('gone') });
assert.throws(() => fs.realpathSync.native(inTemp('gone', 'x')), { syscall: 'realpath', path: inTemp('gone', 'x') });
assert.throws(() => fs.realpathSync(inTemp('loop')), { code: 'ELOOP', syscall: 'stat' });

// Directories, one and many.
assert.strictEqual(fs.mkdirSync(inTemp('e')), undefined);
assert.strictEqual(fs.mkdirSync(inTemp('e', 'f', 'g'), { recursive: true }), inTemp('e', 'f'));
assert.strictEqual(fs.mkdirSync(inTemp('e', 'f', 'g'), { recursive: true }), undefined);
assert.throws(() => fs.mkdirSync(inTemp('even', 'x'), { recursive: true }), { code: 'ENOTDIR', syscall: 'mkdir' });
assert.throws(() => fs.mkdirSync(inTemp('even'), { recursive: true }), { code: 'EEXIST' });
assert.throws(() => fs.rmdirSync(inTemp('e')), { code: 'ENOTEMPTY', syscall: 'rmdir' });
assert.throws(() => fs.rmdirSync(inTemp('e'), { recursive: true }), { code: 'ERR_INVALID_ARG_VALUE' });
assert.match(path.basename(fs.mkdtempSync(inTemp('t-'))), /^t-.{6}$/);
{
  const temporary = fs.mkdtempDisposableSync(inTemp('t-'));
  assert.ok(fs.existsSync(temporary.path));
  temporary[Symbol.dispose]();
  assert.ok(!fs.existsSync(temporary.path));
}

// Cutting.
fs.writeFileSync(inTemp('cut'), 'abcdef');
fs.truncateSync(inTemp('cut'), 2);
assert.strictEqual(fs.readFileSync(inTemp('cut'), 'utf8'), 'ab');
assert.throws(() => fs.truncateSync(inTemp('cut'), 'x'), { code: 'ERR_INVALID_ARG_TYPE' });

// Removing.
assert.throws(() => fs.rmSync(inTemp('e')), { code: 'ERR_FS_EISDIR', syscall: 'rm' });
fs.rmSync(inTemp('e'), { recursive: true });
assert.ok(!fs.existsSync(inTemp('e')));
assert.throws(() => fs.rmSync(inTemp('e')), { code: 'ENOENT', syscall: 'lstat' });
fs.rmSync(inTemp('e'), { force: true });
fs.rmSync(inTemp('to-d'), { recursive: true });
assert.ok(fs.existsSync(inTemp('d')));

let calls = 0;
fs.mkdir(inTemp('h', 'i'), { recursive: true }, (...results) => {
  calls++;
  assert.deepStrictEqual(results, [null, inTemp('h')]);
  fs.rm(inTemp('h'), (error) => {
    calls++;
    assert.strictEqual(error.code, 'ERR_FS_EISDIR');
  });
});
fs.copyFile(inTemp('even'), inTemp('copy'), fs.constants.COPYFILE_EXCL, (error) => {
  calls++;
  assert.strictEqual(error, null);
  assert.throws(() => fs.copyFileSync(inTemp('even'), inTemp('copy'), fs.constants.COPYFILE_EXCL), {
    code: 'EEXIST',
    syscall: 'copyfile',
    dest: inTemp('copy'),
  });
});
process.on('exit', () => assert.strictEqual(calls, 3));
