'use strict';

/** `performance`, the object and its class. */

const { Event, EventTarget, defineEventHandler } = require('internal:events/event_target');
const { now, timeOrigin } = require('internal:perf_hooks/clock');
const { kInternal, PerformanceMark, PerformanceMeasure } = require('internal:perf_hooks/entry');
const { eventLoopUtilization } = require('internal:perf_hooks/event_loop_utilization');
const { PerformanceNodeTiming, isMilestone, milestone } = require('internal:perf_hooks/node_timing');
const { markResourceTiming } = require('internal:perf_hooks/resource_timing');
const timeline = require('internal:perf_hooks/timeline');
const { timerify } = require('internal:perf_hooks/timerify');
const { codes } = require('internal:shared/errors');
const { validateObject } = require('internal:shared/validators');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

class Performance extends EventTarget {
  #nodeTiming;

  constructor(token = undefined) {
    if (token !== kInternal) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }

  now() {
    requirePerformance(this);
    return now();
  }

  get timeOrigin() {
    requirePerformance(this);
    return timeOrigin();
  }

  get nodeTiming() {
    return (this.#nodeTiming ??= new PerformanceNodeTiming());
  }

  /** @param {string} name @param {{ startTime?: number, detail?: unknown }} [options] */
  mark(name, options = {}) {
    requirePerformance(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    const mark = new PerformanceMark(name, options);
    timeline.enqueue(mark);
    return mark;
  }

  /** `measure(name[, startMark[, endMark]])` or `measure(name, { start, end, duration, detail })` */
  measure(name, startOrOptions = {}, endMark = undefined) {
    requirePerformance(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    const options = isObject(startOrOptions) ? startOrOptions : {};
    if (isObject(startOrOptions)) validateMeasureOptions(options, endMark);
    const end = endOf(options, endMark);
    const start = startOf(options, isObject(startOrOptions) ? undefined : startOrOptions, end);
    const measure = new PerformanceMeasure(kInternal, `${name}`, start, end - start, options.detail);
    timeline.enqueue(measure);
    return measure;
  }

  clearMarks(name = undefined) {
    requirePerformance(this);
    timeline.clear('mark', name === undefined ? undefined : `${name}`);
  }

  clearMeasures(name = undefined) {
    requirePerformance(this);
    timeline.clear('measure', name === undefined ? undefined : `${name}`);
  }

  clearResourceTimings(name = undefined) {
    requirePerformance(this);
    timeline.clear('resource', name === undefined ? undefined : `${name}`);
  }

  getEntries() {
    requirePerformance(this);
    return timeline.entries();
  }

  getEntriesByName(name, type = undefined) {
    requirePerformance(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    return timeline.entries(`${name}`, type === undefined ? undefined : `${type}`);
  }

  getEntriesByType(type) {
    requirePerformance(this);
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('type');
    return timeline.entries(undefined, `${type}`);
  }

  setResourceTimingBufferSize(maxSize) {
    requirePerformance(this);
    timeline.setResourceLimit(Number.isInteger(maxSize) && maxSize > 0 ? maxSize : 0);
  }

  toJSON() {
    requirePerformance(this);
    return { nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin, eventLoopUtilization: eventLoopUtilization() };
  }

  [kInspect](depth, options, inspect = undefined) {
    if (depth < 0) return this;
    const nested = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `Performance ${inspect({ nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin }, nested)}`;
  }
}

for (const [name, value] of Object.entries({ eventLoopUtilization, timerify, markResourceTiming })) {
  Object.defineProperty(Performance.prototype, name, { __proto__: null, value, configurable: true, enumerable: false, writable: true });
}
for (const name of [
  'clearMarks', 'clearMeasures', 'clearResourceTimings', 'getEntries', 'getEntriesByName', 'getEntriesByType', 'mark', 'measure',
  'nodeTiming', 'now', 'setResourceTimingBufferSize', 'timeOrigin', 'toJSON',
]) {
  Object.defineProperty(Performance.prototype, name, { __proto__: null, enumerable: true });
}
Object.defineProperty(Performance.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'Performance' });

function requirePerformance(value) {
  if (!(value instanceof Performance)) throw new codes.ERR_INVALID_THIS('Performance');
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function validateMeasureOptions(options, endMark) {
  if (endMark !== undefined && hasAny(options)) {
    throw new codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS('endMark must not be specified');
  }
  if (!hasAny(options)) return;
  validateObject(options, 'options');
  if (options.start === undefined && options.end === undefined && options.duration === undefined && !('detail' in options)) {
    throw new codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS('One of options.start or options.end is required');
  }
  if (options.start !== undefined && options.end !== undefined && options.duration !== undefined) {
    throw new codes.ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS(
      'Must not have options.start, options.end, and options.duration specified');
  }
}

function hasAny(options) {
  return ['start', 'end', 'duration', 'detail'].some((name) => options[name] !== undefined);
}

function endOf(options, endMark) {
  if (endMark !== undefined) return timeOf(endMark);
  if (options.end !== undefined) return timeOf(options.end);
  if (options.start !== undefined && options.duration !== undefined) return timeOf(options.start) + timeOf(options.duration);
  return now();
}

function startOf(options, startMark, end) {
  if (startMark !== undefined) return timeOf(startMark);
  if (options.start !== undefined) return timeOf(options.start);
  if (options.duration !== undefined && options.end !== undefined) return end - timeOf(options.duration);
  return 0;
}

/** The time of a mark, of a milestone, or a number as it is. */
function timeOf(mark) {
  if (mark === undefined) return undefined;
  if (typeof mark === 'number') {
    if (mark < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(mark);
    return mark;
  }
  const name = `${mark}`;
  if (isMilestone(name)) return milestone(name);
  const time = timeline.markTime(name);
  const { DOMException } = require('internal:web/dom_exception');
  if (time === undefined) throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
  return time;
}

defineEventHandler(Performance.prototype, 'resourcetimingbufferfull');

const performance = new Performance(kInternal);
timeline.onResourceBufferFull(() => performance.dispatchEvent(new Event('resourcetimingbufferfull')));

module.exports = { Performance, performance };
