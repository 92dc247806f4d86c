// The command line.
'use strict';

const assert = require('node:assert');
const { files, run } = require('./_run');

assert.match(run(['-v']).stdout, /^v26\.\d+\.\d+\n$/);
assert.match(run(['--completion-bash']).stdout, /compgen -W '[^']*--version -v[^']*'[^]*\ncomplete .* -F _node_complete node node_g\n/);
assert.strictEqual(run(['--inspect-port=host:3333', '-p', 'process.debugPort']).stdout, '3333\n');
assert.strictEqual(run(['-p', 'Object.defineProperty(globalThis, "fs", { configurable: false }); fs === require("fs")']).stdout, 'true\n');
assert.match(run(['--help']).stdout, /^Usage: /);
assert.match(run(['-p', 'process.versions.anode ?? "none"']).stdout, /^(\d+\.\d+\.\d+|none)\n$/);
assert.strictEqual(run(['-p', 'process.release.name']).stdout, 'node\n');
assert.strictEqual(run(['-p', '[process.argv.length, process.execArgv[0]]', 'a', 'b']).stdout, "[ 3, '-p' ]\n");
assert.match(run(['--bad-option']).stderr, /: bad option: --bad-option\n$/);
assert.match(run(['-e']).stderr, /: -e requires an argument\n$/);
assert.strictEqual(run(['-c', files({ 'ok.js': 'throw 1' })]).status, 0);
assert.strictEqual(run(['-c', files({ 'broken.js': 'a b' })]).status, 1);
assert.strictEqual(run(['--input-type=module', '-e', 'console.log(typeof require, import.meta.url.slice(0, 5))']).stdout, 'undefined file:\n');
assert.strictEqual(run(['-r', files({ 'pre.js': 'global.pre = 1' }), '-p', 'pre']).stdout, '1\n');
assert.strictEqual(run(['--import', files({ 'imp.mjs': 'globalThis.imp = 2' }), '-p', 'imp']).stdout, '2\n');
assert.strictEqual(run([`--env-file=${files({ '.env': 'FROM_FILE=yes' })}`, '-p', 'process.env.FROM_FILE']).stdout, 'yes\n');
assert.strictEqual(run(['--env-file=/does/not/exist', '-p', '1']).status, 9);
assert.strictEqual(run(['--env-file-if-exists=/does/not/exist', '-p', '1']).stdout, '1\n');
assert.strictEqual(run(['--expose-gc', '-p', 'typeof gc']).stdout, 'function\n');
assert.strictEqual(run(['--stack-trace-limit=2', '-e', 'console.log(new Error("x").stack.split("\\n").length)']).stdout, '3\n');
assert.strictEqual(run(['--title=named', '-p', 'process.title']).stdout, 'named\n');
assert.strictEqual(run(['--no-warnings', '-e', 'process.emitWarning("w")']).stderr, '');
assert.match(run(['--trace-warnings', '-e', 'process.emitWarning("w")']).stderr, /Warning: w\n {4}at /);
assert.strictEqual(run(['--throw-deprecation', '-e', 'process.emitWarning("w", "DeprecationWarning")']).status, 1);
assert.strictEqual(run(['-p', 'process.execArgv.length'], { env: { ...process.env, NODE_OPTIONS: '--no-warnings' } }).stdout, '2\n');
assert.strictEqual(run(['-p', '1'], { env: { ...process.env, NODE_OPTIONS: '--eval 1' } }).status, 9);
assert.strictEqual(run([files({ 'types.ts': 'enum_: 1; const n: number = 2; console.log(n as number)' })]).stdout, '2\n');
assert.strictEqual(run(['-C', 'custom', files({
  'cond/main.js': "console.log(require('dep'))", 'cond/node_modules/dep/package.json': '{"exports":{"custom":"./c.js","default":"./d.js"}}',
  'cond/node_modules/dep/c.js': 'module.exports = "custom"', 'cond/node_modules/dep/d.js': 'module.exports = "default"',
})]).stdout, 'custom\n');

// Values that are none, and options that exclude each other.
const refused = (args, text, status = 9) => {
  const { stderr, status: actual } = run(args);
  assert.ok(stderr.includes(text), stderr);
  assert.strictEqual(actual, status);
};
refused(['--title=', '-p', '1'], '--title= requires an argument');
refused(['--no-title', '-p', '1'], '--no-title is an invalid negation because it is not a boolean option');
refused(['--unhandled-rejections=x', '-p', '1'], 'invalid value for --unhandled-rejections');
refused(['--use-openssl-ca', '--use-bundled-ca', '-p', '1'], 'can be used, not both');
refused(['--disable-proto=x', '-p', '1'], 'invalid mode passed to --disable-proto', 12);
refused(['--security-revert=x', '-p', '1'], 'Attempt to revert an unknown CVE [x]', 12);
refused(['--max-old-space-size-percentage=101', '-p', '1'], 'up to 100. Got: 101');
assert.strictEqual(run(['--max-old-space-size-percentage=50', '-p', '1']).stdout, '1\n');
assert.strictEqual(run(['-p', '\\-42']).stdout, '-42\n');

// What options do.
assert.strictEqual(run(['--disable-proto=delete', '-p', '({}).__proto__']).stdout, 'undefined\n');
assert.match(run(['--disable-proto=throw', '-p', '({}).__proto__']).stderr, /ERR_PROTO_ACCESS/);
const frozen = "'use strict'; try { Array.prototype.push = 1; } catch (e) { const o = {}; o.toString = () => 'own'; console.log(e.name, `${o}`); }";
assert.strictEqual(run(['--frozen-intrinsics', '-e', frozen]).stdout, 'TypeError own\n');
const [mutation, reader] = [files({ 'mutation.js': 'Object.prototype.added = 1;' }), files({ 'reader.js': 'console.log(({}).added)' })];
assert.strictEqual(run(['--frozen-intrinsics', '-r', mutation, reader]).stdout, '1\n');
assert.match(run(['--trace-exit', '-e', 'process.exit(3)']).stderr, /WARNING: Exited the environment with code 3\n {4}at .*exit/);
assert.match(run(['--trace-uncaught', '-e', 'throw null']).stderr, /^Thrown at:\n {4}at \[eval\]:1:1$/m);
const late = run(['--trace-sync-io', '-e', 'fs.statSync("."); setImmediate(() => fs.statSync("."))']).stderr;
assert.strictEqual(late.match(/WARNING: Detected use of sync API/g).length, 1);
assert.strictEqual(run(['--check', '-'], { input: 'throw 1' }).status, 0);
assert.strictEqual(run(['--env-file-if-exists=none.env', '-e', '']).stderr, 'none.env not found. Continuing without it.\n');
const [first] = [files({ 'one.env': 'NAME=one\nONLY=first' }), files({ 'two.env': 'NAME=two' })];
const second = first.replace('one.env', 'two.env');
assert.strictEqual(run([`--env-file-if-exists=${first}`, `--env-file=${second}`, '-p', 'process.env.NAME + process.env.ONLY']).stdout, 'twofirst\n');

// Options from files: a configuration file is the weakest, then NODE_OPTIONS of environment files, NODE_OPTIONS, and the command line.
{
  const config = files({ 'node.config.json': '{"$schema":"x","nodeOptions":{"max-http-header-size":111,"title":"named"}}' });
  const [env] = [files({ 'options.env': 'NODE_OPTIONS=--max-http-header-size=222' })];
  const { NODE_OPTIONS, ...bare } = process.env;
  const size = (words, options) => run(['--no-warnings', ...words, '-p', 'http.maxHeaderSize'], { env: bare, ...options }).stdout;
  const configured = `--experimental-config-file=${config}`;
  assert.strictEqual(size([configured]), '111\n');
  assert.strictEqual(size(['--experimental-default-config-file'], { cwd: require('node:path').dirname(config) }), '111\n');
  assert.strictEqual(size([configured, `--env-file=${env}`]), '222\n');
  assert.strictEqual(size([configured, `--env-file=${env}`], { env: { ...bare, NODE_OPTIONS: '--max-http-header-size=333' } }), '333\n');
  assert.strictEqual(size([configured, '--max-http-header-size=444']), '444\n');
  assert.match(run([configured, '-p', 'process.title'], { env: bare }).stderr, /ExperimentalWarning: --experimental-config-file/);
  assert.match(run([`--env-file=${env}`, '-p', '1'], { env: bare }).stdout, /^1$/m);

  const refusedFile = (text, detail) => {
    const { status, stderr } = run([`--experimental-config-file=${files({ 'bad.json': text })}`, '-p', '1'], { env: bare });
    assert.deepStrictEqual([status, stderr.includes(detail), /bad\.json: invalid content\n$/.test(stderr)], [9, true, true]);
  };
  refusedFile('{', "Can't parse ");
  refusedFile('{"nodeOptions":{"eval":"1"}}', 'Unknown or not allowed option eval for namespace nodeOptions\n');
  refusedFile('{"nodeOptions":{"title":1}}', 'Invalid value for --title\n');
  assert.strictEqual(run(['--experimental-config-file=/does/not/exist', '-p', '1']).status, 9);
  const permission = files({ 'permission.json': '{"permission":{"allow-fs-read":"*"}}' });
  assert.strictEqual(run([`--experimental-config-file=${permission}`, '-p', 'process.permission.has("fs.write")'], { env: bare }).stdout, 'false\n');
  refused([`--env-file=${require('node:path').dirname(env)}`, '-p', '1'], 'invalid format');
}
