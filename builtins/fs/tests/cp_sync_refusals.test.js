'use strict';

/** What `cpSync` refuses before it copies anything: plain errors with a code, links followed. */

const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'refusals-')));
const at = (name) => path.join(root, name);
fs.mkdirSync(at('folder/inner'), { recursive: true });
fs.writeFileSync(at('file'), '');
fs.linkSync(at('file'), at('same'));
fs.symlinkSync('file', at('toFile'));
fs.symlinkSync('folder', at('toFolder'));

const recursive = { recursive: true };
const same = (dest) => ['ERR_FS_CP_EINVAL', `src and dest cannot be the same ${at(dest)}`];
const inside = (src, dest) => ['ERR_FS_CP_EINVAL', `Cannot copy ${at(src)}/ to a subdirectory of self ${at(dest)}`];
const onFile = (src, dest) => ['ERR_FS_CP_DIR_TO_NON_DIR', `Cannot overwrite non-directory ${at(dest)} with directory ${at(src)}`];
const onFolder = (src, dest) => ['ERR_FS_CP_NON_DIR_TO_DIR', `Cannot overwrite directory ${at(dest)} with non-directory ${at(src)}`];
const shallow = (src) => ['ERR_FS_EISDIR', `Recursive option not enabled, cannot copy a directory: ${at(src)}/`];

for (const [src, dest, options, [code, message]] of [
  ['file', 'file', undefined, same('file')],
  ['file', 'same', undefined, same('same')],
  ['file', 'toFile', undefined, same('toFile')],
  ['folder', 'toFolder', recursive, same('toFolder')],
  ['folder', 'folder', undefined, same('folder')],
  ['folder', 'file', recursive, onFile('folder', 'file')],
  ['toFolder', 'toFile', recursive, onFile('toFolder', 'toFile')],
  ['file', 'folder', undefined, onFolder('file', 'folder')],
  ['toFile', 'folder', undefined, onFolder('toFile', 'folder')],
  ['folder', 'folder/inner/deep', recursive, inside('folder', 'folder/inner/deep')],
  ['folder', 'toFolder/deep', recursive, inside('folder', 'toFolder/deep')],
  ['folder', 'elsewhere', undefined, shallow('folder')],
  ['toFolder', 'elsewhere', undefined, shallow('toFolder')],
]) {
  assert.throws(() => fs.cpSync(at(src), at(dest), options), { name: 'Error', code, message }, `${src} to ${dest}`);
}
assert.strictEqual(fs.existsSync(at('elsewhere')), false);
fs.rmSync(root, { recursive: true });
