'use strict';

const immediates = require('internal:timers/immediate');
const timeouts = require('internal:timers/timeout');
const { AbortError, codes } = require('internal:shared/errors');
const { validateAbortSignal, validateBoolean, validateNumber, validateObject } = require('internal:shared/validators');

/** Only this module makes a Scheduler. */
const kScheduler = Symbol('kScheduler');

/**
 * @template T
 * @param {number} [after] milliseconds
 * @param {T} [value]
 * @param {{ signal?: AbortSignal, ref?: boolean }} [options]
 * @returns {Promise<T>}
 */
function setTimeout(after, value, options = {}) {
  try {
    if (after !== undefined) validateNumber(after, 'delay');
    validateOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  const { signal, ref = true } = options;
  if (signal?.aborted) return Promise.reject(abortError(signal));
  return new Promise((resolve, reject) => {
    const timer = timeouts.start(resolve, after, [value], false, ref);
    if (signal) cancelOnAbort(signal, timer, () => timeouts.destroy(timer), resolve, reject);
  });
}

/**
 * @template T
 * @param {T} [value]
 * @param {{ signal?: AbortSignal, ref?: boolean }} [options]
 * @returns {Promise<T>}
 */
function setImmediate(value, options = {}) {
  try {
    validateOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  const { signal, ref = true } = options;
  if (signal?.aborted) return Promise.reject(abortError(signal));
  return new Promise((resolve, reject) => {
    const immediate = immediates.start(resolve, [value]);
    if (!ref) immediate.unref();
    if (signal) cancelOnAbort(signal, immediate, () => immediates.clear(immediate), resolve, reject);
  });
}

/**
 * Yields `value` every `after` milliseconds; ticks that nobody awaited in time are made up for.
 * @template T
 * @param {number} [after]
 * @param {T} [value]
 * @param {{ signal?: AbortSignal, ref?: boolean }} [options]
 * @returns {AsyncGenerator<T, void, unknown>}
 */
async function* setInterval(after, value, options = {}) {
  if (after !== undefined) validateNumber(after, 'delay');
  validateOptions(options);
  const { signal, ref = true } = options;
  if (signal?.aborted) throw abortError(signal);

  let due = 0;
  let wake;
  const interval = timeouts.start(() => {
    due++;
    if (wake) {
      wake();
      wake = undefined;
    }
  }, after, undefined, true, ref);
  const onAbort = () => {
    timeouts.destroy(interval);
    wake?.(Promise.reject(abortError(signal)));
    wake = undefined;
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal?.aborted) {
      if (due === 0) await new Promise((resolve) => { wake = resolve; });
      for (; due > 0; due--) yield value;
    }
    throw abortError(signal);
  } finally {
    timeouts.destroy(interval);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Wires an abort to a pending timer so that the listener goes when the timer fires, and the timer goes when the signal does. */
function cancelOnAbort(signal, timer, cancel, resolve, reject) {
  const onAbort = () => {
    if (timer._destroyed) return;
    cancel();
    reject(abortError(signal));
  };
  const settle = (value) => {
    signal.removeEventListener('abort', onAbort);
    resolve(value);
  };
  if (timer instanceof immediates.Immediate) timer._onImmediate = settle;
  else timer._onTimeout = settle;
  signal.addEventListener('abort', onAbort, { __proto__: null, once: true, [kResistStopPropagation()]: true });
}

function kResistStopPropagation() {
  return require('internal:events/event_target').kResistStopPropagation;
}

function validateOptions(options) {
  validateObject(options, 'options');
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  if (options.ref !== undefined) validateBoolean(options.ref, 'options.ref');
}

function abortError(signal) {
  return new AbortError(undefined, { cause: signal.reason });
}

/** The experimental `scheduler` of the web's Scheduling APIs. */
class Scheduler {
  constructor(token) {
    if (token !== kScheduler) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this[kScheduler] = true;
  }

  /** @returns {Promise<void>} */
  yield() {
    requireScheduler(this);
    return setImmediate();
  }

  /** @param {number} delay @param {{ signal?: AbortSignal, ref?: boolean }} [options] @returns {Promise<void>} */
  wait(delay, options) {
    requireScheduler(this);
    return setTimeout(delay, undefined, options);
  }
}

function requireScheduler(value) {
  if (!value[kScheduler]) throw new codes.ERR_INVALID_THIS('Scheduler');
}

module.exports = { setTimeout, setImmediate, setInterval, scheduler: new Scheduler(kScheduler) };
