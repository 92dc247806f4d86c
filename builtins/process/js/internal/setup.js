'use strict';

/**
 * Assembles `process`. `setupProcess()` runs while the startup snapshot is made and adds all that is the same in every process;
 * `prepareProcess()` runs at each start and adds what this one was started with.
 */

const EventEmitter = require('node:events');
const { place, placeFromOptions } = require('internal:inspector/place');
const { createConfig, createRelease, features } = require('internal:process/constants');
const exits = require('internal:process/exit');
const { formatFatal } = require('internal:process/fatal');
const identity = require('internal:process/identity');
const measure = require('internal:process/measure');
const methods = require('internal:process/methods');
const { forgetOptions, getOptionValue } = require('internal:process/options');
const process = require('internal:process/object');
const { promiseRejectHandler } = require('internal:process/promises');
const signals = require('internal:process/signals');
const stdio = require('internal:process/stdio');
const { nextTick, processTicksAndRejections, runNextTicks } = require('internal:process/task_queues');
const uncaught = require('internal:process/uncaught');
const { emitWarning, forgetWarnings, onWarning } = require('internal:process/warning');

const kLeastPort = 1024;
const kGreatestPort = 65535;

/** Without arguments and environment: there is no process yet that they could be of. @returns {NodeJS.Process} */
function setupProcess() {
  EventEmitter.call(process);
  process.env = { __proto__: null };
  defineIdentity();
  defineMethods();
  exits.defineExitProperties();
  defineLazyParts();
  connectRuntime();
  return process;
}

/** Adds arguments, environment and what the options ask for. */
function prepareProcess() {
  prepare();
  signals.followSignalListeners();
  if (getOptionValue('--trace-sigint')) signals.traceSigint(true);
  startReports();
  binding.bootstrapComplete();
}

/** Lets go of what only this process has, before its heap becomes a snapshot; `prepareProcess()` then adds it for another one. */
function forgetProcess() {
  signals.forgetSignalListeners();
  process.off('warning', onWarning);
  forgetWarnings();
  require('internal:timers/timeout').forgetTimers();
  stdio.forgetStreams();
  methods.forgetCwd();
  require('internal:process/env').forgetEnv();
  process.argv = [];
  process.execArgv = [];
  forgetOptions();
}

/** The same for the process object of a worker, to which no signals come. */
function prepareWorkerProcess() {
  prepare();
}

function prepare() {
  const start = binding.startInfo();
  process.argv = start.argv;
  process.execArgv = start.execArgv;
  process.execPath = start.execPath;
  // A process that starts from a snapshot of this one defines it again.
  defineConstant('argv0', start.argv0, getOptionValue('--build-snapshot') === true);
  defineConstant('pid', start.pid, true);
  Object.defineProperty(process, 'ppid', { __proto__: null, get: binding.parentPid, enumerable: true, configurable: true });
  Object.defineProperty(process, 'title', {
    __proto__: null, get: binding.title, set: (title) => binding.setTitle(`${title}`), enumerable: true, configurable: true,
  });
  process.env = require('internal:process/env').createEnv();
  traceEnv();
  defineDebugPort();
  require('internal:timers/native').connectTimers();
  applyWarningOptions();
}

/** `--trace-env` and its two with stacks. */
function traceEnv() {
  const [hasJavaScript, hasNative] = [getOptionValue('--trace-env-js-stack'), getOptionValue('--trace-env-native-stack')];
  if (hasJavaScript || hasNative || getOptionValue('--trace-env')) binding.traceEnvironment((hasJavaScript ? 1 : 0) | (hasNative ? 2 : 0));
}

/** Where the inspector listens once it is asked to: a port that needs no privileges, or 0 for any. */
function defineDebugPort() {
  placeFromOptions();
  Object.defineProperty(process, 'debugPort', {
    __proto__: null,
    get: () => place.port,
    set(value) {
      place.port = toPort(value);
    },
    enumerable: true,
    configurable: true,
  });
}

/** What is no number counts as 0. */
function toPort(value) {
  const port = Math.trunc(+value);
  if (!Number.isFinite(port) || port === 0) return 0;
  if (port >= kLeastPort && port <= kGreatestPort) return port;
  const error = new RangeError('process.debugPort must be 0 or in range 1024 to 65535');
  error.code = 'ERR_OUT_OF_RANGE';
  throw error;
}

// ---- the snapshot's part ----

function defineIdentity() {
  const versions = Object.freeze({ __proto__: null, ...binding.versions() });
  defineConstant('version', `v${versions.node}`, true);
  defineConstant('versions', withFixedValues(versions), true);
  defineConstant('arch', binding.arch(), true);
  defineConstant('platform', binding.platform(), true);
  defineConstant('release', withFixedValues(createRelease(versions.node)), true);
  defineConstant('features', features, false);
  defineConstant('config', createConfig(versions), true);
  process.moduleLoadList = [];
  process.domain = null;
  process._preload_modules = [];
}

/** An object to which programs may add, and whose values they cannot change. */
function withFixedValues(values) {
  const fixed = {};
  for (const name of Object.keys(values)) {
    Object.defineProperty(fixed, name, { __proto__: null, value: values[name], writable: false, enumerable: true, configurable: true });
  }
  return fixed;
}

function defineConstant(name, value, configurable) {
  Object.defineProperty(process, name, { __proto__: null, value, writable: false, enumerable: true, configurable });
}

function defineMethods() {
  const { debugEnd, debugProcess, forgetCwd, rawKill, rawDebug, sourceMapsEnabled, ...rest } = methods;
  Object.assign(process, rest, identity, measure, {
    emitWarning,
    exit: exits.exit,
    reallyExit: exits.reallyExit,
    nextTick,
    setUncaughtExceptionCaptureCallback: uncaught.setUncaughtExceptionCaptureCallback,
    addUncaughtExceptionCaptureCallback: uncaught.addUncaughtExceptionCaptureCallback,
    hasUncaughtExceptionCaptureCallback: uncaught.hasUncaughtExceptionCaptureCallback,
    binding: require('internal:process/legacy').binding,
    _linkedBinding: require('internal:process/legacy').linkedBinding,
    _kill: rawKill,
    _debugProcess: debugProcess,
    _debugEnd: debugEnd,
    _rawDebug: rawDebug,
    _fatalException: uncaught.onUncaughtException,
    _tickCallback: runNextTicks,
  });
  defineGetter('sourceMapsEnabled', sourceMapsEnabled);
}

function defineLazyParts() {
  defineGetter('stdin', stdio.getStdin);
  defineGetter('stdout', stdio.getStdout);
  defineGetter('stderr', stdio.getStderr);
  defineReplaceable('finalization', () => require('internal:process/finalization').createFinalization());
  defineReplaceable('allowedNodeEnvironmentFlags', () => require('internal:process/environment_flags').createFlagSet());
  defineGetter('report', () => require('internal:process/report').report);
}

function defineGetter(name, get) {
  Object.defineProperty(process, name, { __proto__: null, get, enumerable: true, configurable: true });
}

/** A property computed on first use that may also be assigned. */
function defineReplaceable(name, make) {
  let value;
  Object.defineProperty(process, name, {
    __proto__: null,
    get() { return (value ??= make()); },
    set(replacement) { value = replacement; },
    enumerable: true,
    configurable: true,
  });
}

/** Exit code when a program has replaced the uncaught handler by something that is no function. */
const kInvalidFatalException = 6;

/** Through the object: programs replace `process._fatalException`. */
function callFatalException(error, fromPromise, place) {
  const handler = process._fatalException;
  return typeof handler === 'function' ? Reflect.apply(handler, process, [error, fromPromise, place]) : kInvalidFatalException;
}

/** Hands the runtime what it calls into. */
function connectRuntime() {
  binding.setTickCallback(processTicksAndRejections);
  binding.setPromiseRejectCallback(promiseRejectHandler);
  binding.setUncaughtExceptionCallback(callFatalException);
  binding.setFatalFormatter(formatFatal);
  binding.setExitCallbacks(exits.emitBeforeExit, exits.emitExit);
}

// ---- the start's part ----

/** Reports that options ask for. What a program asks for loads the module too. */
function startReports() {
  const asked = ['--report-on-signal', '--report-on-fatalerror', '--report-uncaught-exception'].some((name) => getOptionValue(name));
  if (asked) require('internal:process/report').startReports();
}

function applyWarningOptions() {
  if (getOptionValue('--deprecation') === false) process.noDeprecation = true;
  if (getOptionValue('--throw-deprecation')) process.throwDeprecation = true;
  if (getOptionValue('--trace-deprecation')) process.traceDeprecation = true;
  if (getOptionValue('--trace-warnings')) process.traceProcessWarnings = true;
  if (getOptionValue('--warnings') !== false && process.env.NODE_NO_WARNINGS !== '1') process.on('warning', onWarning);
}

module.exports = { forgetProcess, prepareProcess, prepareWorkerProcess, setupProcess };
