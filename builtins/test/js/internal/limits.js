'use strict';

/** What ends a test, suite or hook early: its time is over, or a signal aborts. */

const { clearTimeout, setTimeout } = require('node:timers');
const { validateAbortSignal, validateNumber } = require('internal:shared/validators');
const { FailureType, failure } = require('internal:test/failure');

/** The longest delay of a timer. */
const MOST_MILLISECONDS = 2 ** 31 - 1;

/** @param {{ timeout?: number | null, signal?: AbortSignal }} options */
function validateLimits({ timeout, signal }) {
  if (timeout !== undefined && timeout !== null && timeout !== Infinity) validateNumber(timeout, 'options.timeout', 0, MOST_MILLISECONDS);
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
}

/**
 * A promise that rejects when the time is over or the signal aborts, and `lift()`, which takes the limits away.
 * @param {number} timeout milliseconds or Infinity
 * @param {AbortSignal} signal
 */
function startLimits(timeout, signal) {
  const { promise, reject } = Promise.withResolvers();
  const onAbort = () => reject(signal.reason);
  const timer = timeout === Infinity
    ? undefined
    : setTimeout(() => reject(failure(`test timed out after ${timeout}ms`, FailureType.timeout)), timeout).unref();
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  // Nobody waits for it once the test has ended.
  promise.catch(() => {});
  return {
    promise,
    lift() {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}

module.exports = { MOST_MILLISECONDS, startLimits, validateLimits };
