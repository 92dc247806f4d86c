'use strict';

/** How workers are started: `cluster.settings`, and the arguments and environment that follow from it. */

const process = require('internal:process/object');
const { validatePort } = require('internal:shared/validators');

const SCHED_NONE = 1;
const SCHED_RR = 2;

/** Ports that a worker's inspector may get. */
const kMinPort = 1024;
const kMaxPort = 65535;

const kInspectorArgument = /--inspect(?:-brk|-port)?|--debug-port/;

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

let lastPortOffset = 0;

/** With an inspector in the primary process every worker's gets a port of its own. */
function execArguments(settings) {
  const { execArgv } = settings;
  const isInspected = execArgv.some((argument) => kInspectorArgument.test(argument)) || kInspectorArgument.test(process.env.NODE_OPTIONS ?? '');
  return isInspected ? [...execArgv, `--inspect-port=${inspectorPort(settings)}`] : [...execArgv];
}

function inspectorPort(settings) {
  if ('inspectPort' in settings) {
    const { inspectPort } = settings;
    const port = typeof inspectPort === 'function' ? inspectPort() : inspectPort;
    validatePort(port);
    return port;
  }
  const port = process.debugPort + ++lastPortOffset;
  return port > kMaxPort ? port - kMaxPort + kMinPort - 1 : port;
}

module.exports = { SCHED_NONE, SCHED_RR, policyOfEnvironment, mergedSettings, forkOptions };
