'use strict';

// What is not a file under --permission: programs, threads, native code, diagnostics that write, modules, and ways to more rights.

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const isAnode = process.versions.anode !== undefined;
const DENIED = 'ERR_ACCESS_DENIED';
const root = process.permission ? process.argv[2] : fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'permission-reach-'));
const at = (name) => path.join(root, name);

if (process.permission === undefined) supervise();
else probe();

function supervise() {
  process.on('exit', () => fs.rmSync(root, { recursive: true }));
  const files = {
    'out/secret.js': 'module.exports = 1', 'out/secret.mjs': 'export default 1', 'out/data.json': '{}', 'ok/here': '',
    'ok/main/package.json': '{"main":"../../out/secret.js"}', 'ok/node_modules/exported/package.json': '{"exports":"./../../../out/secret.js"}',
    'ok/node_modules/mapped/package.json': '{"exports":{"./*":"./*"}}', 'out/file.env': 'A=1', 'ok/file.env': 'FROM_FILE=yes',
  };
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(at(name)), { recursive: true });
    fs.writeFileSync(at(name), text);
  }
  fs.symlinkSync('../out/secret.js', at('ok/link.js'));
  const reading = [`--allow-fs-read=${at('ok')}`, `--allow-fs-read=${__filename}`];
  assert.strictEqual(run(['--permission', ...reading, __filename, root]), '');
  diagnosticsOfTheCommandLine();
  waysToMore();
  filesOfTheProcess();
  inspectorOfTheCommandLine();
}

/** The output of a run of this runtime, which succeeds. */
function run(args, options) {
  const { status, stdout, stderr } = start(args, options);
  assert.strictEqual(status, 0, `${args.join(' ')}\n${stderr}`);
  return stdout.trim();
}

function start(args, options) {
  return spawnSync(process.execPath, ['--no-warnings', ...args], { encoding: 'utf8', cwd: root, ...options });
}

async function probe() {
  nativeCode();
  diagnosticsThatWrite();
  await modulesOutside();
}

function nativeCode() {
  const child = require('node:child_process');
  const denied = (permission) => ({ code: DENIED, permission });
  for (const start of [
    () => child.spawn('true'), () => child.spawnSync('true'), () => child.exec('true'), () => child.execSync('true'), () => child.execFile('true'),
    () => child.execFileSync('true'), () => child.fork(__filename), () => require('node:cluster').fork(),
    () => process.execve('/bin/true', ['true'], {}),
  ]) assert.throws(start, denied('ChildProcess'), `${start}`);
  assert.throws(() => new (require('node:worker_threads').Worker)('', { eval: true }), denied('WorkerThreads'));
  assert.throws(() => require('node:module').register('data:text/javascript,'), denied('WorkerThreads'));
  assert.throws(() => new (require('node:wasi').WASI)({ version: 'preview1' }), denied('WASI'));
  assert.throws(() => process.dlopen({ exports: {} }, at('ok/addon.node')), { code: 'ERR_DLOPEN_DISABLED' });
  assert.throws(() => process._linkedBinding('any'), denied('Addon'));
  for (const name of ['fs', 'natives', 'spawn_sync', 'tcp_wrap']) assert.throws(() => process.binding(name), { code: DENIED });
  const inspector = require('node:inspector');
  assert.throws(() => new inspector.Session().connect(), denied('Inspector'));
  assert.throws(() => inspector.open(0), denied('Inspector'));
  assert.strictEqual(inspector.url(), undefined);
}

/** CVE-2026-48617, CVE-2026-56847, CVE-2026-58039 */
function diagnosticsThatWrite() {
  const denied = { code: DENIED, permission: 'FileSystemWrite' };
  assert.throws(() => require('node:v8').writeHeapSnapshot(at('out/heap')), denied);
  assert.throws(() => require('node:v8').writeHeapSnapshot(), denied);
  assert.throws(() => process.report.writeReport(at('out/report')), denied);
  process.chdir(at('ok'));
  assert.throws(() => process.report.writeReport(), denied);
  assert.throws(() => process.report.writeReport('report'), denied);
  process.report.directory = at('out');
  assert.throws(() => process.report.writeReport('report'), denied);
  assert.throws(() => process.report.writeReport(), denied);
  const tracing = require('node:trace_events').createTracing({ categories: ['node'] });
  assert.throws(() => tracing.enable(), denied);
  const { status } = require('node:module').enableCompileCache(at('out/cache'));
  assert.strictEqual(status, require('node:module').constants.compileCacheStatus.FAILED);
  assert.throws(() => process.chdir(at('out')), { code: DENIED, permission: 'FileSystemRead' });
  assert.throws(() => process.loadEnvFile(at('out/file.env')), { code: DENIED });
}

/** CVE-2026-49406 */
async function modulesOutside() {
  const denied = { code: DENIED, permission: 'FileSystemRead' };
  const requireIt = require('node:module').createRequire(at('ok/here'));
  for (const name of [at('out/secret.js'), '../out/secret.js', './main', './link.js', at('out/data.json')]) assert.throws(() => requireIt(name), denied, name);
  assert.throws(() => requireIt('exported'), { code: 'ERR_INVALID_PACKAGE_TARGET' });
  assert.throws(() => requireIt('mapped/../../../out/secret.js'), (error) => error.code !== undefined);
  for (const name of ['out/secret.js', 'out/secret.mjs', 'ok/link.js']) await assert.rejects(import(at(name)), denied, name);
  await assert.rejects(import(at('out/data.json'), { with: { type: 'json' } }), denied);
  const { Module } = require('node:module');
  assert.throws(() => Module._load(at('out/secret.js')), denied);
  assert.throws(() => new Module('x').load(at('out/secret.js')), denied);
  // A hook that redirects reads no more than the program may.
  const hooks = Module.registerHooks({ resolve: () => ({ url: `file://${at('out/secret.mjs')}`, shortCircuit: true }) });
  await assert.rejects(import('redirected'), denied);
  hooks.deregister();
}

/** Files that options ask for are not written either. Node writes the file of a trace that its command line asks for. */
function diagnosticsOfTheCommandLine() {
  const options = ['--cpu-prof', '--heap-prof', '--report-uncaught-exception', '--redirect-warnings=warnings'];
  if (isAnode) options.push('--trace-events-enabled');
  const script = 'process.emitWarning("w"); setImmediate(() => { throw new Error("last") })';
  const env = { ...process.env, NODE_V8_COVERAGE: at('coverage'), NODE_COMPILE_CACHE: at('cache') };
  const { status } = start(['--permission', '--allow-fs-read=*', ...options, '-e', script], { env });
  assert.strictEqual(status, 1);
  assert.deepStrictEqual(fs.readdirSync(root).sort(), ['ok', 'out']);
}

/** A child has the limits of its parent, and a thread no options of its own. */
function waysToMore() {
  const scopes = 'console.log(["fs.read", "fs.write", "net", "worker"].map((scope) => process.permission?.has(scope)).join())';
  const quoted = JSON.stringify(scopes);
  const limits = ['--permission', '--allow-fs-read=*', '--allow-child-process', '--allow-worker'];
  const spawning = (options) => `process.stdout.write(require('node:child_process').spawnSync(process.execPath, ['--no-warnings', '-e', ${quoted}], ${options}).stdout)`;
  assert.strictEqual(run([...limits, '-e', spawning('{}')]), 'true,false,false,true');
  assert.strictEqual(run([...limits, '-e', spawning('{ env: {} }')]), 'true,false,false,true');
  assert.strictEqual(run([...limits, '-e', spawning('{ env: { NODE_OPTIONS: "--stack-trace-limit=5" } }')]), 'true,false,false,true');

  const threads = (options) => `new (require('node:worker_threads').Worker)(${quoted}, { eval: true, ${options} }).on('error', () => {})`;
  assert.strictEqual(run([...limits, '-e', threads('')]), 'true,false,false,true');
  // Node refuses to start a thread with options of this kind, or gives it the rights that it asks for.
  if (isAnode) {
    for (const options of ["execArgv: ['--allow-fs-write=*', '--no-permission']", "env: { NODE_OPTIONS: '--allow-fs-write=*' }", "execArgv: ['--allow-net']"]) {
      assert.strictEqual(run([...limits, '-e', threads(options)]), 'true,false,false,true', options);
    }
  }
}

/** Files of the process itself: it reads them although the program may not. */
function filesOfTheProcess() {
  assert.strictEqual(run(['--permission', `--env-file=${at('ok/file.env')}`, '-p', 'process.env.FROM_FILE']), 'yes');
  assert.strictEqual(run(['--permission', '-p', 'require("node:dns").getServers().join()']), require('node:dns').getServers().join());
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: path.join(__dirname, '../../tls/tests/fixtures/ca.pem') };
  assert.strictEqual(run(['--permission', '-p', 'require("node:tls").getCACertificates("extra").length'], { env }), '1');
  const later = 'process.env.NODE_EXTRA_CA_CERTS = "/etc/passwd"; require("node:tls").getCACertificates("extra").length';
  assert.strictEqual(run(['--permission', '-p', later], { env: { ...process.env, NODE_EXTRA_CA_CERTS: '' } }), '0');
}

/** A debugger would be a way out. */
function inspectorOfTheCommandLine() {
  const script = 'console.log(require("node:inspector").url())';
  for (const option of ['--inspect=0', '--inspect-wait=0']) assert.strictEqual(run(['--permission', option, '-e', script]), 'undefined');
  const paused = start(['--permission', '--inspect-brk=0', '-e', script]);
  assert.strictEqual(paused.status, 1);
  assert.match(paused.stderr, /Error: Access to this API has been restricted/);
  const signalled = 'process.kill(process.pid, "SIGUSR1"); setTimeout(() => console.log(require("node:inspector").url()), 50)';
  assert.strictEqual(run(['--permission', '-e', signalled]), 'undefined');
}
