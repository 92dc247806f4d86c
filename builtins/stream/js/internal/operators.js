'use strict';

/** The methods that Readable has in common with iterators: `map`, `filter`, `reduce`, ... */

const { AbortError, codes } = require('internal:shared/errors');
const { validateAbortSignal, validateInteger, validateObject } = require('internal:shared/validators');
const { finished } = require('internal:stream/finished');
const { isNodeStream, isWritable } = require('internal:stream/predicates');
const { ConcurrentMap, kNothing } = require('internal:stream/concurrent_map');
const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS, ERR_OUT_OF_RANGE } = codes;

/** Adds the operators to Readable. */
function install(Readable) {
  for (const operator of [drop, filter, flatMap, map, take]) {
    define(operator, function(...args) {
      if (new.target) throw new ERR_ILLEGAL_CONSTRUCTOR();
      return Readable.from(operator.apply(this, args));
    });
  }
  for (const operator of [every, forEach, reduce, toArray, some, find]) {
    define(operator, function(...args) {
      if (new.target) throw new ERR_ILLEGAL_CONSTRUCTOR();
      return Promise.resolve().then(() => operator.apply(this, args));
    });
  }
  Readable.prototype.compose = compose;

  function define(operator, method) {
    Object.defineProperty(method, 'name', { __proto__: null, value: operator.name });
    Object.defineProperty(method, 'length', { __proto__: null, value: operator.length });
    Object.defineProperty(Readable.prototype, operator.name, {
      __proto__: null, value: method, enumerable: false, configurable: true, writable: true,
    });
  }
}

// ---- operators that give a stream; each returns an async iterable ----

function map(fn, options) {
  checkFunction(fn, 'fn');
  checkOptions(options);
  const concurrency = options?.concurrency === undefined || options.concurrency === null ? 1 : Math.floor(options.concurrency);
  const waiting = options?.highWaterMark === undefined || options.highWaterMark === null
    ? concurrency - 1
    : Math.floor(options.highWaterMark);
  validateInteger(concurrency, 'options.concurrency', 1);
  validateInteger(waiting, 'options.highWaterMark', 0);
  return new ConcurrentMap(this, fn, { concurrency, highWaterMark: waiting + concurrency, signal: options?.signal });
}

function filter(fn, options) {
  checkFunction(fn, 'fn');
  return map.call(this, async (value, callOptions) => (await fn(value, callOptions) ? value : kNothing), options);
}

function flatMap(fn, options) {
  const values = map.call(this, fn, options);
  return (async function* flatten() {
    for await (const value of values) yield* value;
  })();
}

function drop(number, options = undefined) {
  checkOptions(options);
  let rest = toCount(number);
  return (async function* dropFirst(stream) {
    throwIfAborted(options);
    for await (const value of stream) {
      throwIfAborted(options);
      if (rest-- <= 0) yield value;
    }
  })(this);
}

function take(number, options = undefined) {
  checkOptions(options);
  let rest = toCount(number);
  return (async function* takeFirst(stream) {
    throwIfAborted(options);
    for await (const value of stream) {
      throwIfAborted(options);
      if (rest-- > 0) yield value;
      // Leaves before another chunk is asked for.
      if (rest <= 0) return;
    }
  })(this);
}

// ---- operators that give a promise ----

async function some(fn, options = undefined) {
  for await (const value of filter.call(this, fn, options)) return true; // eslint-disable-line no-unused-vars
  return false;
}

async function every(fn, options = undefined) {
  checkFunction(fn, 'fn');
  return !(await some.call(this, async (...args) => !(await fn(...args)), options));
}

async function find(fn, options = undefined) {
  for await (const value of filter.call(this, fn, options)) return value;
  return undefined;
}

async function forEach(fn, options) {
  checkFunction(fn, 'fn');
  const mapped = map.call(this, async (value, callOptions) => {
    await fn(value, callOptions);
    return kNothing;
  }, options);
  for await (const value of mapped); // eslint-disable-line no-unused-vars
}

async function reduce(reducer, initialValue, options) {
  checkFunction(reducer, 'reducer');
  checkOptions(options);
  let hasValue = arguments.length > 1;
  const outer = options?.signal;
  if (outer?.aborted) {
    const err = new AbortError(undefined, { cause: outer.reason });
    // The caller hears of it from the promise.
    this.once('error', () => {});
    await new Promise((resolve) => { finished(this.destroy(err), resolve); });
    throw err;
  }
  const { AbortController } = require('internal:web/abort_controller');
  const controller = new AbortController();
  outer?.addEventListener('abort', () => controller.abort(), { once: true, signal: controller.signal });

  let isEmpty = true;
  let result = initialValue;
  try {
    for await (const value of this) {
      isEmpty = false;
      if (outer?.aborted) throw new AbortError();
      result = hasValue ? await reducer(result, value, { signal: controller.signal }) : value;
      hasValue = true;
    }
  } finally {
    controller.abort();
  }
  if (isEmpty && !hasValue) throw emptyReduceError();
  return result;
}
Object.defineProperty(reduce, 'length', { __proto__: null, value: 3 });

function emptyReduceError() {
  const err = new ERR_MISSING_ARGS('reduce');
  err.message = 'Reduce of an empty stream requires an initial value';
  return err;
}

async function toArray(options = undefined) {
  checkOptions(options);
  const result = [];
  for await (const value of this) {
    if (options?.signal?.aborted) throw new AbortError(undefined, { cause: options.signal.reason });
    result.push(value);
  }
  return result;
}

/**
 * `Readable.prototype.compose`: this stream piped into `stage`, as one duplex.
 * @param {unknown} stage
 * @param {{ signal?: AbortSignal }} [options]
 */
function compose(stage, options) {
  checkOptions(options);
  if (isNodeStream(stage) && !isWritable(stage)) throw new ERR_INVALID_ARG_VALUE('stream', stage, 'must be writable');
  const composed = require('internal:stream/compose').compose(this, stage);
  if (options?.signal) require('internal:stream/add_abort_signal').addAbortSignal(options.signal, composed);
  return composed;
}

function checkFunction(fn, name) {
  if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE(name, ['Function', 'AsyncFunction'], fn);
}

function checkOptions(options) {
  if (options === undefined || options === null) return;
  validateObject(options, 'options');
  if (options.signal !== undefined && options.signal !== null) validateAbortSignal(options.signal, 'options.signal');
}

function throwIfAborted(options) {
  if (options?.signal?.aborted) throw new AbortError();
}

function toCount(number) {
  const count = Number(number);
  if (Number.isNaN(count)) return 0;
  if (count < 0) throw new ERR_OUT_OF_RANGE('number', '>= 0', count);
  return count;
}

module.exports = { install };
