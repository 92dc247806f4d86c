'use strict';

/** The start of a worker, as front ends see it. */

const exits = require('internal:process/exit');
const { getOptionValue } = require('internal:process/options');
const pause = require('internal:inspector/pause');

/**
 * Called before the program of a worker runs; waits where the options or a front end of the main thread ask for it.
 * @param {number} threadId
 * @param {string} name
 * @param {string | undefined} url that of the program; one that is a text has none, and does not pause at its first statement
 */
function announceWorker(threadId, name, url) {
  const [waits, pauses] = binding.workerStarts(`[worker ${threadId}] ${name}`, url ?? '', askedPause());
  exits.finalSteps.add(binding.waitForDisconnect);
  if (!waits) return;
  pause.state.onStart = pauses && url !== undefined;
  binding.waitForFrontend();
}

/** Whether the options ask for a pause; `undefined` when they do not ask to wait. */
function askedPause() {
  if (getOptionValue('--inspect-brk')) return true;
  return getOptionValue('--inspect-wait') ? false : undefined;
}

module.exports = { announceWorker };
