'use strict';
const assert = require('node:assert');
const EventEmitter = require('node:events');
const os = require('node:os');

assert(process instanceof EventEmitter);
assert.strictEqual(Object.prototype.toString.call(process), '[object process]');
assert.match(process.version, /^v\d+\.\d+\.\d+$/);
assert.strictEqual(process.version, `v${process.versions.node}`);
assert.strictEqual(process.release.name, 'node');
assert.strictEqual(process.argv[1], __filename);
assert.strictEqual(process.pid, Number(require('node:fs').readlinkSync('/proc/self')));
assert(process.uptime() > 0 && process.memoryUsage.rss() > 0);
assert(process.hrtime.bigint() > 0n);
assert(process.hrtime([0, 0])[0] >= 0);
assert.throws(() => process.hrtime([1]), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => process.cpuUsage({ user: -1, system: 1 }), { code: 'ERR_INVALID_ARG_VALUE' });

const cwd = process.cwd();
process.chdir(os.tmpdir());
assert.notStrictEqual(process.cwd(), '');
process.chdir(cwd);
assert.strictEqual(process.cwd(), cwd);
assert.throws(() => process.chdir('/does-not-exist'), { code: 'ENOENT', syscall: 'chdir', dest: '/does-not-exist' });

const mask = process.umask(0o22);
assert.strictEqual(process.umask(mask), 0o22);
assert.strictEqual(process.kill(process.pid, 0), true);
assert.throws(() => process.kill(process.pid, 'SIGNONE'), { code: 'ERR_UNKNOWN_SIGNAL' });
for (const object of [process.versions, process.release]) {
  object.added = 'by the program';
  assert.strictEqual(object.added, 'by the program');
  delete object.added;
  assert.throws(() => { object[Object.keys(object)[0]] = 'other'; }, TypeError);
}
for (const trigger of ['reportOnSignal', 'reportOnFatalError', 'reportOnUncaughtException']) {
  assert.throws(() => { process.report[trigger] = 1; }, { code: 'ERR_INVALID_ARG_TYPE', message: /^The "trigger" argument must be of type boolean/ });
}
assert.throws(() => process.binding(Symbol('s')), { message: 'No such module: Symbol(s)' });
assert.throws(() => process.loadEnvFile(null), { code: 'ENOENT', path: '.env' });
for (const [signal, shown] of [[1.5, '1.5'], [[1], '[ 1 ]'], ['1', '1'], [true, 'true'], [{ a: 1 }, '{ a: 1 }'], [1e10, '10000000000']]) {
  assert.throws(() => process.kill(process.pid, signal), { code: 'ERR_UNKNOWN_SIGNAL', message: `Unknown signal: ${shown}` });
}
assert.throws(() => process.kill(process.pid, -1), { code: 'EINVAL' });
assert.throws(() => process.exit('x'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => { process.exitCode = {}; }, { code: 'ERR_INVALID_ARG_TYPE' });
assert.strictEqual(process.getBuiltinModule('fs'), require('node:fs'));
assert.strictEqual(process.getBuiltinModule('no-such-module'), undefined);
assert(process.allowedNodeEnvironmentFlags.has('--no_warnings'));

// The inspector's port.
for (const [given, port] of [['2000.7', 2000], [3000, 3000], ['', 0], [{}, 0], [NaN, 0], [0.9, 0], [9229, 9229]]) {
  process.debugPort = given;
  assert.strictEqual(process.debugPort, port);
}
for (const given of [1, 1023, 65536, -1, '1', true]) {
  assert.throws(() => { process.debugPort = given; }, {
    name: 'RangeError', code: 'ERR_OUT_OF_RANGE', message: 'process.debugPort must be 0 or in range 1024 to 65535',
  });
}
assert.throws(() => { process.debugPort = Symbol(); }, TypeError);
