'use strict';

/** `module.enableCompileCache` and what belongs to it: V8's code caches of loaded modules in a directory. */

const process = require('internal:process/object');

const compileCacheStatus = Object.freeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 });

let directory;

/**
 * @param {string | { directory?: string, portable?: boolean }} [options] the directory, or more
 * @returns {{ status: number, message?: string, directory?: string }}
 */
function enableCompileCache(options = undefined) {
  const { env } = process;
  const isObject = typeof options === 'object' && options !== null;
  const wanted = isObject ? options.directory : options;
  if (wanted !== undefined && typeof wanted !== 'string') throw notAString();
  if (env.NODE_DISABLE_COMPILE_CACHE) return disabled();
  if (directory !== undefined) return { __proto__: null, status: compileCacheStatus.ALREADY_ENABLED, directory };
  const portable = (isObject ? options.portable : undefined) ?? env.NODE_COMPILE_CACHE_PORTABLE === '1';
  return open(wanted || env.NODE_COMPILE_CACHE || defaultDirectory(), !!portable);
}

/** In words of its own, as Node has it. */
function notAString() {
  return Object.assign(new TypeError('cacheDir should be a string'), { code: 'ERR_INVALID_ARG_TYPE' });
}

function disabled() {
  if (isVerbose()) process._rawDebug('[compile cache] Disabled by NODE_DISABLE_COMPILE_CACHE.');
  return { __proto__: null, status: compileCacheStatus.DISABLED, message: 'Disabled by NODE_DISABLE_COMPILE_CACHE' };
}

function isVerbose() {
  return process.env.NODE_DEBUG_NATIVE?.toUpperCase().split(',').includes('COMPILE_CACHE') === true;
}

function defaultDirectory() {
  return require('node:path').join(require('node:os').tmpdir(), 'node-compile-cache');
}

function open(base, portable) {
  const path = require('node:path');
  const absolute = path.resolve(base);
  const full = path.join(absolute, directoryName(portable));
  const message = binding.openCompileCache(full, portable, isVerbose());
  if (message !== undefined) return { __proto__: null, status: compileCacheStatus.FAILED, message };
  directory = full;
  process.on('exit', flushCompileCache);
  return { __proto__: null, status: compileCacheStatus.ENABLED, directory: absolute };
}

/** Builds that differ do not read each other's caches, nor do users of one directory, unless it is to be carried elsewhere. */
function directoryName(portable) {
  const tag = require('node:v8').cachedDataVersionTag().toString(16);
  const name = `${process.version}-${process.arch}-${tag}`;
  return portable ? name : `${name}-${process.getuid()}`;
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
