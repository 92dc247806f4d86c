'use strict';

/** The life of this thread's environment, as events of `node.environment`. */

const process = require('internal:process/object');
const { now } = require('internal:perf_hooks/clock');
const { phases } = require('internal:process/exit');
const { threadId } = require('internal:worker_threads/this_thread');

/** @param {(event: object) => void} emit @returns {() => void} ends that */
function follow(emit) {
  const id = threadId + 1;
  const spanned = (name, phase) => (...args) => {
    const began = now();
    try {
      return phase(...args);
    } finally {
      emit(span(name, began));
    }
  };
  const stopTimers = require('internal:timers/trace').follow(spanned);
  const stopPhases = followEnd(emit, spanned, id);
  const { argv, execArgv } = process;
  emit({ ph: 'b', name: 'Environment', id, args: { args: { args: [process.execPath, ...argv.slice(1)], exec_args: execArgv } } });
  return () => {
    stopTimers();
    stopPhases();
  };
}

/** An event of what has just ended. @param {number} began in milliseconds after the start */
function span(name, began) {
  const dur = Math.floor((now() - began) * 1000);
  return { ph: 'X', name, ts: binding.now()[0] - dur, dur, tdur: dur };
}

/** What runs after the final steps, until the trace is complete, is the end of all. */
function followEnd(emit, spanned, id) {
  const original = { ...phases };
  let isFollowed = true;
  let cleaned = -1;
  let endsByItself = false;
  Object.assign(phases, {
    beforeExit: (phase) => spanned('BeforeExit', phase)(),
    exit(phase) {
      spanned('RunCleanup', phase)();
      cleaned = now();
      endsByItself = true;
    },
    exitAtOnce(phase) {
      cleaned = now();
      phase();
    },
  });
  binding.atEnd(() => {
    if (!isFollowed) return;
    if (cleaned >= 0) emit(span('AtExit', cleaned));
    if (endsByItself) emit({ ph: 'e', name: 'Environment', id });
  });
  return () => {
    isFollowed = false;
    Object.assign(phases, original);
  };
}

module.exports = { follow };
