'use strict';

const { AbortError } = require('internal:shared/errors');
const { validateAbortSignal, validateObject } = require('internal:shared/validators');
const { listen, unlisten } = require('internal:events/agnostic');

/**
 * A promise of the arguments of the next `name`, rejected by 'error' and by `options.signal`.
 * @param {import('node:events').EventEmitter | EventTarget} emitter
 * @param {string | symbol} name
 * @param {{ signal?: AbortSignal }} [options]
 */
async function once(emitter, name, options = {}) {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });

  return new Promise((resolve, reject) => {
    // An event target has no 'error' protocol; an emitter whose 'error' is awaited resolves with it.
    const watchesError = name !== 'error' && typeof emitter.once === 'function';

    const settle = () => {
      // What wraps an emitter may lack the longer name; its listener then stays, and does nothing any more.
      if (watchesError && typeof emitter.removeListener === 'function') emitter.removeListener('error', onError);
      signal?.removeEventListener('abort', onAbort);
    };
    const onEvent = (...args) => {
      settle();
      resolve(args);
    };
    const onError = (error) => {
      emitter.removeListener(name, onEvent);
      settle();
      reject(error);
    };
    const onAbort = () => {
      unlisten(emitter, name, onEvent);
      settle();
      reject(new AbortError(undefined, { cause: signal.reason }));
    };

    listen(emitter, name, onEvent, { __proto__: null, once: true });
    if (watchesError) emitter.once('error', onError);
    if (signal !== undefined) {
      const { kResistStopPropagation } = require('internal:events/event_target');
      signal.addEventListener('abort', onAbort, { __proto__: null, once: true, [kResistStopPropagation]: true });
    }
  });
}

module.exports = { once };
