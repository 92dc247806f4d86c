'use strict';

/** Ports for the inspectors of child processes that are started with the options of this one. */

const process = require('internal:process/object');
const { validatePort } = require('internal:shared/validators');

/** Ports that an inspector may get. */
const kMinPort = 1024;
const kMaxPort = 65535;

const kInspectorArgument = /--inspect(?:-brk|-port)?|--debug-port/;

let lastPortOffset = 0;

/**
 * What to add to the options of a child process, so that it does not listen where others do.
 * @param {string[]} execArgv
 * @param {{ inspectPort: number | (() => number) }} [given] the port; without one it is the next after that of this process
 * @returns {string[]}
 */
function inspectorArguments(execArgv, given) {
  if (![...execArgv, process.env.NODE_OPTIONS ?? ''].some((argument) => kInspectorArgument.test(argument))) return [];
  return [`--inspect-port=${given === undefined ? nextPort() : chosenPort(given)}`];
}

function chosenPort({ inspectPort }) {
  const port = typeof inspectPort === 'function' ? inspectPort() : inspectPort;
  validatePort(port);
  return port;
}

function nextPort() {
  const port = process.debugPort + ++lastPortOffset;
  return port > kMaxPort ? port - kMaxPort + kMinPort - 1 : port;
}

module.exports = { inspectorArguments };
