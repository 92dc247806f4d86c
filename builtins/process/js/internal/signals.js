'use strict';

/** `process.on('SIGINT', ...)`: a signal is watched while somebody listens, and has its default action again afterwards. */

const signals = require('internal:shared/signals');
const process = require('internal:process/object');
const { getOptionValue } = require('internal:process/options');

/** The watch of each signal that has listeners. @type {Map<string, SignalWatch>} */
const watches = new Map();

/** Follows the listeners of `process`. */
function followSignalListeners() {
  process.on('newListener', startWatching);
  process.on('removeListener', stopWatching);
}

/** Before the heap becomes a snapshot. */
function forgetSignalListeners() {
  process.off('removeListener', stopWatching);
  process.off('newListener', startWatching);
}

function startWatching(event) {
  if (typeof event !== 'string' || signals[event] === undefined || watches.has(event)) return;
  const number = signals[event];
  if (event === 'SIGPROF' && getOptionValue('[inspector_enabled]')) process.emitWarning('process.on(SIGPROF) is reserved while debugging');
  const { announce, runWithin } = require('internal:async_hooks/resources');
  const watch = new binding.SignalWatch(number, () => runWithin(watch, () => process.emit(event, event, number)));
  announce(watch, 'SIGNALWRAP');
  watches.set(event, watch);
}

function stopWatching(event) {
  const watch = watches.get(event);
  if (watch === undefined || process.listenerCount(event) !== 0) return;
  watch.close();
  require('internal:async_hooks/resources').end(watch);
  watches.delete(event);
}

/**
 * Whether a SIGINT that nobody listens to prints the stack before it ends the process.
 * @param {boolean} enable
 */
function traceSigint(enable) {
  binding.setTraceSigint(enable);
}

/** Whether anybody listens to a signal. @param {number} number */
function isWatched(number) {
  for (const name of watches.keys()) if (signals[name] === number) return true;
  return false;
}

module.exports = { followSignalListeners, forgetSignalListeners, isWatched, traceSigint };
