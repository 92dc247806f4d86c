'use strict';

// What random texts found: MIME parameters, `.env` files, styles and paths at their edges.

const assert = require('node:assert');
const path = require('node:path');
const { MIMEType, inspect, parseEnv, styleText } = require('node:util');

function namesOfMimeParametersHaveNoCase() {
  const { params } = new MIMEType('a/b;FOO=Bar');
  params.set('CharSet', 'X');
  assert.deepStrictEqual([...params], [['foo', 'Bar'], ['charset', 'X']]);
  assert.deepStrictEqual([params.get('CHARSET'), params.has('Foo'), params.get('FOO')], ['X', true, 'Bar']);
  params.delete('CHARset');
  assert.strictEqual(params.has('charset'), false);
  assert.throws(() => new MIMEType(' plain '), { message: 'The MIME syntax for a type in " plain " is invalid at 5' });
}

function blanksBehindAnEqualsSign() {
  const read = (text) => ({ ...parseEnv(text) });
  assert.deepStrictEqual(read('A=\nB=2'), { A: '', B: '2' });
  assert.deepStrictEqual(read('A= \nB=2'), { A: 'B=2' });
  assert.deepStrictEqual(read('A=1\n=\nB=2'), { '': '', 'A': '1', 'B': '2' });
  assert.deepStrictEqual(read('export A=\nexport B=1'), { 'B': '1', 'export A': '' });
  assert.deepStrictEqual(read("A='x \nB=1"), { A: "'x ", B: '1' });
}

function otherNamesOfStyles() {
  assert.throws(() => styleText('none-such', 'x'), (error) => Object.getOwnPropertyNames(inspect.colors).every((name) => error.message.includes(`'${name}'`)));
}

function edgesOfPaths() {
  assert.deepStrictEqual(path.posix.parse('/..'), { root: '/', dir: '/', base: '..', ext: '.', name: '.' });
  assert.deepStrictEqual(path.posix.parse('a/..'), { root: '', dir: 'a', base: '..', ext: '', name: '..' });
  const matching = [['a/..', '**'], ['a/./b', 'a/b'], ['a/./', 'a'], ['', ''], ['/', '!(a)']];
  const others = [['/', ''], ['a/.', 'a'], ['a/..', ''], ['..', '**']];
  for (const [name, pattern] of matching) assert.ok(path.posix.matchesGlob(name, pattern), `${name} ${pattern}`);
  for (const [name, pattern] of others) assert.ok(!path.posix.matchesGlob(name, pattern), `${name} ${pattern}`);
  assert.deepStrictEqual(['con/', 'NUL.', 'a/con', 'con'].map(path.win32.normalize), ['.\\con\\', '.\\NUL.', 'a\\con', 'con']);
}

namesOfMimeParametersHaveNoCase();
blanksBehindAnEqualsSign();
otherNamesOfStyles();
edgesOfPaths();
