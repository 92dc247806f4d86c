'use strict';

// `node:os`.

const process = require('internal:process/object');
const { codes: { ERR_SYSTEM_ERROR } } = require('internal:shared/errors');
const { validateInt32 } = require('internal:shared/validators');
const { constants } = require('internal:os/constants');

const { PRIORITY_HIGHEST, PRIORITY_LOW } = constants.priority;

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

module.exports = {
  arch: () => process.arch,
  availableParallelism: () => binding.availableParallelism(),
  cpus,
  endianness: () => (isLittleEndian ? 'LE' : 'BE'),
  freemem: () => binding.freeMemory(),
  getPriority,
  homedir,
  hostname: () => system(binding.hostname),
  loadavg: () => binding.loadAverage(),
  networkInterfaces,
  platform: () => process.platform,
  release: () => systemName(RELEASE),
  setPriority,
  tmpdir,
  totalmem: () => binding.totalMemory(),
  type: () => systemName(KERNEL),
  userInfo,
  uptime: () => system(binding.uptime),
  version: () => systemName(VERSION),
  machine: () => systemName(MACHINE),
};

// Those that name one value stand for it in text: `${os.hostname}`.
for (const name of [
  'arch', 'availableParallelism', 'endianness', 'freemem', 'homedir', 'hostname', 'platform', 'release', 'tmpdir',
  'totalmem', 'type', 'uptime', 'version', 'machine',
]) {
  const read = module.exports[name];
  read[Symbol.toPrimitive] = () => read();
}

Object.defineProperties(module.exports, {
  constants: { __proto__: null, enumerable: true, value: constants },
  EOL: { __proto__: null, enumerable: true, configurable: true, value: process.platform === 'win32' ? '\r\n' : '\n' },
  devNull: {
    __proto__: null, enumerable: true, configurable: true, value: process.platform === 'win32' ? '\\\\.\\nul' : '/dev/null',
  },
});

function cpus() {
  return system(binding.cpus).map(([model, speed, user, nice, sys, idle, irq]) => {
    return { model, speed, times: { user, nice, sys, idle, irq } };
  });
}

function getPriority(pid = 0) {
  validateInt32(pid, 'pid');
  return system(binding.priority, pid);
}

/** With one argument, the priority of this process. */
function setPriority(pid, priority) {
  if (priority === undefined) {
    priority = pid;
    pid = 0;
  }
  validateInt32(pid, 'pid');
  validateInt32(priority, 'priority', PRIORITY_HIGHEST, PRIORITY_LOW);
  system(binding.setPriority, pid, priority);
}

function homedir() {
  const { HOME } = process.env;
  return HOME ?? userInfo().homedir;
}

function networkInterfaces() {
  const byName = {};
  for (const [name, address, netmask, prefix, mac, internal, scopeid] of system(binding.interfaces)) {
    const family = scopeid === undefined ? 'IPv4' : 'IPv6';
    const entry = { address, netmask, family, mac, internal, cidr: `${address}/${prefix}` };
    if (scopeid !== undefined) entry.scopeid = scopeid;
    (byName[name] ??= []).push(entry);
  }
  return byName;
}

function tmpdir() {
  const { TMPDIR, TMP, TEMP } = process.env;
  const directory = TMPDIR || TMP || TEMP || '/tmp';
  return directory.length > 1 && directory.endsWith('/') ? directory.slice(0, -1) : directory;
}

/** @param {{ encoding?: BufferEncoding | 'buffer' }} [options] */
function userInfo(options) {
  if (typeof options !== 'object') options = null;
  const { Buffer } = require('node:buffer');
  const encoding = options?.encoding;
  const text = (bytes) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return encoding === 'buffer' ? buffer : buffer.toString(Buffer.isEncoding(encoding) ? encoding : 'utf8');
  };
  const [uid, gid, name, home, shell] = system(binding.userInfo);
  return { __proto__: null, uid, gid, username: text(name), homedir: text(home), shell: text(shell) };
}

const KERNEL = 0;
const VERSION = 1;
const RELEASE = 2;
const MACHINE = 3;

function systemName(part) {
  return system(binding.systemName)[part];
}

/** Calls an op; a failed system call is a SystemError here. */
function system(op, ...args) {
  try {
    return op(...args);
  } catch (error) {
    if (error.syscall === undefined) throw error;
    const { errno, code, syscall } = error;
    const message = error.message.slice(code.length + 2, -syscall.length - 2);
    throw new ERR_SYSTEM_ERROR({ errno, code, message, syscall });
  }
}
