'use strict';

/** `module.enableCompileCache` and what belongs to it: V8's code caches of loaded modules in a directory. */

const process = require('internal:process/object');

const compileCacheStatus = Object.freeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 });

let directory;

/**
 * @param {string | { directory?: string }} [where]
 * @returns {{ status: number, message?: string, directory?: string }}
 */
function enableCompileCache(where = undefined) {
  const { validateString } = require('internal:shared/validators');
  const wanted = typeof where === 'object' && where !== null ? where.directory : where;
  if (wanted !== undefined) validateString(wanted, 'cacheDir');
  if (process.env.NODE_DISABLE_COMPILE_CACHE) {
    return { status: compileCacheStatus.DISABLED, message: 'Disabled by NODE_DISABLE_COMPILE_CACHE' };
  }
  if (directory !== undefined) return { status: compileCacheStatus.ALREADY_ENABLED, directory };
  return open(wanted ?? process.env.NODE_COMPILE_CACHE ?? require('node:path').join(require('node:os').tmpdir(), 'node-compile-cache'));
}

function open(base) {
  const path = require('node:path');
  const full = path.join(path.resolve(base), `${process.version}-${process.arch}-${process.versions.v8}`);
  try {
    binding.openCompileCache(full);
  } catch (error) {
    return { status: compileCacheStatus.FAILED, message: `Cannot create cache directory: ${error.message}` };
  }
  directory = full;
  process.on('exit', flushCompileCache);
  return { status: compileCacheStatus.ENABLED, directory };
}

/** Writes the caches of what has been loaded so far. */
function flushCompileCache() {
  if (directory !== undefined) binding.flushCompileCache();
}

/** The directory in use, if any. */
function getCompileCacheDir() {
  return directory;
}

module.exports = { compileCacheStatus, enableCompileCache, flushCompileCache, getCompileCacheDir };
