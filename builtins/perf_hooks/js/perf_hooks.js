'use strict';

const { PerformanceEntry, PerformanceMark, PerformanceMeasure } = require('internal:perf_hooks/entry');
const { eventLoopUtilization } = require('internal:perf_hooks/event_loop_utilization');
const { createHistogram } = require('internal:perf_hooks/histogram');
const { monitorEventLoopDelay } = require('internal:perf_hooks/loop_delay');
const { PerformanceObserver, PerformanceObserverEntryList } = require('internal:perf_hooks/observer');
const { Performance, performance } = require('internal:perf_hooks/performance');
const { PerformanceResourceTiming } = require('internal:perf_hooks/resource_timing');
const { timerify } = require('internal:perf_hooks/timerify');

/** Kinds and flags of garbage collections in `gc` entries. */
const constants = Object.freeze({
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
});

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
  performance,
};

Object.defineProperty(module.exports, 'constants', { __proto__: null, value: constants, enumerable: true });
