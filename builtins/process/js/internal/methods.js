'use strict';

/** The working directory, the file mode mask, signals to others and the small rest of the `process` object's methods. */

const { codes, errnoException } = require('internal:shared/errors');
const signals = require('internal:shared/signals');
const {
  parseFileMode,
  validateArray,
  validateBoolean,
  validateObject,
  validateString,
} = require('internal:shared/validators');
const process = require('internal:process/object');

/** The working directory, kept because path functions ask for it all the time; `chdir()` is the only way to change it. */
let cachedCwd = '';

/** `process.cwd()` @returns {string} */
function cwd() {
  if (cachedCwd === '') cachedCwd = readCwd();
  return cachedCwd;
}

function readCwd() {
  try {
    return binding.cwd();
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    const reason = 'the current working directory was likely removed without changing the working directory';
    error.message = `ENOENT: process.cwd failed with error no such file or directory, ${reason}, uv_cwd`;
    throw error;
  }
}

/** `process.chdir(directory)` @param {string} directory */
function chdir(directory) {
  validateString(directory, 'directory');
  binding.chdir(directory);
  cachedCwd = '';
}

/** Where the directory may be another one by now. */
function forgetCwd() {
  cachedCwd = '';
}

/**
 * `process.umask([mask])`
 * @param {number | string} [mask]
 * @returns {number} the mask before
 */
function umask(mask) {
  return binding.umask(mask === undefined ? undefined : parseFileMode(mask, 'mask'));
}

/**
 * `process.kill(pid[, signal])`
 * @param {number} pid
 * @param {string | number} [signal]
 * @returns {true}
 */
function kill(pid, signal) {
  // A number in a string is taken, as Node takes it.
  // eslint-disable-next-line eqeqeq
  if (pid != (pid | 0)) throw new codes.ERR_INVALID_ARG_TYPE('pid', 'number', pid);
  let number = signals.SIGTERM;
  if (signal === (signal | 0)) {
    number = signal;
  } else if (signal) {
    number = typeof signal === 'string' ? signals[signal] : undefined;
    if (number === undefined) throw new codes.ERR_UNKNOWN_SIGNAL(signal);
  }
  // Through the object: tests replace it.
  const errno = process._kill(pid | 0, number);
  if (errno) throw errnoException(errno, 'kill');
  return true;
}

/** `process._kill(pid, signal)` @returns {number} 0 or a negative error number */
function rawKill(pid, signal) {
  if (endsThisProcess(pid, signal)) binding.sayLastWords();
  return binding.kill(pid, signal);
}

/** `process._debugProcess(pid)`: asks a process to start its inspector. */
function debugProcess(pid) {
  const errno = binding.kill(pid, signals.SIGUSR1);
  if (errno) throw errnoException(errno, 'kill');
}

/** `process._debugEnd()`: closes the inspector's server. */
function debugEnd() {
  require('internal:inspector/server').close();
}

/** Whether the signal reaches this process and finds nobody who listens. */
function endsThisProcess(pid, signal) {
  const reachesUs = signal > 0 && (pid === 0 || pid === -1 || Math.abs(pid) === process.pid);
  return reachesUs && !require('internal:process/signals').isWatched(signal);
}

/** `process._rawDebug(...)`: formats and writes to standard error at once, past every stream. */
function rawDebug(...args) {
  binding.rawDebug(Reflect.apply(require('node:util').format, undefined, args));
}

/** `process.loadEnvFile([path])`: adds what a `.env` file defines to `process.env`, without overriding. */
function loadEnvFile(path = undefined) {
  const { readFileSync } = require('node:fs');
  const { parseEnv } = require('node:util');
  if (path != null) path = require('internal:fs/paths').toPath(path, 'path');
  const variables = parseEnv(readFileSync(path ?? '.env', 'utf8'));
  for (const name of Object.keys(variables)) {
    if (process.env[name] === undefined) process.env[name] = variables[name];
  }
}

/** `process.getBuiltinModule(id)` @param {string} id @returns {object | undefined} */
function getBuiltinModule(id) {
  validateString(id, 'id');
  const { isBuiltin } = require('node:module');
  if (!isBuiltin(id)) return undefined;
  return require(id.startsWith('node:') ? id : `node:${id}`);
}

/** `process.setSourceMapsEnabled(enabled)` @param {boolean} enabled */
function setSourceMapsEnabled(enabled) {
  validateBoolean(enabled, 'enabled');
  require('node:module').setSourceMapsSupport(enabled, { nodeModules: enabled, generatedCode: enabled });
}

/** `process.sourceMapsEnabled` @returns {boolean} */
function sourceMapsEnabled() {
  return require('node:module').getSourceMapsSupport().enabled;
}

/** Requests that have another name as resources. */
const REQUESTS_AS_RESOURCES = { __proto__: null, WriteWrap: 'SimpleWriteWrap' };

/** `process.getActiveResourcesInfo()` @returns {string[]} kinds of what keeps the loop alive */
function getActiveResourcesInfo() {
  const { referencedHandles } = require('internal:async_hooks/open_handles');
  const { activeTimeouts } = require('internal:timers/timeout');
  const { activeImmediates } = require('internal:timers/immediate');
  return [
    ...binding.activeRequests().map((kind) => REQUESTS_AS_RESOURCES[kind] ?? kind),
    ...referencedHandles().map(([, kind]) => kind),
    ...new Array(activeTimeouts()).fill('Timeout'),
    ...new Array(activeImmediates()).fill('Immediate'),
  ];
}

/** `process._getActiveHandles()` @returns {object[]} the sockets, servers, children and watchers that keep the loop alive */
function _getActiveHandles() {
  const { ownerOf, referencedHandles } = require('internal:async_hooks/open_handles');
  return referencedHandles().map(([handle]) => ownerOf(handle));
}

/** `process._getActiveRequests()` @returns {object[]} one for each request, named after its kind, without anything in it */
function _getActiveRequests() {
  return binding.activeRequests().map((kind) => new (requestClass(kind))());
}

function requestClass(kind) {
  return { [kind]: class {} }[kind];
}

/** `process.ref(maybeRefable)` */
function ref(maybeRefable) {
  if (maybeRefable === undefined || maybeRefable === null) return;
  (maybeRefable[Symbol.for('nodejs.ref')] ?? maybeRefable[Symbol.for('node:ref')] ?? maybeRefable.ref)?.call(maybeRefable);
}

/** `process.unref(maybeRefable)` */
function unref(maybeRefable) {
  if (maybeRefable === undefined || maybeRefable === null) return;
  (maybeRefable[Symbol.for('nodejs.unref')] ?? maybeRefable[Symbol.for('node:unref')] ?? maybeRefable.unref)?.call(maybeRefable);
}

/**
 * `process.execve(execPath[, args[, env]])`: replaces the process by another program.
 */
function execve(execPath, args = [], env = undefined) {
  validateString(execPath, 'execPath');
  validateArray(args, 'args');
  for (let i = 0; i < args.length; i++) {
    if (typeof args[i] !== 'string' || args[i].includes('\0')) {
      throw new codes.ERR_INVALID_ARG_VALUE(`args[${i}]`, args[i], 'must be a string without null bytes');
    }
  }
  if (env !== undefined) validateObject(env, 'env');
  const environment = environmentList(env ?? process.env);
  process.emitWarning('process.execve is an experimental feature and might change at any time', 'ExperimentalWarning');
  try {
    binding.execve(execPath, args, environment);
  } catch (error) {
    throw error.code === 'ERR_ACCESS_DENIED' ? error : executionError(error, execPath);
  }
}

/** The program goes on when the other cannot be started. Number and text are the system's here, not libuv's. */
function executionError({ errno, code }, path) {
  const error = new Error(`${code}, ${binding.cLibraryText(-errno)} '${path}'`);
  return Object.assign(error, { errno: -errno, code, path, syscall: 'execve' });
}

function environmentList(env) {
  return Object.keys(env).map((name) => {
    const value = env[name];
    if (typeof value !== 'string' || name.includes('\0') || value.includes('\0')) {
      throw new codes.ERR_INVALID_ARG_VALUE('env', env, 'must be an object with string keys and values without null bytes');
    }
    return `${name}=${value}`;
  });
}

/**
 * `process.dlopen(module, filename[, flags])`: loads a native addon into `module.exports`.
 * @param {{ exports: object }} module
 * @param {string} filename
 */
function dlopen(module, filename) {
  if (!require('internal:process/permission').mayLoadAddons()) {
    throw new codes.ERR_DLOPEN_DISABLED('Cannot load native addon because loading addons is disabled.');
  }
  if (arguments.length < 2) throw missingArguments();
  // The addon fills an object; without one it must not be opened.
  if (Object(module) !== module || module.exports === undefined || module.exports === null) {
    throw new TypeError('Cannot convert undefined or null to object');
  }
  const flags = arguments.length > 2 ? arguments[2] | 0 : require('node:os').constants.dlopen.RTLD_LAZY;
  binding.loadAddon(module, `${filename}`, flags);
}

function missingArguments() {
  const error = new TypeError('process.dlopen needs at least 2 arguments');
  error.code = 'ERR_MISSING_ARGS';
  return error;
}

/** `process.openStdin()` */
function openStdin() {
  process.stdin.resume();
  return process.stdin;
}

module.exports = {
  cwd,
  chdir,
  umask,
  kill,
  rawKill,
  debugProcess,
  debugEnd,
  /** `process.abort()`; no constructor, as in Node. */
  abort() {
    binding.abort();
  },
  rawDebug,
  loadEnvFile,
  getBuiltinModule,
  setSourceMapsEnabled,
  sourceMapsEnabled,
  _getActiveHandles,
  _getActiveRequests,
  getActiveResourcesInfo,
  ref,
  unref,
  execve,
  dlopen,
  openStdin,
  forgetCwd,
};
