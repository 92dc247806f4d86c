'use strict';

/** What `util` adds to abort signals. */

const { kResistStopPropagation, kWeakHandler } = require('internal:events/event_target');
const { codes } = require('internal:shared/errors');
const { kTransfer, markCloneable } = require('internal:web/transferable');
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

/** An abort controller whose signal `postMessage` may send. */
function transferableAbortController() {
  const { AbortController } = require('internal:web/abort_controller');
  const controller = new AbortController();
  transferableAbortSignal(controller.signal);
  return controller;
}

/** Lets `postMessage` send the signal, as often as one likes; it stays usable here. */
function transferableAbortSignal(signal) {
  requireSignal(signal);
  markCloneable(signal);
  Object.defineProperty(signal, kTransfer, { __proto__: null, value: packSignal, configurable: true });
  return signal;
}

/** The copy learns of the abort through a channel, which keeps neither side's event loop alive. */
function packSignal() {
  if (this.aborted) return { data: this.reason, deserializeInfo: 'internal:util/abort#reviveAborted' };
  const { MessageChannel } = require('internal:web/message_channel');
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  const send = () => {
    port1.postMessage(this.reason);
    port1.close();
  };
  this.addEventListener('abort', send, { __proto__: null, once: true, [kResistStopPropagation]: true });
  return { data: port2, transfer: [port2], deserializeInfo: 'internal:util/abort#reviveFollowing' };
}

function reviveAborted(reason) {
  const { AbortSignal } = require('internal:web/abort_controller');
  return transferableAbortSignal(AbortSignal.abort(reason));
}

/** A signal that aborts with what the port receives. */
function reviveFollowing(port) {
  const controller = transferableAbortController();
  port.onmessage = ({ data }) => controller.abort(data);
  port.unref();
  return controller.signal;
}

module.exports = { aborted, reviveAborted, reviveFollowing, transferableAbortController, transferableAbortSignal };
