'use strict';

const { PerformanceEntry, PerformanceMark, PerformanceMeasure } = require('internal:perf_hooks/entry');
const { eventLoopUtilization } = require('internal:perf_hooks/event_loop_utilization');
const { createHistogram, importHistogram } = require('internal:perf_hooks/histogram');
const { monitorEventLoopDelay } = require('internal:perf_hooks/loop_delay');
const { PerformanceObserver, PerformanceObserverEntryList } = require('internal:perf_hooks/observer');
const { Performance, performance } = require('internal:perf_hooks/performance');
const { PerformanceResourceTiming } = require('internal:perf_hooks/resource_timing');
const { createSlidingWindowHistogram } = require('internal:perf_hooks/sliding_window');
const { timerify } = require('internal:perf_hooks/timerify');

/** Kinds and flags of garbage collections in `gc` entries. */
const constants = {
  NODE_PERFORMANCE_GC_MAJOR: 4,
  NODE_PERFORMANCE_GC_MINOR: 1,
  NODE_PERFORMANCE_GC_MINOR_MARK_SWEEP: 2,
  NODE_PERFORMANCE_GC_INCREMENTAL: 8,
  NODE_PERFORMANCE_GC_WEAKCB: 16,
  NODE_PERFORMANCE_GC_FLAGS_NO: 0,
  NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
  NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
  NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
  NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
  NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
  NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
};

/** Node's numbers of its entry types and milestones, which it has without listing them. */
const UNLISTED = {
  ENTRY_TYPE: ['GC', 'HTTP', 'HTTP2', 'NET', 'DNS', 'QUIC'],
  MILESTONE: [
    'TIME_ORIGIN_TIMESTAMP', 'TIME_ORIGIN', 'ENVIRONMENT', 'NODE_START', 'V8_START', 'LOOP_START', 'LOOP_EXIT', 'BOOTSTRAP_COMPLETE',
  ],
};

for (const kind of Object.keys(UNLISTED)) {
  for (const [value, name] of UNLISTED[kind].entries()) {
    Object.defineProperty(constants, `NODE_PERFORMANCE_${kind}_${name}`, { __proto__: null, value });
  }
}
Object.freeze(constants);

module.exports = {
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  PerformanceResourceTiming,
  monitorEventLoopDelay,
  eventLoopUtilization,
  timerify,
  createHistogram,
  createSlidingWindowHistogram,
  importHistogram,
  performance,
};

Object.defineProperty(module.exports, 'constants', { __proto__: null, value: constants, enumerable: true });
