'use strict';

const { PerformanceEntry, kInternal } = require('internal:perf_hooks/entry');
const { now } = require('internal:perf_hooks/clock');

/** Moments of the process's life, readable as marks. */
const kMilestones = ['nodeStart', 'v8Start', 'environment', 'loopStart', 'loopExit', 'bootstrapComplete'];

/** `performance.nodeTiming` */
class PerformanceNodeTiming extends PerformanceEntry {
  constructor() {
    super(kInternal, 'node', 'node', 0, 0);
    for (const name of ['nodeStart', 'v8Start', 'bootstrapComplete', 'environment', 'loopStart', 'loopExit']) {
      Object.defineProperty(this, name, { __proto__: null, enumerable: true, configurable: true, get: () => milestone(name) });
    }
    Object.defineProperty(this, 'idleTime', { __proto__: null, enumerable: true, configurable: true, get: idleTime });
    Object.defineProperty(this, 'uvMetricsInfo', { __proto__: null, enumerable: false, configurable: true, get: metrics });
    Object.defineProperty(this, 'duration', { __proto__: null, enumerable: true, configurable: true, get: now });
  }

  toJSON() {
    return {
      name: 'node',
      entryType: 'node',
      startTime: this.startTime,
      duration: this.duration,
      nodeStart: this.nodeStart,
      v8Start: this.v8Start,
      bootstrapComplete: this.bootstrapComplete,
      environment: this.environment,
      loopStart: this.loopStart,
      loopExit: this.loopExit,
      idleTime: this.idleTime,
    };
  }
}

/** @returns {number} milliseconds after the start; -1 for what has not happened */
function milestone(name) {
  return binding.milestones()[name] ?? -1;
}

/** @returns {number} milliseconds that the loop spent waiting */
function idleTime() {
  return binding.idleTime();
}

/** What the loop has counted. @returns {{ loopCount: number, events: number, eventsWaiting: number }} */
function metrics() {
  const [loopCount, events, eventsWaiting] = binding.loopMetrics();
  return { loopCount, events, eventsWaiting };
}

/** @param {string} name @returns {boolean} */
function isMilestone(name) {
  return kMilestones.includes(name);
}

module.exports = { PerformanceNodeTiming, milestone, idleTime, isMilestone };
