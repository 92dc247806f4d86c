'use strict';

const { now } = require('internal:perf_hooks/clock');
const { createNodeEntry } = require('internal:perf_hooks/entry');
const { RecordableHistogram } = require('internal:perf_hooks/histogram');
const { enqueue } = require('internal:perf_hooks/timeline');
const { codes } = require('internal:shared/errors');
const { validateFunction, validateObject } = require('internal:shared/validators');

const kNanosecondsPerMillisecond = 1e6;

/**
 * `perf_hooks.timerify(fn[, options])`: a function that calls `fn` and adds a `function` entry for how long it took.
 * @param {Function} fn
 * @param {{ histogram?: RecordableHistogram }} [options]
 */
function timerify(fn, options = {}) {
  validateFunction(fn, 'fn');
  validateObject(options, 'options');
  const { histogram } = options;
  if (histogram !== undefined && !(histogram instanceof RecordableHistogram)) {
    throw new codes.ERR_INVALID_ARG_TYPE('options.histogram', 'RecordableHistogram', histogram);
  }
  function timerified(...args) {
    const startTime = now();
    const result = new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
    const finish = () => record(fn, startTime, args, histogram);
    if (!new.target && typeof result?.finally === 'function') return result.finally(finish);
    finish();
    return result;
  }
  Object.defineProperties(timerified, {
    length: { __proto__: null, configurable: false, enumerable: true, value: fn.length },
    name: { __proto__: null, configurable: false, enumerable: true, value: `timerified ${fn.name}` },
  });
  return timerified;
}

function record(fn, startTime, args, histogram) {
  const duration = now() - startTime;
  histogram?.record(Math.max(1, Math.ceil(duration * kNanosecondsPerMillisecond)));
  const entry = createNodeEntry(fn.name, 'function', startTime, duration, args);
  for (let i = 0; i < args.length; i++) entry[i] = args[i];
  enqueue(entry);
}

module.exports = { timerify };
