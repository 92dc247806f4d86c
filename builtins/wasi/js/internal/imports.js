'use strict';

/** The functions that modules import: they check what they are called with and hand it to the native side with the module's memory. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');

/** Functions by name with the kinds of their parameters: `i` a 32-bit number, `l` a 64-bit bigint. */
const kSignatures = {
  __proto__: null,
  args_get: 'ii',
  args_sizes_get: 'ii',
  clock_res_get: 'ii',
  clock_time_get: 'ili',
  environ_get: 'ii',
  environ_sizes_get: 'ii',
  fd_advise: 'illi',
  fd_allocate: 'ill',
  fd_close: 'i',
  fd_datasync: 'i',
  fd_fdstat_get: 'ii',
  fd_fdstat_set_flags: 'ii',
  fd_fdstat_set_rights: 'ill',
  fd_filestat_get: 'ii',
  fd_filestat_set_size: 'il',
  fd_filestat_set_times: 'illi',
  fd_pread: 'iiili',
  fd_prestat_get: 'ii',
  fd_prestat_dir_name: 'iii',
  fd_pwrite: 'iiili',
  fd_read: 'iiii',
  fd_readdir: 'iiili',
  fd_renumber: 'ii',
  fd_seek: 'ilii',
  fd_sync: 'i',
  fd_tell: 'ii',
  fd_write: 'iiii',
  path_create_directory: 'iii',
  path_filestat_get: 'iiiii',
  path_filestat_set_times: 'iiiilli',
  path_link: 'iiiiiii',
  path_open: 'iiiiillii',
  path_readlink: 'iiiiii',
  path_remove_directory: 'iii',
  path_rename: 'iiiiii',
  path_symlink: 'iiiii',
  path_unlink_file: 'iii',
  poll_oneoff: 'iiii',
  proc_exit: 'i',
  proc_raise: 'i',
  random_get: 'ii',
  sched_yield: '',
  sock_accept: 'iii',
  sock_recv: 'iiiiii',
  sock_send: 'iiiii',
  sock_shutdown: 'ii',
};

/** WASI's `EINVAL`: a call with too few arguments or of the wrong kinds, which only JavaScript can make. */
const kInvalid = 28;

/** What a module is connected to. The memory is known once the module runs. */
class Connection {
  memory = undefined;

  /** @param {object} native */
  constructor(native) {
    this.native = native;
  }
}

/**
 * @param {object} native a `Preview1`
 * @returns {{ imports: Record<string, Function>, connection: Connection }}
 */
function createImports(native) {
  const connection = new Connection(native);
  const imports = {};
  for (const name in kSignatures) imports[name] = importOf(name, kSignatures[name], connection);
  return { imports, connection };
}

function importOf(name, signature, connection) {
  const method = methodOf(name, connection.native);
  const call = (...args) => {
    if (connection.memory === undefined) throw new codes.ERR_WASI_NOT_STARTED();
    if (!fits(args, signature)) return kInvalid;
    return method.call(connection.native, connection.memory.buffer, ...args);
  };
  Object.defineProperty(call, 'name', { __proto__: null, value: `bound ${name}`, configurable: true });
  return Object.defineProperty(call, 'length', { __proto__: null, value: signature.length, configurable: true });
}

/** Ending the process and raising signals is not the business of the native side. */
function methodOf(name, native) {
  if (name === 'proc_exit') return (memory, code) => process.exit(code);
  if (name === 'proc_raise') return raise;
  return native[name.replace(/_(.)/g, (_, letter) => letter.toUpperCase())];
}

/** WASI's signals in the order of their numbers. */
const kSignals = [
  undefined, 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL', 'SIGUSR1', 'SIGSEGV',
  'SIGUSR2', 'SIGPIPE', 'SIGALRM', 'SIGTERM', 'SIGCHLD', 'SIGCONT', 'SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGURG', 'SIGXCPU',
  'SIGXFSZ', 'SIGVTALRM', 'SIGPROF', 'SIGWINCH', 'SIGPOLL', 'SIGPWR', 'SIGSYS',
];

function raise(memory, number) {
  if (kSignals[number] === undefined) return kInvalid;
  process.kill(process.pid, kSignals[number]);
  return 0;
}

function fits(args, signature) {
  if (args.length < signature.length) return false;
  for (let i = 0; i < signature.length; i++) {
    if (typeof args[i] !== (signature[i] === 'l' ? 'bigint' : 'number')) return false;
  }
  return true;
}

module.exports = { createImports };
