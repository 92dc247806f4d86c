'use strict';

/** What `util` adds to abort signals. */

const { kResistStopPropagation, kWeakHandler } = require('internal:events/event_target');
const { codes } = require('internal:shared/errors');
const { kValidateObjectAllowFunction, validateAbortSignal, validateObject } = require('internal:shared/validators');

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
  const options = { __proto__: null, once: true, [kWeakHandler]: resource, [kResistStopPropagation]: true };
  signal.addEventListener('abort', () => resolve(), options);
  await promise;
}

function requireSignal(signal) {
  if (signal === undefined) throw new codes.ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
}

/** An abort controller that is meant for a signal to send. */
function transferableAbortController() {
  return new AbortController();
}

/** A signal that is meant to be sent. Sending one is not supported yet: cloning it throws a DataCloneError. */
function transferableAbortSignal(signal) {
  requireSignal(signal);
  return signal;
}

module.exports = { aborted, transferableAbortController, transferableAbortSignal };
