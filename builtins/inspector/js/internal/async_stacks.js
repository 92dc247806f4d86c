'use strict';

/** Tells the engine where timers, requests and ticks were scheduled, while a front end wants to see it. The engine knows about promises itself. */

const { createHook } = require('node:async_hooks');

const hook = createHook({
  trackPromises: false,
  init(id, type) {
    binding.asyncTaskScheduled(type, id);
  },
  before(id) {
    binding.asyncTaskStarted(id);
  },
  after(id) {
    binding.asyncTaskFinished(id);
  },
  destroy(id) {
    binding.asyncTaskCanceled(id);
  },
});

/** Called by the agent when the first front end wants to see origins. */
function start() {
  hook.enable();
}

/** Called when no front end wants to any more. */
function stop() {
  hook.disable();
}

module.exports = { start, stop };
