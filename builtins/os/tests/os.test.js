'use strict';

const assert = require('assert');
const os = require('os');

for (const name of ['hostname', 'release', 'type', 'version', 'machine', 'homedir', 'tmpdir', 'arch', 'platform']) {
  assert.strictEqual(typeof os[name](), 'string');
  assert.strictEqual(`${os[name]}`, os[name]());
}
assert.ok(os.totalmem() >= os.freemem() && os.freemem() > 0);
assert.ok(os.uptime() > 0);
assert.strictEqual(os.loadavg().length, 3);
assert.strictEqual(os.cpus().length >= os.availableParallelism(), true);
assert.deepStrictEqual(Object.keys(os.cpus()[0].times), ['user', 'nice', 'sys', 'idle', 'irq']);

const loopback = os.networkInterfaces().lo?.find(({ family }) => family === 'IPv4');
if (loopback !== undefined) {
  assert.deepStrictEqual(loopback, {
    address: '127.0.0.1', netmask: '255.0.0.0', family: 'IPv4', mac: '00:00:00:00:00:00', internal: true, cidr: '127.0.0.1/8',
  });
}

const user = os.userInfo();
assert.strictEqual(user.uid, process.geteuid());
assert.deepStrictEqual(os.userInfo({ encoding: 'buffer' }).username, Buffer.from(user.username));

assert.strictEqual(os.getPriority(process.pid), os.getPriority());
assert.throws(() => os.getPriority(2 ** 31 - 1), {
  name: 'SystemError',
  code: 'ERR_SYSTEM_ERROR',
  message: 'A system error occurred: uv_os_getpriority returned ESRCH (no such process)',
  info: { errno: -3, code: 'ESRCH', message: 'no such process', syscall: 'uv_os_getpriority' },
});
assert.throws(() => os.setPriority(0, 20), { code: 'ERR_OUT_OF_RANGE' });

assert.strictEqual(os.constants.signals.SIGTERM, 15);
assert.strictEqual(os.constants.errno.ENOENT, 2);
assert.throws(() => { os.constants.signals.FOO = 1; }, TypeError);
assert.throws(() => { os.EOL = 1; }, TypeError);
