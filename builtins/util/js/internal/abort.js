'use strict';

/** What `util` adds to abort signals. */

const { codes } = require('internal:shared/errors');
const { kValidateObjectAllowFunction, validateAbortSignal, validateObject } = require('internal:shared/validators');

/** Keeps the resources reachable from nothing but their own owners, and the listeners from the resources. */
const listeners = new WeakMap();

/**
 * Resolves when the signal aborts. Does not keep `resource` alive: once it is collected the promise stays pending.
 * @param {AbortSignal} signal
 * @param {object} resource
 * @returns {Promise<void>}
 */
async function aborted(signal, resource) {
  requireSignal(signal);
  validateObject(resource, 'resource', kValidateObjectAllowFunction);
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers();
  const listener = () => resolve();
  const reference = new WeakRef(listener);
  listeners.set(resource, [...(listeners.get(resource) ?? []), listener]);
  signal.addEventListener('abort', () => reference.deref()?.(), { once: true });
  await promise;
}

function requireSignal(signal) {
  if (signal === undefined) throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
}

/** An abort controller whose signal `postMessage` may send. */
function transferableAbortController() {
  const controller = new AbortController();
  transferableAbortSignal(controller.signal);
  return controller;
}

/** Marks a signal as one that `postMessage` may send. */
function transferableAbortSignal(signal) {
  requireSignal(signal);
  require('internal:web/transferable').markTransferable?.(signal);
  return signal;
}

module.exports = { aborted, transferableAbortController, transferableAbortSignal };
