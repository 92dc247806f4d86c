'use strict';

/** The entries of the performance timeline. */

const { now } = require('internal:perf_hooks/clock');
const { codes } = require('internal:shared/errors');
const { validateNumber, validateObject } = require('internal:shared/validators');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

/** Given to constructors that user code may not call. */
const kInternal = Symbol('internal');

class PerformanceEntry {
  #name;
  #entryType;
  #startTime;
  #duration;

  constructor(token = undefined, name, entryType, startTime, duration) {
    if (token !== kInternal) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name;
    this.#entryType = entryType;
    this.#startTime = startTime;
    this.#duration = duration;
  }

  get name() {
    if (!(#name in this)) throw new codes.ERR_INVALID_THIS('PerformanceEntry');
    return this.#name;
  }

  get entryType() {
    if (!(#name in this)) throw new codes.ERR_INVALID_THIS('PerformanceEntry');
    return this.#entryType;
  }

  get startTime() {
    if (!(#name in this)) throw new codes.ERR_INVALID_THIS('PerformanceEntry');
    return this.#startTime;
  }

  get duration() {
    if (!(#name in this)) throw new codes.ERR_INVALID_THIS('PerformanceEntry');
    return this.#duration;
  }

  toJSON() {
    if (!(#name in this)) throw new codes.ERR_INVALID_THIS('PerformanceEntry');
    return { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration };
  }

  [kInspect](depth, options, inspect = undefined) {
    if (depth < 0) return `[${this.constructor.name}]`;
    const nested = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `${this.constructor.name} ${inspect(this.toJSON(), nested)}`;
  }
}

/** An entry of a runtime's own kind, with details. */
class PerformanceNodeEntry extends PerformanceEntry {
  #detail;

  constructor(token, name, entryType, startTime, duration, detail) {
    super(token, name, entryType, startTime, duration);
    this.#detail = detail;
  }

  get detail() {
    return this.#detail;
  }

  toJSON() {
    return { ...super.toJSON(), detail: this.#detail };
  }
}

/** A point in time that user code marked. */
class PerformanceMark extends PerformanceEntry {
  #detail;

  /** @param {string} name @param {{ startTime?: number, detail?: unknown }} [options] */
  constructor(name, options = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('name');
    const text = `${name}`;
    if (require('internal:perf_hooks/node_timing').isMilestone(text)) throw new codes.ERR_INVALID_ARG_VALUE('name', text);
    if (options !== undefined && options !== null) validateObject(options, 'options');
    const startTime = options?.startTime ?? now();
    validateNumber(startTime, 'startTime');
    if (startTime < 0) throw new codes.ERR_PERFORMANCE_INVALID_TIMESTAMP(startTime);
    super(kInternal, text, 'mark', startTime, 0);
    this.#detail = cloneDetail(options?.detail);
  }

  get detail() {
    if (!(#detail in this)) throw new codes.ERR_INVALID_THIS('PerformanceMark');
    return this.#detail;
  }

  toJSON() {
    return { ...super.toJSON(), detail: this.#detail };
  }
}

/** The time between two marks. */
class PerformanceMeasure extends PerformanceEntry {
  #detail;

  constructor(token = undefined, name, startTime, duration, detail) {
    super(token, name, 'measure', startTime, duration);
    this.#detail = cloneDetail(detail);
  }

  get detail() {
    if (!(#detail in this)) throw new codes.ERR_INVALID_THIS('PerformanceMeasure');
    return this.#detail;
  }

  toJSON() {
    return { ...super.toJSON(), detail: this.#detail };
  }
}

function cloneDetail(detail) {
  const { structuredClone } = require('internal:web/structured_clone');
  return detail === undefined || detail === null ? null : structuredClone(detail);
}

/** @returns {PerformanceNodeEntry} */
function createNodeEntry(name, entryType, startTime, duration, detail) {
  return new PerformanceNodeEntry(kInternal, name, entryType, startTime, duration, detail);
}

for (const [Class, names] of [
  [PerformanceEntry, ['name', 'entryType', 'startTime', 'duration', 'toJSON']],
  [PerformanceMark, ['detail']],
  [PerformanceMeasure, ['detail']],
]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { __proto__: null, enumerable: true });
  if (Class === PerformanceEntry) continue;
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, value: Class.name, configurable: true });
}

module.exports = {
  kInternal,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceNodeEntry,
  createNodeEntry,
};
