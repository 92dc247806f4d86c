'use strict';

const assert = require('assert');
const path = require('path');
const { posix, win32 } = path;

assert.strictEqual(require('path/posix'), posix);
assert.strictEqual(require('path/win32'), win32);
assert.strictEqual(path, process.platform === 'win32' ? win32 : posix);
assert.strictEqual(posix.posix.win32, win32);

// Each line: function, arguments, what POSIX answers, what Windows answers.
const table = [
  ['normalize', [''], '.', '.'],
  ['normalize', ['/a//b/./../c/'], '/a/c/', '\\a\\c\\'],
  ['normalize', ['../../a'], '../../a', '..\\..\\a'],
  ['normalize', ['/../a'], '/a', '\\a'],
  ['normalize', ['C:..\\a'], 'C:..\\a', 'C:..\\a'],
  ['normalize', ['//server/share/..'], '/server', '\\\\server\\share\\'],
  ['normalize', ['a/../C:/b'], 'C:/b', '.\\C:\\b'],
  ['join', [], '.', '.'],
  ['join', ['a', '', '../b', '/c'], 'b/c', 'b\\c'],
  ['join', ['//a', 'b'], '/a/b', '\\\\a\\b\\'],
  ['resolve', ['/a', 'b', '../c'], '/a/c', undefined],
  ['resolve', ['C:\\a', 'D:\\b', 'C:c'], undefined, 'C:\\a\\c'],
  ['relative', ['/a/b/c', '/a/d'], '../../d', '..\\..\\d'],
  ['relative', ['/a/bc', '/a/b'], '../b', '..\\b'],
  ['dirname', ['/a/b/'], '/a', '/a'],
  ['dirname', ['//a'], '//', '/'],
  ['dirname', ['C:\\a'], '.', 'C:\\'],
  ['dirname', ['a'], '.', '.'],
  ['basename', ['/a/b.html', '.html'], 'b', 'b'],
  ['basename', ['/a/.html', '.html'], '.html', '.html'],
  ['basename', ['C:a\\b'], 'C:a\\b', 'b'],
  ['extname', ['a.b.c'], '.c', '.c'],
  ['extname', ['.profile'], '', ''],
  ['extname', ['a.'], '.', '.'],
  ['isAbsolute', ['C:/'], false, true],
  ['format', [{ root: '/', dir: '/d', name: 'n', ext: 'e' }], '/d/n.e', '/d\\n.e'],
  ['toNamespacedPath', ['C:\\a'], 'C:\\a', '\\\\?\\C:\\a'],
];
for (const [name, args, onPosix, onWindows] of table) {
  if (onPosix !== undefined) assert.strictEqual(posix[name](...args), onPosix, `posix.${name}(${args})`);
  if (onWindows !== undefined) assert.strictEqual(win32[name](...args), onWindows, `win32.${name}(${args})`);
}

assert.deepStrictEqual(posix.parse('/home/a.b.c'), { root: '/', dir: '/home', base: 'a.b.c', ext: '.c', name: 'a.b' });
assert.deepStrictEqual(win32.parse('\\\\s\\h\\f.x'),
                       { root: '\\\\s\\h\\', dir: '\\\\s\\h\\', base: 'f.x', ext: '.x', name: 'f' });
assert.strictEqual(posix.resolve(), process.cwd());
assert.throws(() => posix.join('a', 1), { code: 'ERR_INVALID_ARG_TYPE' });

for (const [name, pattern, expected] of [
  ['a/b/c.js', 'a/**/*.{js,ts}', true],
  ['a/.b/c', 'a/**/c', false],
  ['foo.js', '!(foo).js', false],
  ['f3', 'f[[:digit:]]', true],
  ['7', '{1..9..3}', true],
  ['a', 'a/**', false],
  ['{a', '{a', true],
]) {
  assert.strictEqual(posix.matchesGlob(name, pattern), expected, `${name} ~ ${pattern}`);
}

// A colon alone is no stream, and a reserved device by its full name is a root.
assert.strictEqual(path.win32.normalize(':'), ':');
assert.strictEqual(path.win32.normalize('\\\\.\\con:a\\..'), '\\\\?\\con:\\');
assert.strictEqual(path.win32.join('//./com1:', '..'), '\\\\?\\com1:\\');
