// What is wrong with the description of a single executable application is said in one line, and nothing is written.
'use strict';

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sea-config-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
fs.writeFileSync(path.join(folder, 'main.js'), 'console.log(1)');
fs.writeFileSync(path.join(folder, 'wrong.js'), 'x y');

const GOOD = { main: 'main.js', output: 'out' };

function complaint(option, config) {
  fs.writeFileSync(path.join(folder, 'c.json'), typeof config === 'string' ? config : JSON.stringify(config));
  const { status, stdout, stderr } = spawnSync(process.execPath, [option, 'c.json'], { cwd: folder, encoding: 'utf8' });
  assert.deepStrictEqual([status, stdout], [1, ''], stderr);
  assert.deepStrictEqual(fs.readdirSync(folder).sort(), ['c.json', 'main.js', 'wrong.js']);
  return stderr.trim();
}

for (const [config, expected] of [
  ['[]', 'Cannot parse JSON from c.json: INCORRECT_TYPE: The JSON element does not have the requested type.'],
  [' ', 'Cannot parse JSON from c.json: EMPTY: no JSON found'],
  [{ output: 'out' }, '"main" field of c.json is not a non-empty string'],
  [{ main: '', output: 'out' }, '"main" field of c.json is not a non-empty string'],
  [{ main: 'main.js' }, '"output" field of c.json is not a non-empty string'],
  [{ ...GOOD, mainFormat: 'x' }, '"mainFormat" field of c.json must be one of "commonjs" or "module"'],
  [{ ...GOOD, mainFormat: 1 }, '"mainFormat" field of c.json is not a string'],
  [{ ...GOOD, useCodeCache: 1 }, '"useCodeCache" field of c.json is not a Boolean'],
  [{ ...GOOD, execArgv: ['a', 1] }, '"execArgv" field of c.json is not an array of strings'],
  [{ ...GOOD, execArgvExtension: 'x' }, '"execArgvExtension" field of c.json must be one of "none", "env", or "cli"'],
  [{ ...GOOD, assets: ['a'] }, '"assets" field of c.json is not a map of strings'],
  [{ ...GOOD, assets: { a: 'gone' } }, 'Cannot read asset gone: no such file or directory'],
  [{ ...GOOD, useSnapshot: true, mainFormat: 'module' }, '"mainFormat": "module" is not supported when "useSnapshot" is true'],
]) {
  assert.strictEqual(complaint('--build-sea', config), expected);
}
assert.match(complaint('--build-sea', '\n{\n"main"'), /^Cannot parse JSON from c\.json: INCOMPLETE_ARRAY_OR_OBJECT/);
assert.match(complaint('--build-sea', { ...GOOD, main: 'wrong.js', useCodeCache: true }), /SyntaxError[^]*Cannot generate V8 code cache$/);
assert.strictEqual(complaint('--build-sea', { ...GOOD, executable: 'gone' }), "Error: Couldn't stat executable gone: no such file or directory");
assert.strictEqual(complaint('--build-sea', { ...GOOD, executable: 'main.js' }), 'Error: Executable must be a supported format: ELF, PE, or Mach-O');
assert.match(complaint('--build-sea', { ...GOOD, executable: '/bin/true' }), /^Error: sentinel NODE_SEA_FUSE_\w+ not found$/);
assert.match(complaint('--experimental-sea-config', { ...GOOD, output: '.' }), /^Cannot write output to \./);
