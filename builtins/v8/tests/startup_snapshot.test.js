'use strict';

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { startupSnapshot } = require('node:v8');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'startup-snapshot-'));
process.on('exit', () => fs.rmSync(directory, { recursive: true }));
const blob = path.join(directory, 'test.blob');

function write(name, text) {
  fs.writeFileSync(path.join(directory, name), text);
  return name;
}

function run(args, env) {
  const child = spawnSync(process.execPath, args, { cwd: directory, encoding: 'utf8', env: { ...process.env, ...env } });
  return { status: child.status, stdout: child.stdout, stderr: child.stderr };
}

function build(text, args = []) {
  fs.rmSync(blob, { force: true });
  return run(['--snapshot-blob', blob, '--build-snapshot', write('entry.js', text), ...args]);
}

function buildWell(text, args) {
  const result = build(text, args);
  assert.strictEqual(result.status, 0, result.stderr);
  return result;
}

function start(args, env) {
  return run(['--snapshot-blob', blob, ...args], env);
}

function outsideOfABuild() {
  assert.ok(!startupSnapshot.isBuildingSnapshot());
  for (const name of ['addSerializeCallback', 'addDeserializeCallback', 'setDeserializeMainFunction']) {
    assert.throws(() => startupSnapshot[name](() => {}), { code: 'ERR_NOT_BUILDING_SNAPSHOT' });
  }
}

/** Node's caches of random numbers go into the snapshot, so that its processes draw the same. */
function randomNumbersAreOfOneProcess() {
  if (process.versions.anode === undefined) return;
  buildWell(`
    const crypto = require('crypto');
    const draw = () => [crypto.randomUUID(), crypto.randomInt(2 ** 30), crypto.randomInt(2 ** 47)];
    draw();
    require('v8').startupSnapshot.setDeserializeMainFunction(() => console.log(draw().join()));`);
  const [first, second] = [start([]), start([])].map(({ stdout }) => stdout.trim().split(','));
  for (let i = 0; i < 3; i++) assert.notStrictEqual(first[i], second[i]);
}

function programStartsFromTheHeap() {
  buildWell('globalThis.table = new Map([["a", { deep: [1, 2n, /x/g] }]]); require("fs").mark = "kept";');
  const program = write('program.js', `
    const { deep } = table.get('a');
    console.log(JSON.stringify([deep[0], typeof deep[1], String(deep[2]), require('fs').mark, require.main === module, process.argv.slice(2)]));`);
  const expected = '[1,"bigint","/x/g","kept",true,["x","y"]]\n';
  assert.deepStrictEqual(start([program, 'x', 'y']), { status: 0, stdout: expected, stderr: '' });
  assert.strictEqual(start(['-p', 'table.size']).stdout, '1\n');
  write('program.mjs', 'console.log(table.size, import.meta.main)');
  assert.strictEqual(start(['program.mjs']).stdout, '1 true\n');
}

function mainFunctionAndCallbacks() {
  const built = buildWell(`
    const { startupSnapshot: s } = require('node:v8');
    const data = { steps: ['built'], building: Boolean(s.isBuildingSnapshot()) };
    s.addSerializeCallback((d) => { d.steps.push('serialized'); setTimeout(() => d.steps.push('timer again'), 1); }, data);
    s.addDeserializeCallback((d) => d.steps.push('deserialized'), data);
    setTimeout(() => data.steps.push('timer'), 1);
    s.setDeserializeMainFunction((d) => {
      d.steps.push('main');
      console.log(JSON.stringify([d, Boolean(s.isBuildingSnapshot()), process.argv.slice(1), process.execArgv.length, process.env.MARK]));
      setTimeout(() => { process.exitCode = 5; }, 1);
    }, data);
    try { s.setDeserializeMainFunction(() => {}); } catch (error) { console.log(error.code); }
    try { s.addSerializeCallback(1); } catch (error) { console.log(error.code); }
    console.log(JSON.stringify(process.argv.slice(1)), __filename);
  `, ['p', 'q']);
  const lines = ['ERR_DUPLICATE_STARTUP_SNAPSHOT_MAIN_FUNCTION', 'ERR_INVALID_ARG_TYPE',
    `["entry.js","p","q"] ${path.join(fs.realpathSync(directory), 'entry.js')}`];
  assert.deepStrictEqual(built.stdout.trim().split('\n'), lines);
  const { status, stdout } = start(['a', 'b'], { MARK: 'now' });
  assert.strictEqual(status, 5);
  const [data, isBuilding, argv, options, mark] = JSON.parse(stdout);
  assert.deepStrictEqual(data, { steps: ['built', 'timer', 'serialized', 'timer again', 'deserialized', 'main'], building: true });
  assert.deepStrictEqual([isBuilding, argv, options, mark], [false, ['a', 'b'], 2, 'now']);
}

function whatTheBuilderScriptHas() {
  const { stdout, stderr } = buildWell(`
    const attempt = (f) => { try { return f(); } catch (error) { return error.code + ' ' + error.message; } };
    console.log(typeof module, typeof exports, Object.keys(require).length, arguments.length);
    console.log(attempt(() => require('./entry.js')));
    console.log(attempt(() => require('nope')));
    console.log(attempt(() => new (require('worker_threads').Worker)('1', { eval: true })));
    import('node:fs').catch((error) => console.log(error.message));
  `);
  assert.deepStrictEqual(stdout.trim().split('\n'), [
    'undefined undefined 0 3',
    "MODULE_NOT_FOUND Cannot find module './entry.js'. ",
    "MODULE_NOT_FOUND Cannot find module 'nope'. ",
    'ERR_NOT_SUPPORTED_IN_SNAPSHOT Creating workers is not supported in startup snapshot',
    'Not supported',
  ]);
  assert.match(stderr, /Warning: It's not yet fully verified whether built-in module "worker_threads" works in user snapshot builder scripts/);
}

/** The script's `require` and `import()` in the process that starts from the snapshot. */
function whatTheMainFunctionHas() {
  buildWell(`require('v8').startupSnapshot.setDeserializeMainFunction(() => {
    console.log(typeof require('vm').Script);
    try { require('./entry.js'); } catch (error) { console.log(error.code); }
    import('node:fs').catch((error) => console.log(error.code));
  })`);
  assert.deepStrictEqual(start([]), { status: 0, stdout: 'function\nMODULE_NOT_FOUND\nERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING\n', stderr: '' });
}

/** What the process that built had is not what the one that starts has. */
function processStateIsFresh() {
  buildWell(`
    process.cwd();
    process.emitWarning('built');
    globalThis.text = 'kept';
    require('v8').startupSnapshot.setDeserializeMainFunction(() => {
      process.emitWarning('started');
      console.log(JSON.stringify([process.cwd(), process.env.SECRET, process.pid === globalThis.pid, Error.stackTraceLimit, typeof WebAssembly]));
    });
    globalThis.pid = process.pid;
  `);
  const { stdout, stderr } = start(['--stack-trace-limit=7']);
  assert.deepStrictEqual(JSON.parse(stdout), [fs.realpathSync(directory), null, false, 7, 'object']);
  assert.strictEqual(stderr.match(/Warning: started/g).length, 1);
  assert.strictEqual(stderr.match(/Warning: built/g), null);
}

function builtinsWorkAfterTheStart() {
  buildWell(`
    const zlib = require('zlib'), net = require('net'), crypto = require('crypto');
    const packed = zlib.gzipSync('text');
    crypto.createHash('sha256').update('x').digest('hex');
    const server = net.createServer((socket) => socket.end('from the server'));
    require('v8').startupSnapshot.setDeserializeMainFunction(() => {
      console.log(zlib.gunzipSync(packed).toString(), crypto.createHash('sha256').update('x').digest('hex').slice(0, 8));
      server.listen(0, '127.0.0.1', () => {
        const client = net.connect(server.address().port, '127.0.0.1');
        client.setEncoding('utf8').on('data', (data) => console.log(data)).on('close', () => server.close());
      });
    });
  `);
  assert.deepStrictEqual(start([]), { status: 0, stdout: 'text 2d711642\nfrom the server\n', stderr: '' });
}

function threadsHaveNothingOfIt() {
  buildWell('globalThis.mark = 1');
  const program = 'const { Worker } = require("worker_threads"); new Worker("console.log(typeof mark, typeof fetch)", { eval: true })';
  assert.deepStrictEqual(start(['-e', program]), { status: 0, stdout: 'undefined function\n', stderr: '' });
}

function refusals() {
  const complain = (args, status, stderr) => {
    const result = run(args);
    assert.strictEqual(result.status, status, result.stderr);
    assert.match(result.stderr, stderr);
  };
  complain(['--build-snapshot'], 9, /^--build-snapshot must be used with an entry point script\.\nUsage: node --build-snapshot \/path\/to\/entry\.js\n$/);
  complain(['--build-snapshot', 'none.js'], 1, /^Cannot read builder script none\.js for building snapshot\. ENOENT: no such file or directory/);
  complain(['--snapshot-blob', 'none.blob', 'x.js'], 14, /^Cannot open none\.blob/);
  write('garbage.blob', 'garbage');
  complain(['--snapshot-blob', 'garbage.blob', 'x.js'], 14, /^The startup snapshot is not a Node\.js snapshot blob\./);
  complain(['--snapshot-blob', 'no/such/folder.blob', '--build-snapshot', write('empty.js', '')], 14, /^Cannot open no\/such\/folder\.blob for writing/);
}

function failingScriptsWriteNothing() {
  assert.strictEqual(build('throw new Error("test")').status, 1);
  assert.strictEqual(fs.existsSync(blob), false);
  assert.strictEqual(build('process.exitCode = 3').status, 3);
  assert.strictEqual(build('process.exit(4)').status, 4);
  assert.strictEqual(fs.existsSync(blob), false);
}

function configuration() {
  write('builder.js', 'globalThis.mark = "by configuration"; console.log(process.argv.slice(1).join());');
  write('config.json', '{ "builder": "builder.js" }');
  fs.rmSync(blob, { force: true });
  const built = run(['--snapshot-blob', blob, '--build-snapshot-config', 'config.json', 'x']);
  assert.deepStrictEqual([built.status, built.stdout], [0, 'builder.js,x\n']);
  assert.strictEqual(start(['-p', 'mark']).stdout, 'by configuration\n');
  write('config.json', '{}');
  const without = run(['--build-snapshot-config', 'config.json']);
  assert.deepStrictEqual([without.status, without.stderr], [1, '"builder" field of config.json is not a non-empty string\n']);
  write('config.json', '{ "builder": "builder.js", "withoutCodeCache": 1 }');
  assert.match(run(['--build-snapshot-config', 'config.json']).stderr, /^"withoutCodeCache" field of config\.json is not a boolean/);
  assert.match(run(['--build-snapshot-config', 'none.json']).stderr, /^Cannot read snapshot configuration from none\.json: no such file/);
}

/** Node ends with a fatal error of V8 here. */
function whatCannotBeInASnapshot() {
  if (process.versions.anode === undefined) return;
  for (const [text, reason] of [
    ['globalThis.server = require("net").createServer().listen(0).unref()', /native objects cannot be in a startup snapshot: 1 Listener/],
    ['globalThis.context = require("vm").createContext({ a: 1 })', /further contexts? cannot be in a startup snapshot/],
    ['globalThis.hash = require("crypto").createHash("sha256")', /native objects cannot be in a startup snapshot/],
  ]) {
    const { status, stderr } = build(text);
    assert.strictEqual(status, 1, stderr);
    assert.match(stderr, reason);
    assert.strictEqual(fs.existsSync(blob), false);
  }
  buildWell('globalThis.ref = new WeakRef({}); globalThis.registry = new FinalizationRegistry(() => {}); registry.register({}, 1);');
  assert.strictEqual(start(['-p', 'typeof ref.deref()']).stdout, 'undefined\n');
}

outsideOfABuild();
randomNumbersAreOfOneProcess();
programStartsFromTheHeap();
mainFunctionAndCallbacks();
whatTheBuilderScriptHas();
whatTheMainFunctionHas();
processStateIsFresh();
builtinsWorkAfterTheStart();
threadsHaveNothingOfIt();
refusals();
failingScriptsWriteNothing();
configuration();
whatCannotBeInASnapshot();
