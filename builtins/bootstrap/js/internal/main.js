'use strict';

/** The start of one process: everything that the snapshot could not hold, then the program. */

const { enterEventLoop } = require('internal:async_hooks/context');
const { applyGlobalOptions } = require('internal:bootstrap/globals');
const { prepareProcess } = require('internal:process/setup');
const { getOptionValue } = require('internal:process/options');

/** Exit code of a mistake on the command line. */
const kInvalidArgument = 9;

/** Called once by the binary. */
function start() {
  prepareProcess();
  require('internal:process/permission').startPermissions();
  loadEnvFiles();
  applyOptions();
  joinParent();
  if (getOptionValue('[inspector_enabled]')) require('internal:inspector/start').startFromOptions();
  startRecordings();
  require('internal:module/run_main').run();
  enterEventLoop();
}

/** Profiles, coverage and traces, where they are asked for. */
function startRecordings() {
  if (getOptionValue('--trace-events-enabled') || getOptionValue('--trace-event-categories') !== undefined) {
    require('internal:trace_events/agent').startFromOptions();
  }
  const isWanted = process.env.NODE_V8_COVERAGE || getOptionValue('--cpu-prof') || getOptionValue('--heap-prof');
  if (isWanted) require('internal:inspector/recordings').startRecordings();
  const signal = getOptionValue('--heapsnapshot-signal');
  if (signal) require('internal:v8/heap').snapshotOn(signal);
}

/** A program that was forked talks to its parent, and one that a cluster forked is a worker of it. */
function joinParent() {
  const { env } = process;
  if (env.NODE_CHANNEL_FD !== undefined) require('internal:child_process/ipc').openInheritedChannel();
  if (!Object.hasOwn(env, 'NODE_UNIQUE_ID') || process.argv[1] === undefined) return;
  require('node:cluster')._setupWorker();
  // The worker's own children are none.
  delete env.NODE_UNIQUE_ID;
}

/** `--env-file` and `--env-file-if-exists`: what the environment has already stays. */
function loadEnvFiles() {
  for (const file of getOptionValue('--env-file')) loadEnvFile(file, true);
  for (const file of getOptionValue('--env-file-if-exists')) loadEnvFile(file, false);
}

function loadEnvFile(file, mustExist) {
  try {
    process.loadEnvFile(file);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    if (!mustExist) return;
    process._rawDebug(`${process.argv0}: ${file}: not found`);
    process.reallyExit(kInvalidArgument);
  }
}

function applyOptions() {
  Error.stackTraceLimit = getOptionValue('--stack-trace-limit');
  const title = getOptionValue('--title');
  if (title !== undefined) process.title = title;
  applyGlobalOptions(getOptionValue);
}

module.exports = { start };
