// Programs packed into executables: what they see of themselves, their assets, modules, options and arguments.
'use strict';

const assert = require('node:assert');
const { spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'sea-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const executable = path.join(folder, 'app');
const environment = { ...process.env };
delete environment.NODE_OPTIONS;

function run(command, args, env = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...environment, ...env } });
  return { status, stdout, stderr };
}

/** Packs a program under one name. */
function pack(config, files) {
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  fs.writeFileSync(path.join(folder, 'sea.json'), JSON.stringify({ output: 'app', disableExperimentalSEAWarning: true, ...config }));
  fs.rmSync(executable, { force: true });
  const built = run(process.execPath, ['--build-sea', 'sea.json']);
  assert.strictEqual(built.status, 0, built.stderr);
  assert.match(built.stdout, /^Generated single executable .* \+ sea\.json -> app\n$/);
}

function packAndRun(config, files, args, env) {
  pack(config, files);
  return run(executable, args, env);
}

// CommonJS: the builtins are its only modules, and the command line is its own.
const commonjs = packAndRun({ main: 'main.js', assets: { text: 'a.txt', '': 'b.bin' }, useCodeCache: true, execArgvExtension: 'none' }, {
  'a.txt': 'héllo',
  'b.bin': 'bytes',
  'main.js': `
    const assert = require('node:assert');
    const sea = require('node:sea');
    assert.deepStrictEqual(process.argv, [process.execPath, process.env.AS, '--version', '-e', '1', '--node-options=--x']);
    assert.deepStrictEqual(process.execArgv, []);
    assert.deepStrictEqual([__filename, __dirname], [process.execPath, require('path').dirname(process.execPath)]);
    assert.deepStrictEqual([require.main === module, require.resolve, require.cache, exports === module.exports], [true, undefined, undefined, true]);
    assert.deepStrictEqual([sea.isSea(), sea.getAssetKeys(), sea.getAsset('text', 'utf8')], [true, ['text', ''], 'héllo']);
    new Uint8Array(sea.getRawAsset(''));
    assert.deepStrictEqual(Buffer.from(sea.getAsset('')), Buffer.from('bytes'));
    assert.notStrictEqual(sea.getAsset(''), sea.getAsset(''));
    assert.throws(() => sea.getAsset('none'), { code: 'ERR_SINGLE_EXECUTABLE_APPLICATION_ASSET_NOT_FOUND' });
    assert.throws(() => sea.getAsset('text', 'none'), { code: 'ERR_ENCODING_NOT_SUPPORTED' });
    assert.throws(() => sea.getRawAsset(1), { code: 'ERR_INVALID_ARG_TYPE' });
    for (const id of ['./main.js', 'express', 'sea']) assert.throws(() => require(id), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
    assert.strictEqual(new Error('x').stack.split('\\n')[1].trim(), 'at main.js:16:24');
    const { createRequire } = require('node:module');
    assert.strictEqual(createRequire(__filename)('./beside.js'), 'beside');
    assert.rejects(import('./beside.js'), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
    Promise.all([import('fs'), sea.getAssetAsBlob('text', { type: 'x/y' }).text()]).then(([fs, text]) => {
      assert.deepStrictEqual([fs.default === require('fs'), text], [true, 'héllo']);
      const worker = new (require('worker_threads').Worker)('console.log(require("node:sea").getAssetKeys().length)', { eval: true });
      worker.on('exit', () => console.log('done'));
    });
  `,
  'beside.js': 'module.exports = "beside"',
}, ['--version', '-e', '1', '--node-options=--x'], { AS: executable, NODE_OPTIONS: '--no-such-option' });
assert.deepStrictEqual(commonjs, { status: 0, stdout: '2\ndone\n', stderr: '' });

// An executable with a program takes no other.
fs.writeFileSync(path.join(folder, 'sea.json'), JSON.stringify({ main: 'main.js', output: 'other', executable: 'app' }));
const occupied = run(process.execPath, ['--build-sea', 'sea.json']);
assert.strictEqual(occupied.status, 1);
assert.match(occupied.stderr, /already exists in the/);

// An ES module, whose options come from the description and from its command line.
const asModule = packAndRun({
  main: 'main.mjs', mainFormat: 'module', execArgv: ['--no-deprecation'], execArgvExtension: 'cli',
}, {
  'main.mjs': `
    import assert from 'node:assert';
    import { pathToFileURL } from 'node:url';
    const { dirname, filename, main, url } = import.meta;
    assert.deepStrictEqual({ filename, main, url }, { filename: process.execPath, main: true, url: pathToFileURL(process.execPath).href });
    assert.deepStrictEqual(process.argv.slice(2), ['a', 'b']);
    await assert.rejects(import(dirname + '/main.mjs'), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
    console.log(process.execArgv.join(' '));
  `,
}, ['a', '--node-options=--stack-trace-limit=3 --trace-warnings', 'b']);
assert.deepStrictEqual(asModule, { status: 0, stdout: '--no-deprecation --stack-trace-limit=3 --trace-warnings\n', stderr: '' });

// Options from the environment, as by default; an error with the place in the program.
const failing = packAndRun({ main: 'fails.js' }, { 'fails.js': '\n  undefinedFunction();' }, [], { NODE_OPTIONS: '--stack-trace-limit=1' });
assert.strictEqual(failing.status, 1);
assert.match(failing.stderr, /^fails\.js:2\n {2}undefinedFunction\(\);\n {2}\^\n\nReferenceError: undefinedFunction is not defined\n {4}at fails\.js:2:3\n\n/);

// Warnings, of each kind once.
const warned = packAndRun({ main: 'warns.js', disableExperimentalSEAWarning: false }, {
  'warns.js': 'for (const id of ["a", "b"]) try { require(id); } catch { console.log("not there"); }',
}, []);
assert.deepStrictEqual([warned.status, warned.stdout], [0, 'not there\nnot there\n']);
for (const text of ['ExperimentalWarning: Single executable application is', 'only supports loading built-in modules']) {
  assert.strictEqual(warned.stderr.split(text).length, 2, text);
}

// A front end finds it at its first statement.
async function pauses() {
  pack({ main: 'inspected.js' }, { 'inspected.js': 'console.log("resumed")' });
  const program = spawn(executable, { env: { ...environment, NODE_OPTIONS: '--inspect-brk=0' } });
  let output = '';
  program.stdout.on('data', (data) => { output += data; });
  const front = new WebSocket(await addressOf(program));
  await once(front, 'open');
  front.onmessage = ({ data }) => {
    const { method, params } = JSON.parse(data);
    if (method !== 'Debugger.paused') return;
    assert.strictEqual(output, '');
    // Node pauses on its way there.
    if (process.versions.anode) assert.strictEqual(params.callFrames[0].location.lineNumber, 0);
    front.send(JSON.stringify({ id: 3, method: 'Debugger.resume' }));
    front.close();
  };
  ['Debugger.enable', 'Runtime.runIfWaitingForDebugger'].forEach((method, i) => front.send(JSON.stringify({ id: i + 1, method })));
  assert.deepStrictEqual(await once(program, 'close'), [0, null]);
  assert.strictEqual(output, 'resumed\n');
}

function addressOf(program) {
  return new Promise((resolve) => {
    let text = '';
    program.stderr.on('data', (data) => {
      text += data;
      const [address] = /ws:\S+/.exec(text) ?? [];
      if (address !== undefined) resolve(address);
    });
  });
}
pauses();
