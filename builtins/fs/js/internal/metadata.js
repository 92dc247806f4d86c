'use strict';

/** What the system knows about a file, asked and changed: access, stat, statfs, chmod, chown, utimes. */

const process = require('internal:process/object');
const { AbortError } = require('internal:shared/errors');
const { parseFileMode, validateAbortSignal } = require('internal:shared/validators');
const { toAccessMode, toCallback, toFd, toUnixTime, validateId } = require('internal:fs/arguments');
const { toPath } = require('internal:fs/paths');
const { promised } = require('internal:fs/promised');
const { toStatFs, toStats } = require('internal:fs/stats');

// --- Access ----------------------------------------------------------------------------------------------------------

function access(path, mode, callback) {
  if (typeof mode === 'function') {
    callback = mode;
    mode = undefined;
  }
  path = toPath(path);
  callback = toCallback(callback);
  binding.access(path, toAccessMode(mode), callback);
}

function accessSync(path, mode) {
  binding.access(toPath(path), toAccessMode(mode));
}

/** Its callback takes a boolean and no error. */
function exists(path, callback) {
  callback = toCallback(callback);
  let systemPath;
  try {
    systemPath = toPath(path);
  } catch {
    process.nextTick(callback, false);
    return;
  }
  binding.access(systemPath, 0, (error) => callback(!error));
}

Object.defineProperty(exists, require('internal:shared/constants').promisifyCustomSymbol, {
  __proto__: null,
  value: function exists(path) {
    return new Promise((resolve) => require('node:fs').exists(path, resolve));
  },
});

let hasWarnedExists = false;

function existsSync(path) {
  try {
    path = toPath(path);
  } catch (error) {
    if (error.code === 'ERR_INVALID_ARG_TYPE' && !hasWarnedExists) {
      hasWarnedExists = true;
      const message = 'Passing invalid argument types to fs.existsSync is deprecated';
      process.emitWarning(message, 'DeprecationWarning', 'DEP0187');
    }
    return false;
  }
  return binding.exists(path);
}

// --- Stat ------------------------------------------------------------------------------------------------------------

function stat(path, options, callback) {
  statBy(binding.stat, path, options, callback);
}

function lstat(path, options, callback) {
  statBy(binding.lstat, path, options, callback);
}

function statBy(op, path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = toCallback(callback);
  path = toPath(path);
  const signal = options?.signal;
  if (signal != null) validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) {
    process.nextTick(callback, new AbortError(undefined, { cause: signal.reason }));
    return;
  }
  op(path, Boolean(options?.bigint), statsCallback(callback, options));
}

function fstat(fd, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  fd = toFd(fd);
  callback = toCallback(callback);
  binding.fstat(fd, Boolean(options?.bigint), statsCallback(callback, options));
}

/** The signal of a call that is under way is looked at when the call is done. */
function statsCallback(callback, options) {
  return (error, fields) => {
    const signal = options?.signal;
    if (signal?.aborted) callback(new AbortError(undefined, { cause: signal.reason }));
    else if (!error) callback(null, toStats(fields));
    else if (isTolerated(error, options)) callback(null, undefined);
    else callback(error);
  };
}

/** Whether the caller wants `undefined` rather than this error. */
function isTolerated(error, options) {
  return options?.throwIfNoEntry === false && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function statSync(path, options) {
  path = toPath(path);
  const bigint = Boolean(options?.bigint);
  if (options?.throwIfNoEntry !== false) return toStats(binding.stat(path, bigint));
  const fields = binding.statIfExists(path, bigint);
  return fields && toStats(fields);
}

function lstatSync(path, options) {
  path = toPath(path);
  const bigint = Boolean(options?.bigint);
  if (options?.throwIfNoEntry !== false) return toStats(binding.lstat(path, bigint));
  const fields = binding.lstatIfExists(path, bigint);
  return fields && toStats(fields);
}

function fstatSync(fd, options) {
  return toStats(binding.fstat(toFd(fd), Boolean(options?.bigint)));
}

function statfs(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = toCallback(callback);
  path = toPath(path);
  binding.statfs(path, Boolean(options?.bigint), (error, fields) => {
    if (error) callback(error);
    else callback(null, toStatFs(fields));
  });
}

function statfsSync(path, options) {
  return toStatFs(binding.statfs(toPath(path), Boolean(options?.bigint)));
}

// --- Mode ------------------------------------------------------------------------------------------------------------

function chmod(path, mode, callback) {
  path = toPath(path);
  mode = parseFileMode(mode, 'mode');
  binding.chmod(path, mode, toCallback(callback));
}

function chmodSync(path, mode) {
  binding.chmod(toPath(path), parseFileMode(mode, 'mode'));
}

function fchmod(fd, mode, callback) {
  fd = toFd(fd);
  mode = parseFileMode(mode, 'mode');
  binding.fchmod(fd, mode, toCallback(callback));
}

function fchmodSync(fd, mode) {
  binding.fchmod(toFd(fd), parseFileMode(mode, 'mode'));
}

// --- Owner -----------------------------------------------------------------------------------------------------------

function chown(path, uid, gid, callback) {
  callback = toCallback(callback);
  path = toPath(path);
  validateOwner(uid, gid);
  binding.chown(path, uid, gid, callback);
}

function chownSync(path, uid, gid) {
  path = toPath(path);
  validateOwner(uid, gid);
  binding.chown(path, uid, gid);
}

function lchown(path, uid, gid, callback) {
  callback = toCallback(callback);
  path = toPath(path);
  validateOwner(uid, gid);
  binding.lchown(path, uid, gid, callback);
}

function lchownSync(path, uid, gid) {
  path = toPath(path);
  validateOwner(uid, gid);
  binding.lchown(path, uid, gid);
}

function fchown(fd, uid, gid, callback) {
  fd = toFd(fd);
  validateOwner(uid, gid);
  binding.fchown(fd, uid, gid, toCallback(callback));
}

function fchownSync(fd, uid, gid) {
  fd = toFd(fd);
  validateOwner(uid, gid);
  binding.fchown(fd, uid, gid);
}

function validateOwner(uid, gid) {
  validateId(uid, 'uid');
  validateId(gid, 'gid');
}

// --- Times -----------------------------------------------------------------------------------------------------------

function utimes(path, atime, mtime, callback) {
  callback = toCallback(callback);
  path = toPath(path);
  binding.utimes(path, toUnixTime(atime), toUnixTime(mtime), callback);
}

function utimesSync(path, atime, mtime) {
  binding.utimes(toPath(path), toUnixTime(atime), toUnixTime(mtime));
}

function lutimes(path, atime, mtime, callback) {
  callback = toCallback(callback);
  path = toPath(path);
  binding.lutimes(path, toUnixTime(atime), toUnixTime(mtime), callback);
}

function lutimesSync(path, atime, mtime) {
  binding.lutimes(toPath(path), toUnixTime(atime), toUnixTime(mtime));
}

function futimes(fd, atime, mtime, callback) {
  fd = toFd(fd);
  atime = toUnixTime(atime, 'atime');
  mtime = toUnixTime(mtime, 'mtime');
  binding.futimes(fd, atime, mtime, toCallback(callback));
}

function futimesSync(fd, atime, mtime) {
  binding.futimes(toFd(fd), toUnixTime(atime, 'atime'), toUnixTime(mtime, 'mtime'));
}

// --- Promises --------------------------------------------------------------------------------------------------------

const promises = {
  async access(path, mode) {
    await promised(binding.access, toPath(path), toAccessMode(mode));
  },
  async stat(path, options) {
    return await statPromised(binding.stat, path, options);
  },
  async lstat(path, options) {
    return await statPromised(binding.lstat, path, options);
  },
  async statfs(path, options) {
    return toStatFs(await promised(binding.statfs, toPath(path), Boolean(options?.bigint)));
  },
  async chmod(path, mode) {
    await promised(binding.chmod, toPath(path), parseFileMode(mode, 'mode'));
  },
  async chown(path, uid, gid) {
    path = toPath(path);
    validateOwner(uid, gid);
    await promised(binding.chown, path, uid, gid);
  },
  async lchown(path, uid, gid) {
    path = toPath(path);
    validateOwner(uid, gid);
    await promised(binding.lchown, path, uid, gid);
  },
  async utimes(path, atime, mtime) {
    await promised(binding.utimes, toPath(path), toUnixTime(atime), toUnixTime(mtime));
  },
  async lutimes(path, atime, mtime) {
    await promised(binding.lutimes, toPath(path), toUnixTime(atime), toUnixTime(mtime));
  },
};

async function statPromised(op, path, options) {
  path = toPath(path);
  const signal = options?.signal;
  if (signal != null) {
    validateAbortSignal(signal, 'options.signal');
    if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
  }
  try {
    return toStats(await promised(op, path, Boolean(options?.bigint)));
  } catch (error) {
    if (isTolerated(error, options)) return undefined;
    throw error;
  }
}

module.exports = {
  access,
  accessSync,
  chmod,
  chmodSync,
  chown,
  chownSync,
  exists,
  existsSync,
  fchmod,
  fchmodSync,
  fchown,
  fchownSync,
  fstat,
  fstatSync,
  futimes,
  futimesSync,
  lchown,
  lchownSync,
  lstat,
  lstatSync,
  lutimes,
  lutimesSync,
  promises,
  stat,
  statSync,
  statfs,
  statfsSync,
  utimes,
  utimesSync,
};
