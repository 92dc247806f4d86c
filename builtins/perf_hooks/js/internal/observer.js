'use strict';

const { kInternal } = require('internal:perf_hooks/entry');
const { countObservers, isObserved } = require('internal:perf_hooks/observed');
const { codes } = require('internal:shared/errors');
const { validateFunction, validateObject } = require('internal:shared/validators');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

const kSupported = Object.freeze(['dns', 'function', 'gc', 'http', 'http2', 'mark', 'measure', 'net', 'resource']);

/** Connected observers. @type {Set<PerformanceObserver>} */
const observers = new Set();
/** Observers whose callback is due. @type {Set<PerformanceObserver>} */
let pending = new Set();

/** The entries of one delivery. */
class PerformanceObserverEntryList {
  #entries;

  constructor(token = undefined, entries) {
    if (token !== kInternal) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#entries = entries.sort((a, b) => a.startTime - b.startTime);
  }

  getEntries() {
    return this.#entries.slice();
  }

  getEntriesByType(type) {
    return this.#entries.filter((entry) => entry.entryType === `${type}`);
  }

  getEntriesByName(name, type = undefined) {
    return this.#entries.filter((entry) => entry.name === `${name}` && (type === undefined || entry.entryType === `${type}`));
  }

  [kInspect](depth, options, inspect = undefined) {
    if (depth < 0) return 'PerformanceObserverEntryList';
    const nested = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `PerformanceObserverEntryList ${inspect(this.#entries, nested)}`;
  }
}

/** Assigned where the private fields are in scope. */
let offer;
let deliver;

class PerformanceObserver {
  #callback;
  #buffer = [];
  /** @type {Set<string>} */
  #types = new Set();
  /** `multiple` after `entryTypes`, `single` after `type`; the two do not mix. */
  #mode;

  static get supportedEntryTypes() {
    return kSupported;
  }

  /** @param {(list: PerformanceObserverEntryList, observer: PerformanceObserver) => void} callback */
  constructor(callback) {
    validateFunction(callback, 'callback');
    this.#callback = callback;
  }

  /** @param {{ entryTypes?: string[], type?: string, buffered?: boolean }} options */
  observe(options = {}) {
    validateObject(options, 'options');
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) throw new codes.ERR_MISSING_ARGS('options.entryTypes', 'options.type');
    if (entryTypes != null && type != null) {
      throw new codes.ERR_INVALID_ARG_VALUE(
        'options.entryTypes', entryTypes, 'options.entryTypes can not set with options.type together');
    }
    this.#enterMode(entryTypes === undefined || entryTypes === null ? 'single' : 'multiple');
    if (this.#mode === 'multiple') this.#observeTypes(entryTypes);
    else this.#observeType(type, buffered);
  }

  #enterMode(mode) {
    if (this.#mode === undefined) this.#mode = mode;
    else if (this.#mode === 'single' && mode === 'multiple') throw new codes.ERR_INVALID_ARG_VALUE('options.type', undefined);
    else if (this.#mode === 'multiple' && mode === 'single') throw new codes.ERR_INVALID_ARG_VALUE('options.entryTypes', undefined);
  }

  #observeTypes(entryTypes) {
    if (!Array.isArray(entryTypes)) throw new codes.ERR_INVALID_ARG_TYPE('options.entryTypes', 'string[]', entryTypes);
    this.#forgetTypes();
    for (const type of entryTypes) this.#addType(`${type}`);
    if (this.#types.size === 0) this.disconnect();
    else observers.add(this);
  }

  #observeType(type, buffered) {
    if (!kSupported.includes(type)) return;
    this.#addType(type);
    observers.add(this);
    if (!buffered) return;
    const { entries } = require('internal:perf_hooks/timeline');
    this.#buffer.push(...entries(undefined, type));
    if (this.#buffer.length > 0) schedule(this);
  }

  #addType(type) {
    if (!kSupported.includes(type) || this.#types.has(type)) return;
    this.#types.add(type);
    const count = countObservers(type, 1);
    if (type === 'gc' && count === 1) require('internal:perf_hooks/gc').start();
  }

  #forgetTypes() {
    for (const type of this.#types) {
      const count = countObservers(type, -1);
      if (type === 'gc' && count === 0) require('internal:perf_hooks/gc').stop();
    }
    this.#types.clear();
  }

  disconnect() {
    this.#forgetTypes();
    observers.delete(this);
    pending.delete(this);
    this.#buffer = [];
    this.#mode = undefined;
  }

  /** @returns {PerformanceEntry[]} what has not been delivered */
  takeRecords() {
    const list = this.#buffer;
    this.#buffer = [];
    return list;
  }

  [kInspect](depth, options, inspect = undefined) {
    if (depth < 0) return this;
    const nested = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `PerformanceObserver ${inspect({
      connected: observers.has(this),
      pending: pending.has(this),
      entryTypes: [...this.#types],
      buffer: this.#buffer,
    }, nested)}`;
  }

  static {
    offer = (observer, entry) => {
      if (!observer.#types.has(entry.entryType)) return;
      observer.#buffer.push(entry);
      schedule(observer);
    };
    deliver = (observer) => {
      const entries = observer.takeRecords();
      if (entries.length === 0) return;
      const list = new PerformanceObserverEntryList(kInternal, entries);
      Reflect.apply(observer.#callback, observer, [list, observer]);
    };
  }
}

function schedule(observer) {
  pending.add(observer);
  if (pending.size === 1) require('node:timers').setImmediate(deliverAll);
}

function deliverAll() {
  const due = pending;
  pending = new Set();
  for (const observer of due) deliver(observer);
}

/** Gives an entry to the observers of its type. @param {PerformanceEntry} entry */
function offerToObservers(entry) {
  if (observers.size === 0) return;
  for (const observer of observers) offer(observer, entry);
}

for (const [Class, names] of [
  [PerformanceObserverEntryList, ['getEntries', 'getEntriesByType', 'getEntriesByName']],
  [PerformanceObserver, ['observe', 'disconnect', 'takeRecords']],
]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { __proto__: null, enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, value: Class.name, configurable: true });
}

module.exports = { PerformanceObserver, PerformanceObserverEntryList, offerToObservers, isObserved };
