'use strict';

/** `spawn`. */

const { clearTimeout, setTimeout } = require('node:timers');
const process = require('internal:process/object');
const { AbortError } = require('internal:shared/errors');
const { validateAbortSignal } = require('internal:shared/validators');
const { ChildProcess } = require('internal:child_process/child');
const { normalizeSpawn, signalNumber, validateTimeout } = require('internal:child_process/arguments');

/** @param {string} file @param {string[]} [args] @param {object} [options] @returns {ChildProcess} */
function spawn(file, args, options) {
  const command = normalizeSpawn(file, args, options);
  validateTimeout(command.timeout);
  if (command.signal !== undefined) validateAbortSignal(command.signal, 'options.signal');
  const killSignal = signalNumber(command.killSignal);
  const child = new ChildProcess();
  child.spawn(command);
  if (command.timeout > 0) killAfter(child, command.timeout, killSignal);
  if (command.signal) killOnAbort(child, command.signal, killSignal);
  return child;
}

function killAfter(child, timeout, killSignal) {
  let timer = setTimeout(() => {
    timer = null;
    try {
      child.kill(killSignal);
    } catch (error) {
      child.emit('error', error);
    }
  }, timeout);
  child.once('exit', () => clearTimeout(timer));
}

function killOnAbort(child, signal, killSignal) {
  const abort = () => abortChild(child, killSignal, signal.reason);
  if (signal.aborted) {
    process.nextTick(abort);
    return;
  }
  const { addAbortListener } = require('internal:events/abort_listener');
  const disposable = addAbortListener(signal, abort);
  child.once('exit', disposable[Symbol.dispose]);
}

function abortChild(child, killSignal, reason) {
  try {
    if (child.kill(killSignal)) child.emit('error', new AbortError(undefined, { cause: reason }));
  } catch (error) {
    child.emit('error', error);
  }
}

module.exports = { spawn };
