'use strict';

const { now } = require('internal:perf_hooks/clock');
const { idleTime, milestone } = require('internal:perf_hooks/node_timing');

/**
 * `performance.eventLoopUtilization([first[, second]])`: how much of the time the loop was not waiting, since its start or between
 * earlier results.
 * @param {{ idle: number, active: number }} [first]
 * @param {{ idle: number, active: number }} [second]
 * @returns {{ idle: number, active: number, utilization: number }}
 */
function eventLoopUtilization(first, second) {
  return utilizationOf(milestone('loopStart'), idleTime(), now(), first, second);
}

/**
 * The same for any loop.
 * @param {number} started when it began to run, not above 0 for not yet
 * @param {number} idle how long it has waited since
 * @param {number} time the time now, on the clock of `started`
 */
function utilizationOf(started, idle, time, first, second) {
  if (started <= 0) return { idle: 0, active: 0, utilization: 0 };
  if (second) return ratio(first.idle - second.idle, first.active - second.active);
  const active = time - started - idle;
  if (!first) return ratio(idle, active);
  return ratio(idle - first.idle, active - first.active);
}

function ratio(idle, active) {
  return { idle, active, utilization: active / (idle + active) };
}

module.exports = { eventLoopUtilization, utilizationOf };
