'use strict';

/** `process` in a worker: what belongs to the whole process is read-only or refused, and the standard streams lead to the parent. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { ReadableWorkerStdio, WritableWorkerStdio } = require('internal:worker_threads/stdio');

const kRefusedMethods = [
  'abort', 'chdir', 'execve', 'send', 'disconnect', 'initgroups', 'setgroups', 'setegid', 'seteuid', 'setgid', 'setuid',
];
const kRefusedProperties = ['channel', 'connected'];

/**
 * @param {MessagePort} port the controlling channel
 * @param {boolean} hasStdin
 * @param {boolean} waits whether what is written waits until the parent has taken it
 */
function adaptProcess(port, hasStdin, waits) {
  openStreams(port, hasStdin, waits);
  for (const name of kRefusedMethods) refuseMethod(name);
  // Only processes that were forked have these.
  if (process.env.NODE_CHANNEL_FD !== undefined) for (const name of kRefusedProperties) refuseProperty(name);
  else for (const name of ['send', 'disconnect']) delete process[name];
  for (const name of ['_debugProcess', '_debugEnd']) delete process[name];
  refuseUmask();
  fix('title');
  fix('debugPort');
}

function openStreams(port, hasStdin, waits) {
  const stdin = new ReadableWorkerStdio(port, 'stdin', true);
  if (!hasStdin) stdin.push(null);
  const stdout = new WritableWorkerStdio(port, 'stdout', waits);
  const stderr = new WritableWorkerStdio(port, 'stderr', waits);
  for (const [name, stream] of Object.entries({ stdin, stdout, stderr })) {
    Object.defineProperty(process, name, { __proto__: null, get: () => stream, enumerable: true, configurable: true });
  }
  process._rawDebug = function _rawDebug(...args) {
    stderr.write(`${require('node:util').format(...args)}\n`);
  };
  process.on('exit', () => {
    stdout.release();
    stderr.release();
  });
}

function refuseMethod(name) {
  function unavailableInWorker() {
    throw new codes.ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}()`);
  }
  unavailableInWorker.disabled = true;
  process[name] = unavailableInWorker;
}

function refuseProperty(name) {
  function unavailableInWorker() {
    throw new codes.ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}`);
  }
  unavailableInWorker.disabled = true;
  Object.defineProperty(process, name, { __proto__: null, get: unavailableInWorker, enumerable: false, configurable: true });
}

function refuseUmask() {
  const { umask } = process;
  process.umask = (mask) => {
    if (mask !== undefined) throw new codes.ERR_WORKER_UNSUPPORTED_OPERATION('Setting process.umask()');
    return umask();
  };
}

/** Makes a property of the process one that can be changed here only. */
function fix(name) {
  Object.defineProperty(process, name, { __proto__: null, value: process[name], writable: true, enumerable: true, configurable: true });
}

module.exports = { adaptProcess };
