'use strict';

/** How workers are started: `cluster.settings`, and the arguments and environment that follow from it. */

const process = require('internal:process/object');
const { inspectorArguments } = require('internal:inspector/child_port');

const SCHED_NONE = 1;
const SCHED_RR = 2;

/** The policy that the environment names; round robin without one. */
function policyOfEnvironment() {
  return process.env.NODE_CLUSTER_SCHED_POLICY === 'none' ? SCHED_NONE : SCHED_RR;
}

/** What `setupPrimary` makes of the settings so far and its options. */
function mergedSettings(settings, options) {
  return {
    args: process.argv.slice(2),
    exec: process.argv[1],
    execArgv: process.execArgv,
    silent: false,
    ...settings,
    ...options,
  };
}

/** The options with which `child_process.fork` starts a worker. */
function forkOptions(settings, id, env) {
  return {
    cwd: settings.cwd,
    env: { ...process.env, ...env, NODE_UNIQUE_ID: `${id}` },
    serialization: settings.serialization,
    silent: settings.silent,
    windowsHide: settings.windowsHide,
    execArgv: execArguments(settings),
    stdio: settings.stdio,
    gid: settings.gid,
    uid: settings.uid,
  };
}

/** With an inspector in the primary process every worker's gets a port of its own. */
function execArguments(settings) {
  const { execArgv } = settings;
  return [...execArgv, ...inspectorArguments(execArgv, 'inspectPort' in settings ? settings : undefined)];
}

module.exports = { SCHED_NONE, SCHED_RR, policyOfEnvironment, mergedSettings, forkOptions };
