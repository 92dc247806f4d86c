'use strict';

/** The start of one process: everything that the snapshot could not hold, then the program. */

const process = require('internal:process/object');
const { enterEventLoop } = require('internal:async_hooks/context');
const { applyGlobalOptions } = require('internal:bootstrap/globals');
const { startRecordings } = require('internal:bootstrap/recordings');
const { forgetProcess: forgetProcessObject, prepareProcess } = require('internal:process/setup');
const { getOptionValue } = require('internal:process/options');

/** Called once by the binary. */
function start() {
  prepareProcess();
  addEnvVariables();
  require('internal:process/permission').startPermissions();
  warnOfConfigFile();
  applyOptions();
  joinParent();
  if (getOptionValue('[inspector_enabled]') && !startsOthers()) require('internal:inspector/start').startFromOptions();
  // V8 cannot serialise a heap that it has profiled or counted in.
  if (!getOptionValue('--build-snapshot')) startRecordings();
  const signal = getOptionValue('--heapsnapshot-signal');
  if (signal) require('internal:v8/heap').snapshotOn(signal);
  require('internal:module/run_main').run();
  enterEventLoop();
}

/** Whether this process only starts others, which are those to inspect: the program that it watches, or test files. */
function startsOthers() {
  return getOptionValue('--watch') || (getOptionValue('--test') && getOptionValue('--test-isolation') !== 'none');
}

/** `Error.stackTraceLimit` if the program whose snapshot this process starts from has set it. @type {PropertyDescriptor | undefined} */
let ownStackTraceLimit;

/** Undoes what `start()` does anew in a process that starts from a snapshot of this one. */
function forgetProcess() {
  const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  ownStackTraceLimit = limit?.value === getOptionValue('--stack-trace-limit') ? undefined : limit;
  // V8 adds the property to every context that it makes, also of a snapshot, and must not find it there.
  delete Error.stackTraceLimit;
  require('internal:shared/snapshot_steps').runSnapshotSteps();
  forgetProcessObject();
}

/** A program that was forked talks to its parent, and one that a cluster forked is a worker of it. */
function joinParent() {
  const { env } = process;
  if (env.NODE_CHANNEL_FD !== undefined) require('internal:child_process/ipc').openInheritedChannel();
  if (env.WATCH_REPORT_DEPENDENCIES !== undefined) require('internal:module/watch_report').enableWatchReport();
  if (!Object.hasOwn(env, 'NODE_UNIQUE_ID') || process.argv[1] === undefined) return;
  require('node:cluster')._setupWorker();
  // The worker's own children are none.
  delete env.NODE_UNIQUE_ID;
}

/** `--env-file` and `--env-file-if-exists`: what the environment has already stays. */
function addEnvVariables() {
  const words = getOptionValue('[env_variables]');
  const { env } = process;
  for (let i = 0; i < words.length; i += 2) env[words[i]] ??= words[i + 1];
}

function warnOfConfigFile() {
  if (!getOptionValue('--experimental-config-file') && !getOptionValue('--experimental-default-config-file')) return;
  process.emitWarning(
    '--experimental-config-file is an experimental feature and might change at any time', 'ExperimentalWarning');
}

function applyOptions() {
  if (ownStackTraceLimit === undefined) Error.stackTraceLimit = getOptionValue('--stack-trace-limit');
  else Object.defineProperty(Error, 'stackTraceLimit', ownStackTraceLimit);
  applyProtoOption(getOptionValue('--disable-proto'));
  const title = getOptionValue('--title');
  if (title !== undefined) process.title = title;
  applyGlobalOptions(getOptionValue);
}

/** `--disable-proto`: takes `Object.prototype.__proto__` away, or makes it throw. @param {'delete' | 'throw' | undefined} mode */
function applyProtoOption(mode) {
  if (mode === undefined) return;
  delete Object.prototype.__proto__;
  if (mode === 'delete') return;
  const refuse = () => {
    throw new (require('internal:shared/errors').codes.ERR_PROTO_ACCESS)();
  };
  Object.defineProperty(Object.prototype, '__proto__', { __proto__: null, get: refuse, set: refuse, enumerable: false, configurable: true });
}

module.exports = { forgetProcess, start };
