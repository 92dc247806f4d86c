// Modules that are not there, not well-formed, or wait for each other.
'use strict';

const assert = require('node:assert');
const { files, folder, run } = require('./_run');

function failure(args) {
  const { status, stderr } = run(args);
  assert.strictEqual(status, 1, stderr);
  return stderr;
}

assert.match(failure([`${folder}/none.js`]), /Error: Cannot find module '.*none\.js'[\s\S]*code: 'MODULE_NOT_FOUND'/);
assert.match(failure([files({ 'missing.js': "require('./absent')" })]), /Cannot find module '\.\/absent'\nRequire stack:\n- .*missing\.js/);
assert.match(failure([files({ 'missing.mjs': "import './absent.js'" })]), /ERR_MODULE_NOT_FOUND/);
assert.match(failure([files({ 'syntax.js': 'let a = ;' })]), /syntax\.js:1\nlet a = ;\n {8}\^\n\nSyntaxError: Unexpected token ';'/);
assert.match(failure([files({ 'syntax.mjs': 'export let a = ;' })]), /syntax\.mjs:1\nexport let a = ;/);
assert.match(failure([files({ 'bad.js': "require('./bad.json')", 'bad.json': '{"a":' })]), /bad\.json: /);
assert.match(failure([files({ 'name.mjs': "import { nothing } from './other.mjs'", 'other.mjs': 'export const a = 1' })]),
             /does not provide an export named 'nothing'/);
assert.match(failure([files({ 'pkg/index.js': "require('dep/private')", 'pkg/node_modules/dep/package.json': '{"exports":{".":"./a.js"}}',
                              'pkg/node_modules/dep/a.js': '' })]), /ERR_PACKAGE_PATH_NOT_EXPORTED/);

const bytes = files({ 'bytes.js': Buffer.concat([Buffer.from("console.log('a"), Buffer.from([0xff, 0xfe]), Buffer.from("b'.length)")]) });
assert.strictEqual(run([bytes]).stdout, '4\n');
assert.strictEqual(run([files({ 'bom.js': '\ufeffconsole.log("bom")' })]).stdout, 'bom\n');
assert.strictEqual(run([files({ 'bang.js': '#!/usr/bin/env anode\nconsole.log("bang")' })]).stdout, 'bang\n');

assert.strictEqual(run([files({
  'a.js': "exports.x = 1; exports.b = require('./b'); console.log(exports.b.saw)", 'b.js': "exports.saw = require('./a').x",
})]).stdout, '1\n');
assert.strictEqual(run([files({
  'a.mjs': "import { b } from './b.mjs'; export function a() { return b } console.log(a())",
  'b.mjs': "import { a } from './a.mjs'; export const b = typeof a",
})]).stdout, 'function\n');
assert.match(failure([files({ 'own.js': 'require("./own2")', 'own2.js': 'function f() { f() } f()' })]), /RangeError: Maximum call stack size exceeded/);
