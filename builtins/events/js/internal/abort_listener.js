'use strict';

const { queueMicrotask } = require('internal:process/task_queues');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal:shared/errors');
const { validateAbortSignal, validateFunction } = require('internal:shared/validators');

/**
 * Calls `listener` when `signal` aborts, on the next microtask if it already has, and even if another listener
 * stops the event's propagation.
 * @param {AbortSignal} signal
 * @param {(event?: Event) => void} listener
 * @returns {Disposable}
 */
function addAbortListener(signal, listener) {
  if (signal === undefined) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  validateFunction(listener, 'listener');

  let armed = false;
  if (signal.aborted) {
    queueMicrotask(() => listener());
  } else {
    const { kResistStopPropagation } = require('internal:events/event_target');
    signal.addEventListener('abort', listener, { __proto__: null, once: true, [kResistStopPropagation]: true });
    armed = true;
  }
  return {
    __proto__: null,
    [Symbol.dispose]() {
      if (armed) signal.removeEventListener('abort', listener);
      armed = false;
    },
  };
}

module.exports = { addAbortListener };
