'use strict';

/**
 * The calls of this builtin's ops, as events of `node.fs` and `node.fs_dir`. The functions of the binding are replaced while somebody
 * follows, so that files cost what they cost when nobody does.
 */

/**
 * What an op is called.
 * @typedef {object} Call
 * @property {string[]} sync one for each call of the system that the op stands for; the time is that of the one that moves bytes
 * @property {string} async
 * @property {string[]} given names of the first arguments, where they are told
 */

/** @param {string} async @param {string[]} [given] @param {string[]} [sync] @returns {Call} */
const call = (async, given = [], sync = [async]) => ({ sync, async, given });

const PATH = ['path'];

/** @type {Record<string, Call>} */
const FILE_CALLS = {
  access: call('access', PATH),
  chmod: call('chmod', PATH),
  chown: call('chown', PATH),
  close: call('close'),
  copyFile: call('copyfile', ['src', 'dest']),
  exists: call('access', PATH),
  fchmod: call('fchmod'),
  fchown: call('fchown'),
  fdatasync: call('fdatasync'),
  fstat: call('fstat'),
  fsync: call('fsync'),
  ftruncate: call('ftruncate'),
  futimes: call('futime', [], ['futimes']),
  lchown: call('lchown', PATH),
  link: call('link', ['src', 'dest']),
  lstat: call('lstat', PATH),
  lstatIfExists: call('lstat', PATH),
  lutimes: call('lutime', PATH, ['lutimes']),
  mkdir: call('mkdir', PATH),
  mkdirAll: call('mkdir', PATH),
  mkdtemp: call('mkdtemp', PATH),
  open: call('open', PATH),
  read: call('read'),
  readFile: call('read', [], ['open', 'fstat', 'read', 'close']),
  readFileUtf8: call('read', [], ['open', 'read', 'close']),
  readTree: call('scandir', PATH, ['readdir']),
  readdir: call('scandir', PATH, ['readdir']),
  readlink: call('readlink', PATH),
  readv: call('read'),
  realpath: call('realpath', PATH),
  realpathNative: call('realpath', PATH),
  rename: call('rename', ['old_path', 'new_path']),
  rm: call('rm', PATH),
  rmdir: call('rmdir', PATH),
  stat: call('stat', PATH),
  statIfExists: call('stat', PATH),
  statfs: call('statfs', PATH),
  symlink: call('symlink', ['target', 'path']),
  truncate: call('ftruncate', PATH, ['open', 'ftruncate', 'close']),
  unlink: call('unlink', PATH),
  utimes: call('utime', PATH, ['utimes']),
  write: call('write'),
  writeFile: call('write', [], ['open', 'write', 'close']),
  writeFileUtf8: call('write', [], ['open', 'write', 'close']),
  writev: call('write'),
};

/** @type {Record<string, Call>} */
const DIR_CALLS = {
  closeDir: call('closedir'),
  openDir: call('opendir', PATH),
  readDir: call('readdir'),
};

/** Ops on whole files, whose ends tell no result. */
const WHOLE = new Set(['readFile', 'readFileUtf8', 'writeFile', 'writeFileUtf8']);

/** What the end of a call that moves bytes tells of them. */
const COUNTS = { __proto__: null, read: 'bytesRead', readv: 'bytesRead', write: 'bytesWritten', writev: 'bytesWritten' };

let lastId = 0;

/**
 * @param {(event: object) => void} emit
 * @param {string[]} categories of calls and of those that go on after they have begun; the same of open directories
 * @returns {() => void} ends that
 */
function follow(emit, [sync, async, dirSync, dirAsync]) {
  const originals = {};
  const into = (cat) => (event) => emit({ cat, ...event });
  for (const [op, how] of Object.entries(FILE_CALLS)) replace(op, byCallback(into(async), op, how, fileCall(into(sync), op, how)), originals);
  for (const [op, how] of Object.entries(DIR_CALLS)) replace(op, byCallback(into(dirAsync), op, how, dirCall(into(dirSync), how)), originals);
  return () => Object.assign(binding, originals);
}

function replace(op, make, originals) {
  originals[op] = binding[op];
  binding[op] = make(binding[op]);
}

/** A call with a callback goes on after it has begun; others are told by `traceSync`. */
function byCallback(emit, op, { async: name, given }, traceSync) {
  return (original) => {
    const sync = traceSync(original);
    return (...args) => {
      const callback = args.at(-1);
      if (typeof callback !== 'function') return sync(args);
      const id = ++lastId;
      emit({ ph: 'b', name, id, args: argumentsOf(op, given, args) });
      args[args.length - 1] = (...outcome) => {
        emit({ ph: 'e', name, id, args: WHOLE.has(op) ? {} : { result: resultOf(...outcome) } });
        return callback(...outcome);
      };
      return original(...args);
    };
  };
}

function argumentsOf(op, given, args) {
  if (op === 'mkdtemp') return { path: `${args[0]}XXXXXX` };
  return Object.fromEntries(given.map((key, index) => [key, `${args[index]}`]));
}

/** The system's number of an error, the value where it is a number, how many where it is a list. */
function resultOf(error, value) {
  if (error) return error.errno ?? -1;
  if (typeof value === 'number') return value;
  return Array.isArray(value?.[0]) ? value[0].length : 0;
}

function fileCall(emit, op, { sync: names }) {
  const main = names.find((name) => name === 'read' || name === 'write') ?? names[0];
  const before = names.slice(0, names.indexOf(main));
  const after = names.slice(names.indexOf(main) + 1);
  const tell = (ph, name, args) => emit({ ph, name: `fs.sync.${name}`, args });
  const tellWhole = (name) => {
    tell('B', name);
    tell('E', name);
  };
  return (original) => (args) => {
    before.forEach(tellWhole);
    tell('B', main);
    let count;
    try {
      const value = original(...args);
      if (op in COUNTS) count = { [COUNTS[op]]: value };
      return value;
    } finally {
      tell('E', main, count);
      after.forEach(tellWhole);
    }
  };
}

/** Told at their end, with how long they took. */
function dirCall(emit, { sync: [name] }) {
  const { now } = require('internal:perf_hooks/clock');
  return (original) => (args) => {
    const began = now();
    try {
      return original(...args);
    } finally {
      const dur = Math.floor((now() - began) * 1000);
      emit({ ph: 'X', name: `fs_dir.sync.${name}`, dur, tdur: dur });
    }
  };
}

module.exports = { follow };
