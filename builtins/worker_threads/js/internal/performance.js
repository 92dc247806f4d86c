'use strict';

/** `worker.performance`: how busy a worker's event loop is, seen from outside. */

/** @param {binding.Worker} native */
function performanceOf(native) {
  return {
    eventLoopUtilization: (first, second) => {
      const { utilizationOf } = require('internal:perf_hooks/event_loop_utilization');
      const [started, idle, elapsed] = native.loopTimes();
      return utilizationOf(started, idle, elapsed, first, second);
    },
  };
}

module.exports = { performanceOf };
