'use strict';

const { processImmediate } = require('internal:timers/immediate');
const { processTimers } = require('internal:timers/timeout');

/** Tells the runtime what to call when the native timer fires and in the check phase. Once per process, at its start. */
function connectTimers() {
  binding.setupTimers(processImmediate, processTimers);
}

module.exports = { connectTimers };
