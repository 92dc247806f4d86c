'use strict';

// readdir and opendir.

const assert = require('node:assert');
const fs = require('node:fs');
const { directory, inTemp } = require('./temporary.js');

for (const name of ['c', 'a', 'B']) fs.writeFileSync(inTemp(name), '');
fs.mkdirSync(inTemp('d', 'e'), { recursive: true });
fs.writeFileSync(inTemp('d', 'e', 'f'), '');
fs.symlinkSync('a', inTemp('l'));

// Sorted by bytes; levels one after the other.
assert.deepStrictEqual(fs.readdirSync(directory), ['B', 'a', 'c', 'd', 'l']);
assert.deepStrictEqual(fs.readdirSync(directory, { recursive: true }), ['B', 'a', 'c', 'd', 'l', 'd/e', 'd/e/f']);
const kinds = fs.readdirSync(directory, { withFileTypes: true }).map((entry) => [
  entry.name,
  entry.isFile(),
  entry.isDirectory(),
  entry.isSymbolicLink(),
]);
assert.deepStrictEqual(kinds[3], ['d', false, true, false]);
assert.deepStrictEqual(kinds[4], ['l', false, false, true]);
const nested = fs.readdirSync(directory, { recursive: true, withFileTypes: true }).at(-1);
assert.deepStrictEqual([nested.name, nested.parentPath], ['f', inTemp('d', 'e')]);
assert.throws(() => fs.readdirSync(inTemp('a')), { code: 'ENOTDIR', syscall: 'scandir', path: inTemp('a') });
assert.throws(() => fs.opendirSync(inTemp('a')), { code: 'ENOTDIR', syscall: 'opendir' });

// In steps.
{
  const dir = fs.opendirSync(directory, { bufferSize: 2 });
  assert.strictEqual(dir.path, directory);
  const names = [];
  for (let entry = dir.readSync(); entry !== null; entry = dir.readSync()) names.push(entry.name);
  assert.deepStrictEqual(names.sort(), ['B', 'a', 'c', 'd', 'l']);
  dir.closeSync();
  assert.throws(() => dir.readSync(), { code: 'ERR_DIR_CLOSED' });
  assert.throws(() => dir.closeSync(), { code: 'ERR_DIR_CLOSED' });
}

let closed = false;
fs.opendir(directory, (error, dir) => {
  assert.ifError(error);
  dir.read((readError, entry) => {
    assert.ifError(readError);
    assert.ok(entry instanceof fs.Dirent);
    dir.close((closeError) => {
      assert.ifError(closeError);
      closed = true;
    });
  });
  assert.throws(() => dir.readSync(), { code: 'ERR_DIR_CONCURRENT_OPERATION' });
});
process.on('exit', () => assert.ok(closed));

(async () => {
  const found = [];
  for await (const entry of await fs.promises.opendir(directory, { recursive: true })) {
    found.push(`${entry.parentPath.slice(directory.length)}/${entry.name}`);
  }
  assert.deepStrictEqual(found.sort(), ['/B', '/a', '/c', '/d', '/d/e', '/d/e/f', '/l']);
  // Several reads at once each get an entry of their own.
  const dir = await fs.promises.opendir(directory);
  const entries = await Promise.all([dir.read(), dir.read(), dir.read(), dir.read(), dir.read(), dir.read()]);
  assert.strictEqual(new Set(entries.map((entry) => entry?.name)).size, 6);
  await dir.close();
  await assert.rejects(dir.close(), { code: 'ERR_DIR_CLOSED' });
})();
