'use strict';

// What `--enable-source-maps` shows: frames and the line of an uncaught exception in terms of the source, functions by the map's names.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { getSourceMapsSupport } = require('node:module');
const os = require('node:os');
const path = require('node:path');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'map-frames-')));
process.on('exit', () => fs.rmSync(root, { recursive: true }));

/** A number in the base 64 of mappings (https://tc39.es/ecma426/#sec-base64-vlq). */
function vlq(number) {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let rest = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = '';
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += digits[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}

/** Maps every column to the one two further on the second line of the source, with the name `at<column>` where `isNamed` says so. */
function mapOf(code, isNamed, content) {
  const names = [];
  const segments = Array.from(code, (_, column) => {
    const place = `${vlq(column === 0 ? 0 : 1)}A${vlq(column === 0 ? 1 : 0)}${vlq(column === 0 ? 2 : 1)}`;
    if (!isNamed(column)) return place;
    names.push(`at${column}`);
    return place + vlq(names.length === 1 ? 0 : 1);
  });
  return { version: 3, sources: ['source.ts'], sourcesContent: content === undefined ? undefined : [content], names, mappings: segments.join(',') };
}

/** What a program with a map prints before its first frame of the runtime's own, without the directory. */
function failure(code, { isNamed = () => false, content } = {}) {
  const file = path.join(root, 'program.js');
  fs.writeFileSync(file, `${code}\n//# sourceMappingURL=program.js.map`);
  fs.writeFileSync(`${file}.map`, JSON.stringify(mapOf(code, isNamed, content)));
  const { stderr } = spawnSync(process.execPath, ['--enable-source-maps', file], { encoding: 'utf8' });
  return stderr.replaceAll(`${root}/`, '').split(/\n {4}at [^\n]*node:/)[0].split('\n');
}

const nested = 'function aa(){function bb(){throw new Error("x")}bb()}aa();';
const content = `first\n\t ${'s'.repeat(80)}\nlast`;
const line = content.split('\n')[1];

// The line of the source, from the map or from its file.
const frames = ['Error: x', '    at bb (source.ts:2:37)', '    at aa (source.ts:2:52)', '    at Object.<anonymous> (source.ts:2:57)'];
const shown = ['source.ts:2', line, `\t${' '.repeat(29)}^`, '', ...frames];
assert.deepStrictEqual(failure(nested, { content }), shown);
fs.writeFileSync(path.join(root, 'source.ts'), content);
assert.deepStrictEqual(failure(nested), shown);
// Without that line it is the generated one.
fs.writeFileSync(path.join(root, 'source.ts'), 'only one line');
assert.deepStrictEqual(failure(nested), ['program.js:1', nested, `${' '.repeat(28)}^`, '', ...frames]);

// The text may have another name for itself.
fs.writeFileSync(path.join(root, 'source.ts'), content);
assert.deepStrictEqual(failure(`${nested}\n//# sourceURL=/elsewhere/other.js`).slice(0, 3), shown.slice(0, 3));

// Names where functions begin, else where they are called.
const namesIn = (code, isNamed) => failure(code, { isNamed, content }).filter((text) => text.startsWith('    at ')).map((text) => text.slice(7).split(' (')[0]);
assert.deepStrictEqual(namesIn(nested, () => true), ['at14', 'at0', 'Object.at0']);
assert.deepStrictEqual(namesIn(nested, (column) => column >= 43), ['at49', 'at54', 'Object.<anonymous>']);
assert.deepStrictEqual(namesIn('const o={m(){throw new Error("x")},get g(){this.m()}};class K{constructor(){o.g}static s(){new K()}};K.s();', (column) => column > 0 && column < 90),
  ['Object.at9', 'Object.at35', 'new at62', 'K.at87', 'Object.<anonymous>']);
assert.deepStrictEqual(namesIn('async function q(){await 1;throw new Error("x")};async function r(){await q()} r();', () => true), ['at0', 'async at49']);

// All of it, or nothing.
assert.deepStrictEqual({ ...getSourceMapsSupport() }, { enabled: false, nodeModules: false, generatedCode: false });
process.setSourceMapsEnabled(true);
assert.deepStrictEqual({ ...getSourceMapsSupport() }, { enabled: true, nodeModules: true, generatedCode: true });
process.setSourceMapsEnabled(false);
assert.deepStrictEqual({ ...getSourceMapsSupport() }, { enabled: false, nodeModules: false, generatedCode: false });
