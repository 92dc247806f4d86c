'use strict';

/** The turns of timers and immediates, as events of `node.environment`. What the loop calls is replaced while somebody follows. */

const { connectTimers } = require('internal:timers/native');
const { phases, processImmediate } = require('internal:timers/immediate');
const { processTimers } = require('internal:timers/timeout');

/** @param {(name: string, phase: Function) => Function} spanned gives a function that also makes an event @returns {() => void} ends that */
function follow(spanned) {
  const { runInternals } = phases;
  binding.setupTimers(spanned('CheckImmediate', processImmediate), spanned('RunTimers', processTimers));
  phases.runInternals = spanned('RunAndClearNativeImmediates', runInternals);
  return () => {
    connectTimers();
    phases.runInternals = runInternals;
  };
}

module.exports = { follow };
