'use strict';

/** `rm`: files, and trees where they are asked for. */

const { codes } = require('internal:shared/errors');
const { toCallback, toRmOptions } = require('internal:fs/arguments');
const { toPath } = require('internal:fs/paths');
const { traced } = require('internal:fs/promised');
const { toStats } = require('internal:fs/stats');

const EISDIR = 21;

function rm(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  path = toPath(path);
  options = toRmOptions(options);
  callback = toCallback(callback);
  if (options.recursive) {
    remove(path, options, callback);
    return;
  }
  binding.lstat(path, false, (error, fields) => {
    if (error) callback(isGone(error, options) ? null : error);
    else if (toStats(fields).isDirectory()) callback(isDirectoryError(path));
    else remove(path, options, callback);
  });
}

function remove(path, { force, maxRetries, retryDelay }, callback) {
  binding.rm(path, maxRetries, retryDelay, force, callback);
}

function rmSync(path, options) {
  path = toPath(path);
  options = toRmOptions(options);
  if (!options.recursive) {
    const fields = options.force ? binding.lstatIfExists(path, false) : binding.lstat(path, false);
    if (fields === undefined) return;
    if (toStats(fields).isDirectory()) throw isDirectoryError(path);
  }
  binding.rm(path, options.maxRetries, options.retryDelay, options.force);
}

function isGone(error, { force }) {
  return force && error.code === 'ENOENT';
}

function isDirectoryError(path) {
  return new codes.ERR_FS_EISDIR({
    code: 'EISDIR',
    message: 'is a directory',
    path,
    syscall: 'rm',
    errno: EISDIR,
  });
}

const promises = {
  async rm(path, options) {
    path = toPath(path);
    options = toRmOptions(options);
    await traced(
      new Promise((resolve, reject) => {
        rm(path, options, (error) => (error ? reject(error) : resolve()));
      }),
    );
  },
};

module.exports = { promises, rm, rmSync };
