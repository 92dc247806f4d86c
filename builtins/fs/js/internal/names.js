'use strict';

/** Names of files and directories: made, changed, followed, removed. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { parseFileMode, validateBoolean, validateOneOf } = require('internal:shared/validators');
const { toCallback, toCopyMode, toLength, toOptions } = require('internal:fs/arguments');
const { decodeName, isUrl, isUtf8, toPath } = require('internal:fs/paths');
const { promised } = require('internal:fs/promised');

const DEFAULT_DIRECTORY_MODE = 0o777;
const LETTER_X = 0x58;
const SYMLINK_TYPES = ['dir', 'file', 'junction', null, undefined];

// --- Two names -------------------------------------------------------------------------------------------------------

function rename(oldPath, newPath, callback) {
  callback = toCallback(callback);
  binding.rename(toPath(oldPath, 'oldPath'), toPath(newPath, 'newPath'), callback);
}

function renameSync(oldPath, newPath) {
  binding.rename(toPath(oldPath, 'oldPath'), toPath(newPath, 'newPath'));
}

function link(existingPath, newPath, callback) {
  callback = toCallback(callback);
  binding.link(toPath(existingPath, 'existingPath'), toPath(newPath, 'newPath'), callback);
}

function linkSync(existingPath, newPath) {
  binding.link(toPath(existingPath, 'existingPath'), toPath(newPath, 'newPath'));
}

function symlink(target, path, type, callback) {
  if (callback === undefined) {
    callback = toCallback(type);
    type = undefined;
  } else {
    validateOneOf(type, 'type', SYMLINK_TYPES);
    callback = toCallback(callback);
  }
  binding.symlink(toPath(target, 'target'), toPath(path), callback);
}

function symlinkSync(target, path, type) {
  validateOneOf(type, 'type', SYMLINK_TYPES);
  binding.symlink(toPath(target, 'target'), toPath(path));
}

function copyFile(src, dest, mode, callback) {
  if (typeof mode === 'function') {
    callback = mode;
    mode = 0;
  }
  src = toPath(src, 'src');
  dest = toPath(dest, 'dest');
  callback = toCallback(callback);
  binding.copyFile(src, dest, toCopyMode(mode), callback);
}

function copyFileSync(src, dest, mode) {
  binding.copyFile(toPath(src, 'src'), toPath(dest, 'dest'), toCopyMode(mode));
}

// --- Files -----------------------------------------------------------------------------------------------------------

function unlink(path, callback) {
  callback = toCallback(callback);
  binding.unlink(toPath(path), callback);
}

function unlinkSync(path) {
  binding.unlink(toPath(path));
}

function truncate(path, len, callback) {
  if (typeof path === 'number') return require('node:fs').ftruncate(path, len, callback);
  if (typeof len === 'function') {
    callback = len;
    len = undefined;
  }
  len = toLength(len);
  callback = toCallback(callback);
  binding.truncate(toPath(path), len, callback);
}

function truncateSync(path, len) {
  if (typeof path === 'number') {
    require('node:fs').ftruncateSync(path, len);
    return;
  }
  len = toLength(len);
  binding.truncate(toPath(path), len);
}

// --- Names that come back --------------------------------------------------------------------------------------------

function readlink(path, options, callback) {
  callback = toCallback(typeof options === 'function' ? options : callback);
  nameByCallback(binding.readlink, toPath(path), toOptions(options, {}), callback);
}

function readlinkSync(path, options) {
  options = toOptions(options, {});
  return nameNow(binding.readlink, toPath(path), options);
}

/** The path without links, found step by step as documented for `fs.realpath`. */
function realpath(path, options, callback) {
  callback = toCallback(typeof options === 'function' ? options : callback);
  options = toOptions(options, {});
  nameByCallback(binding.realpath, absolute(path), options, callback);
}

realpath.native = function native(path, options, callback) {
  callback = toCallback(typeof options === 'function' ? options : callback);
  options = toOptions(options, {});
  nameByCallback(binding.realpathNative, toPath(path), options, callback);
};

function realpathSync(path, options) {
  options = toOptions(options, {});
  return nameNow(binding.realpath, absolute(path), options);
}

realpathSync.native = function native(path, options) {
  options = toOptions(options, {});
  return nameNow(binding.realpathNative, toPath(path), options);
};

/** Unlike elsewhere a value that is no path is taken by its text. */
function absolute(path) {
  const text = typeof path === 'string' ? path : String(isUrl(path) ? toPath(path) : path);
  return require('node:path').resolve(toPath(text));
}

function mkdtemp(prefix, options, callback) {
  callback = toCallback(typeof options === 'function' ? options : callback);
  options = toOptions(options, {});
  nameByCallback(binding.mkdtemp, toPrefix(prefix), options, callback);
}

function mkdtempSync(prefix, options) {
  options = toOptions(options, {});
  return nameNow(binding.mkdtemp, toPrefix(prefix), options);
}

let hasWarnedOfX = false;

/** Some systems replace every X at the end, and not only the six that are added. */
function toPrefix(prefix) {
  prefix = toPath(prefix, 'prefix');
  const endsWithX = typeof prefix === 'string' ? prefix.endsWith('X') : prefix.at(-1) === LETTER_X;
  if (endsWithX && !hasWarnedOfX) {
    hasWarnedOfX = true;
    process.emitWarning(
      'mkdtemp() templates ending with X are not portable. For details see: https://nodejs.org/api/fs.html',
    );
  }
  return prefix;
}

function mkdtempDisposableSync(prefix, options) {
  options = toOptions(options, {});
  const path = nameNow(binding.mkdtemp, toPrefix(prefix), options);
  // The working directory may have changed by the time of the removal.
  const fullPath = absolute(path);
  const remove = () => {
    binding.rm(fullPath, 0, 0, true);
  };
  return { path, remove, [Symbol.dispose]: remove };
}

function nameByCallback(op, path, { encoding }, callback) {
  if (isUtf8(encoding)) {
    op(path, false, callback);
    return;
  }
  op(path, true, (error, name) => {
    if (error) callback(error);
    else callback(null, decodeName(name, encoding));
  });
}

function nameNow(op, path, { encoding }) {
  return decodeName(op(path, !isUtf8(encoding)), encoding);
}

async function namePromised(op, path, { encoding }) {
  return decodeName(await promised(op, path, !isUtf8(encoding)), encoding);
}

// --- Directories -----------------------------------------------------------------------------------------------------

function mkdir(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const { recursive, mode } = toMkdirOptions(options);
  callback = toCallback(callback);
  (recursive ? binding.mkdirAll : binding.mkdir)(toPath(path), mode, callback);
}

function mkdirSync(path, options) {
  const { recursive, mode } = toMkdirOptions(options);
  return (recursive ? binding.mkdirAll : binding.mkdir)(toPath(path), mode);
}

/** @returns {{ recursive: boolean, mode: number }} */
function toMkdirOptions(options) {
  if (typeof options === 'number' || typeof options === 'string') {
    return { recursive: false, mode: parseFileMode(options, 'mode') };
  }
  const { recursive = false, mode } = options ?? {};
  validateBoolean(recursive, 'options.recursive');
  return { recursive, mode: parseFileMode(mode, 'options.mode', DEFAULT_DIRECTORY_MODE) };
}

function rmdir(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  refuseRecursive(options);
  callback = toCallback(callback);
  binding.rmdir(toPath(path), callback);
}

function rmdirSync(path, options) {
  path = toPath(path);
  refuseRecursive(options);
  binding.rmdir(path);
}

/** `rm` does now what this option did. */
function refuseRecursive(options) {
  if (options?.recursive !== undefined) {
    throw new codes.ERR_INVALID_ARG_VALUE('options.recursive', options.recursive, 'is no longer supported');
  }
}

// --- Promises --------------------------------------------------------------------------------------------------------

const promises = {
  async rename(oldPath, newPath) {
    await promised(binding.rename, toPath(oldPath, 'oldPath'), toPath(newPath, 'newPath'));
  },
  async link(existingPath, newPath) {
    await promised(binding.link, toPath(existingPath, 'existingPath'), toPath(newPath, 'newPath'));
  },
  async symlink(target, path, type) {
    validateOneOf(type, 'type', SYMLINK_TYPES);
    await promised(binding.symlink, toPath(target, 'target'), toPath(path));
  },
  async copyFile(src, dest, mode) {
    await promised(binding.copyFile, toPath(src, 'src'), toPath(dest, 'dest'), toCopyMode(mode));
  },
  async unlink(path) {
    await promised(binding.unlink, toPath(path));
  },
  async truncate(path, len) {
    len = toLength(len);
    await promised(binding.truncate, toPath(path), len);
  },
  async readlink(path, options) {
    options = toOptions(options, {});
    return await namePromised(binding.readlink, toPath(path), options);
  },
  async realpath(path, options) {
    options = toOptions(options, {});
    return await namePromised(binding.realpathNative, toPath(path), options);
  },
  async mkdtemp(prefix, options) {
    options = toOptions(options, {});
    return await namePromised(binding.mkdtemp, toPrefix(prefix), options);
  },
  async mkdtempDisposable(prefix, options) {
    options = toOptions(options, {});
    const path = await namePromised(binding.mkdtemp, toPrefix(prefix), options);
    const fullPath = absolute(path);
    const remove = async () => {
      await promised(binding.rm, fullPath, 0, 0, true);
    };
    return { __proto__: null, path, remove, [Symbol.asyncDispose]: remove };
  },
  async mkdir(path, options) {
    const { recursive, mode } = toMkdirOptions(options);
    return await promised(recursive ? binding.mkdirAll : binding.mkdir, toPath(path), mode);
  },
  async rmdir(path, options) {
    path = toPath(path);
    refuseRecursive(options);
    await promised(binding.rmdir, path);
  },
};

module.exports = {
  copyFile,
  copyFileSync,
  link,
  linkSync,
  mkdir,
  mkdirSync,
  mkdtemp,
  mkdtempDisposableSync,
  mkdtempSync,
  promises,
  readlink,
  readlinkSync,
  realpath,
  realpathSync,
  rename,
  renameSync,
  rmdir,
  rmdirSync,
  symlink,
  symlinkSync,
  truncate,
  truncateSync,
  unlink,
  unlinkSync,
};
