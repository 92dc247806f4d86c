'use strict';

const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'trace-sources-'));
process.chdir(directory);
process.on('exit', () => fs.rmSync(directory, { recursive: true }));

/** The events of a program, without those that describe the process. @param {string} categories @param {string} program @param {string[]} options */
function trace(categories, program, options = []) {
  const ended = spawnSync(process.execPath, ['--no-warnings', '--trace-event-categories', categories, ...options, '-e', program], { encoding: 'utf8' });
  assert.strictEqual(ended.status, 0, ended.stderr);
  const { traceEvents } = JSON.parse(fs.readFileSync('node_trace.1.log', 'utf8'));
  return traceEvents.filter(({ ph }) => ph !== 'M');
}

/** Phase, name and arguments of each. */
const told = (events, category) => events.filter(({ cat }) => cat === category).map(({ ph, name, args }) => [ph, name, args]);

/** The arguments of the events of one identity, after their phases. */
const spans = (events) => events.map(({ ph, name, args, id }) => {
  assert.match(id, /^0x[0-9a-f]+$/);
  return [ph, name, args];
});

// Files, as they are called.
const sync = told(trace('node.fs.sync', `
  const fs = require('fs');
  const fd = fs.openSync('file', 'w+');
  fs.writeSync(fd, 'text');
  fs.readSync(fd, Buffer.alloc(9), 0, 9, 0);
  fs.futimesSync(fd, 1, 1);
  fs.closeSync(fd);
  fs.readFileSync('file');
  try { fs.statSync('missing'); } catch {}
  fs.unlinkSync('file');`), 'node,node.fs,node.fs.sync');
const begin = sync.findIndex(([, name]) => name === 'fs.sync.write');
assert.deepStrictEqual(sync.slice(begin), [
  ['B', 'fs.sync.write', {}], ['E', 'fs.sync.write', { bytesWritten: 4 }],
  ['B', 'fs.sync.read', {}], ['E', 'fs.sync.read', { bytesRead: 4 }],
  ...['futimes', 'close', 'open', 'fstat'].flatMap((name) => [['B', `fs.sync.${name}`, {}], ['E', `fs.sync.${name}`, {}]]),
  ['B', 'fs.sync.read', {}], ['E', 'fs.sync.read', sync[begin + 13][2]],
  ...['close', 'stat', 'unlink'].flatMap((name) => [['B', `fs.sync.${name}`, {}], ['E', `fs.sync.${name}`, {}]]),
]);

// Files, by callbacks and promises.
const async = spans(trace('node.fs.async', `
  const fs = require('fs');
  (async () => {
    await fs.promises.writeFile('file', 'text');
    await fs.promises.rename('file', 'other');
    await fs.promises.access('file').catch(() => {});
    await new Promise((resolve) => fs.utimes('other', 1, 1, resolve));
    await new Promise((resolve) => fs.readdir('.', resolve));
    await new Promise((resolve) => fs.unlink('other', resolve));
  })();`));
assert.deepStrictEqual(async, [
  ['b', 'write', {}], ['e', 'write', {}],
  ['b', 'rename', { old_path: 'file', new_path: 'other' }], ['e', 'rename', { result: 0 }],
  ['b', 'access', { path: 'file' }], ['e', 'access', { result: -2 }],
  ['b', 'utime', { path: 'other' }], ['e', 'utime', { result: 0 }],
  ['b', 'scandir', { path: '.' }], ['e', 'scandir', { result: async[9][2].result }],
  ['b', 'unlink', { path: 'other' }], ['e', 'unlink', { result: 0 }],
]);
assert.ok(async[9][2].result >= 1);

// Open directories.
const dirs = trace('node.fs_dir', `
  const fs = require('fs');
  const dir = fs.opendirSync('.');
  dir.readSync();
  dir.closeSync();
  fs.opendir('.', (error, dir) => dir.read(() => dir.closeSync()));`);
assert.deepStrictEqual(told(dirs, 'node,node.fs_dir,node.fs_dir.sync').map(([ph, name]) => `${ph} ${name}`), [
  'X fs_dir.sync.opendir', 'X fs_dir.sync.readdir', 'X fs_dir.sync.closedir', 'X fs_dir.sync.closedir',
]);
assert.deepStrictEqual(told(dirs, 'node,node.fs_dir,node.fs_dir.async').map(([ph, name]) => `${ph} ${name}`), [
  'b opendir', 'e opendir', 'b readdir', 'e readdir',
]);

// Names.
assert.deepStrictEqual(spans(trace('node.dns.native', `
  const dns = require('dns');
  const resolver = new dns.Resolver({ timeout: 100, tries: 1 });
  resolver.setServers(['127.0.0.1:1']);
  dns.lookup('localhost', { family: 4, order: 'ipv4first' }, () => {
    dns.lookupService('127.0.0.1', 80, (error, hostname) => {
      resolver.resolve4('example.org', () => {});
    });
  });`)).filter(([, , { hostname, service }]) => service === undefined || hostname), [
  ['b', 'lookup', { hostname: 'localhost', family: 'ipv4' }], ['e', 'lookup', { count: 1, order: 1 }],
  ['b', 'lookupService', { ip: '127.0.0.1', port: 80 }], ['e', 'lookupService', { hostname: 'localhost', service: 'http' }],
  ['b', 'resolve4', { name: 'example.org' }], ['e', 'resolve4', { error: 11 }],
]);

// Connects.
const connects = spans(trace('node.net.native', `
  const net = require('net');
  net.connect(1, '127.0.0.1').on('error', () => {
    net.connect('missing.sock').on('error', () => {
      const server = net.createServer((socket) => socket.end()).listen('\\0abstract-' + process.pid, () => {
        net.connect('\\0abstract-' + process.pid).on('end', () => server.close()).resume();
      });
    });
  });`));
assert.deepStrictEqual(connects, [
  ['b', 'connect', { ip: '127.0.0.1', port: 1 }], ['e', 'connect', { status: -111 }],
  ['b', 'connect', { path_type: 'file', pipe_path: 'missing.sock' }], ['e', 'connect', { status: -2 }],
  ['b', 'connect', { path_type: 'abstract socket', pipe_path: connects[4][2].pipe_path }], ['e', 'connect', { status: 0 }],
]);
assert.match(connects[4][2].pipe_path, /^abstract-\d+$/);

// Rejections, of promises that somebody handles in time or late.
assert.deepStrictEqual(told(trace('node.promises.rejections', `
  process.on('unhandledRejection', (reason, promise) => promise.catch(() => {}));
  Promise.reject(1).catch(() => {});
  setImmediate(() => Promise.reject(2));`), 'node,node.promises,node.promises.rejections'), [
  ['C', 'rejections', { unhandled: 1, handledAfter: 0 }], ['C', 'rejections', { unhandled: 1, handledAfter: 1 }],
  ['C', 'rejections', { unhandled: 2, handledAfter: 1 }], ['C', 'rejections', { unhandled: 2, handledAfter: 2 }],
]);

// The thread pool: what threads of it do, and for how long somebody waits for that.
const work = trace('node.threadpoolwork', `
  const { promisify } = require('util');
  (async () => {
    await promisify(require('crypto').randomBytes)(8);
    await promisify(require('zlib').deflate)('text');
    await require('fs').promises.writeFile('file', 'text');
    await require('fs').promises.readFile('file');
  })();`);
const names = (phase) => [...new Set(work.filter(({ ph }) => ph === phase).map(({ name }) => name))];
for (const phase of ['b', 'B', 'E', 'e']) assert.deepStrictEqual(names(phase), ['crypto', 'zlib', 'fs.writefile', 'fs.readfile'], phase);
for (const { ph, cat, pid, tid } of work) {
  assert.strictEqual(cat, `node,node.threadpoolwork,node.threadpoolwork.${/[BE]/.test(ph) ? 'sync' : 'async'}`);
  assert.strictEqual(tid === pid, !/[BE]/.test(ph));
}

// Scripts of node:vm. On Node the text of --eval is one.
const scripts = told(trace('node.vm.script', `
  const vm = require('vm');
  new vm.Script('1', { filename: 'name.js' }).runInThisContext();
  try { vm.runInNewContext('throw 1'); } catch {}`), 'node,node.vm,node.vm.script');
const first = scripts.findIndex(([,, { filename }]) => filename === 'name.js');
assert.deepStrictEqual(scripts.slice(first, first + 6), [
  ['B', 'ContextifyScript::New', { filename: 'name.js' }], ['E', 'ContextifyScript::New', {}], ['X', 'RunInContext', {}],
  ['B', 'ContextifyScript::New', { filename: 'evalmachine.<anonymous>' }], ['E', 'ContextifyScript::New', {}], ['X', 'RunInContext', {}],
]);

// Garbage collections.
const collections = trace('v8', 'gc(); gc({ type: "minor" });', ['--expose-gc']);
for (const { cat, ph, name, dur, args } of collections) {
  if (ph === 'X') assert.ok(cat === 'v8' && name.startsWith('V8.') && dur >= 0, name);
  else assert.ok(cat === 'devtools.timeline,v8' && /^M(?:aj|in)orGC$/.test(name) && Object.values(args)[0] > 1e5, name);
}
for (const name of ['MajorGC', 'MinorGC']) {
  assert.deepStrictEqual(collections.filter((event) => event.name === name).map(({ ph }) => ph).slice(0, 2), ['B', 'E'], name);
}
for (const name of ['V8.GCScavenger', 'V8.DeserializeIsolate']) assert.ok(collections.some((event) => event.name === name), name);

// The environment.
const environment = trace('node.environment', 'setTimeout(() => {}, 1); setImmediate(() => {});', ['--no-deprecation']);
assert.deepStrictEqual([environment[0].ph, environment[0].name], ['b', 'Environment']);
assert.deepStrictEqual(environment[0].args.args, {
  args: [process.execPath], exec_args: ['--no-warnings', '--trace-event-categories', 'node.environment', '--no-deprecation', '-e', 'setTimeout(() => {}, 1); setImmediate(() => {});'],
});
for (const name of ['RunTimers', 'CheckImmediate', 'RunAndClearNativeImmediates', 'BeforeExit', 'RunCleanup', 'AtExit']) {
  assert.ok(environment.some((event) => event.ph === 'X' && event.name === name && event.dur >= 0), name);
}
assert.deepStrictEqual([environment.at(-1).ph, environment.at(-1).name], ['e', 'Environment']);
assert.ok(!trace('node.environment', 'process.exit()').some(({ ph, name }) => ph === 'e' || name === 'RunCleanup'));

// Another file after many events.
trace('node.vm.script', `
  const script = new (require('vm').Script)('1');
  for (let i = 0; i < 600_000; i++) script.runInThisContext();`);
const second = JSON.parse(fs.readFileSync('node_trace.2.log', 'utf8')).traceEvents;
assert.ok(second.some(({ ph, name }) => ph === 'M' && name === 'process_name'));
assert.ok(second.filter(({ ph }) => ph !== 'M').length >= 1000);
