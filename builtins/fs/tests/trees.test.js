'use strict';

// cp and glob.

const assert = require('node:assert');
const fs = require('node:fs');
const { directory, inTemp } = require('./temporary.js');

fs.mkdirSync(inTemp('a', 'b', '.c'), { recursive: true });
for (const name of ['a/f.js', 'a/b/g.js', 'a/b/g.ts', 'a/b/.c/h.js', 'top.js']) fs.writeFileSync(inTemp(name), name);
fs.symlinkSync('f.js', inTemp('a/link'));
fs.chmodSync(inTemp('a/f.js'), 0o640);
fs.utimesSync(inTemp('a/f.js'), 10, 20);

const cwd = directory;
const sorted = (found) => [...found].sort();

// A pattern and what it finds.
const found = {
  '*.js': ['top.js'],
  '**/*.js': ['a/b/g.js', 'a/f.js', 'top.js'],
  'a/**': ['a', 'a/b', 'a/b/g.js', 'a/b/g.ts', 'a/f.js', 'a/link'],
  'a/*/': ['a/b'],
  '{a,x}/[f-g].js': ['a/f.js'],
  'a/b/!(g.js)': ['a/b/g.ts'],
  'a/b/.*/*': ['a/b/.c/h.js'],
  'a/b/../f.js': ['a/f.js'],
  './a//f.js': ['a/f.js'],
  'none/**': [],
};
for (const [pattern, names] of Object.entries(found)) {
  assert.deepStrictEqual(sorted(fs.globSync(pattern, { cwd })), names, pattern);
}
assert.deepStrictEqual(sorted(fs.globSync(['*.js', 'a/*.js'], { cwd, exclude: ['top*'] })), ['a/f.js']);
assert.deepStrictEqual(sorted(fs.globSync('**/*.js', { cwd, exclude: (name) => name === 'b' })), ['a/f.js', 'top.js']);
const [entry] = fs.globSync('a/f.js', { cwd, withFileTypes: true });
assert.deepStrictEqual([entry.name, entry.parentPath, entry.isFile()], ['f.js', inTemp('a'), true]);
assert.throws(() => fs.globSync(5), { code: 'ERR_INVALID_ARG_TYPE' });

// cp: a tree with links, modes and times.
fs.cpSync(inTemp('a'), inTemp('copy'), { recursive: true, preserveTimestamps: true });
assert.deepStrictEqual(fs.readdirSync(inTemp('copy'), { recursive: true }), fs.readdirSync(inTemp('a'), { recursive: true }));
assert.strictEqual(fs.readlinkSync(inTemp('copy/link')), inTemp('a/f.js'));
assert.strictEqual(fs.statSync(inTemp('copy/f.js')).mode & 0o777, 0o640);
assert.strictEqual(fs.statSync(inTemp('copy/f.js')).mtimeMs, 20_000);

// The filter sees each pair of paths and leaves out what is below.
const filtered = [];
fs.cpSync(inTemp('a'), inTemp('few'), {
  recursive: true,
  verbatimSymlinks: true,
  filter: (src) => {
    filtered.push(src.slice(directory.length));
    return !src.endsWith('b');
  },
});
assert.deepStrictEqual(sorted(filtered), ['/a', '/a/b', '/a/f.js', '/a/link']);
assert.strictEqual(fs.readlinkSync(inTemp('few/link')), 'f.js');

// Refused. The codes are those of the synchronous form as well.
const refused = [
  ['a', 'new', undefined, 'ERR_FS_EISDIR'],
  ['a', 'a', { recursive: true }, 'ERR_FS_CP_EINVAL'],
  ['a', 'a/b/new', { recursive: true }, 'ERR_FS_CP_EINVAL'],
  ['a', 'top.js', { recursive: true }, 'ERR_FS_CP_DIR_TO_NON_DIR'],
  ['top.js', 'a', undefined, 'ERR_FS_CP_NON_DIR_TO_DIR'],
  ['top.js', 'a/f.js', { force: false, errorOnExist: true }, 'ERR_FS_CP_EEXIST'],
  ['none', 'new', undefined, 'ENOENT'],
  ['a', 'new', { dereference: true, verbatimSymlinks: true }, 'ERR_INCOMPATIBLE_OPTION_PAIR'],
];
for (const [src, dest, options, code] of refused) {
  assert.throws(() => fs.cpSync(inTemp(src), inTemp(dest), options), { code }, code);
}
// The synchronous form asks the filter first.
for (const [src, dest, options, code] of refused.slice(0, -1)) {
  const filtered = (filter) => fs.cpSync(inTemp(src), inTemp(dest), { ...options, filter });
  assert.throws(() => filtered(async () => true), { code: 'ERR_INVALID_RETURN_VALUE' }, code);
  assert.throws(() => filtered(() => true), { code }, code);
  filtered(() => false);
}

(async () => {
  for (const [src, dest, options, code] of refused) {
    await assert.rejects(fs.promises.cp(inTemp(src), inTemp(dest), options), { code }, code);
  }
  await fs.promises.cp(inTemp('top.js'), inTemp('x/y/top.js'), { filter: async () => true });
  assert.strictEqual(fs.readFileSync(inTemp('x/y/top.js'), 'utf8'), 'top.js');
  const names = [];
  for await (const name of fs.promises.glob('**/*.ts', { cwd })) names.push(name);
  assert.deepStrictEqual(names.sort(), ['a/b/g.ts', 'copy/b/g.ts']);
  const byCallback = await new Promise((resolve) => fs.glob('*.js', { cwd }, (...results) => resolve(results)));
  assert.deepStrictEqual(byCallback, [null, ['top.js']]);
  process.exitCode = 0;
})();
process.exitCode = 1;
