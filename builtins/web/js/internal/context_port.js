'use strict';

/**
 * `worker_threads.moveMessagePortToContext()`: a port that lives in a context of `node:vm`. What it receives is made of that context's objects, and so is
 * the port, which is no EventTarget: it calls its own `onmessage` and `onmessageerror`.
 */

const { codes } = require('internal:shared/errors');
const { serialize } = require('internal:web/message');
const { takeEnd, transferList } = require('internal:web/message_channel');

/** The port's class, in the context. `call(port, name, arguments)` leads out of it. */
const kSource = `(function(call) {
  class MessagePort {
    onmessage = null;
    onmessageerror = null;
    postMessage(...args) { call(this, 'post', args); }
    start() { call(this, 'start'); }
    close() { call(this, 'close'); }
    ref() { call(this, 'ref'); }
    unref() { call(this, 'unref'); }
    hasRef() { return call(this, 'hasRef'); }
  }
  return [new MessagePort(), (port, handler, data) => port[handler]?.({ type: handler.slice(2), target: port, data })];
})`;

/** @type {WeakMap<object, binding.Port>} */
const natives = new WeakMap();

const methods = {
  __proto__: null,
  post: (native, [message, options]) => native.post(serialize(message, transferList(options))),
  start: (native) => native.start(),
  close: (native) => native.close(),
  ref: (native) => native.reference(),
  unref: (native) => native.unreference(),
  hasRef: (native) => native.hasReference(),
};

function call(port, name, args) {
  const native = natives.get(port);
  if (native === undefined) throw new codes.ERR_INVALID_THIS('MessagePort');
  return methods[name](native, args);
}

/** @param {MessagePort} port @param {object} contextifiedSandbox */
function moveMessagePortToContext(port, contextifiedSandbox) {
  const vm = require('node:vm');
  const parcelOf = () => takeEnd(port);
  if (!vm.isContext(contextifiedSandbox)) {
    // A closed port is the first thing to complain about.
    if (port?.hasRef?.() === undefined) parcelOf();
    throw Object.assign(new TypeError('Invalid context argument'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  const parcel = parcelOf();
  const global = vm.runInContext('globalThis', contextifiedSandbox);
  const [moved, emit] = vm.runInContext(kSource, contextifiedSandbox)(call);
  const native = new binding.Port(parcel, (message) => take(message, global, moved, emit));
  natives.set(moved, native);
  native.reference();
  return moved;
}

function take(message, global, moved, emit) {
  if (message === undefined) return;
  let data;
  try {
    data = message.deserialize(refuse, global);
  } catch (error) {
    emit(moved, 'onmessageerror', error);
    return;
  }
  emit(moved, 'onmessage', data);
}

/** Our classes have no counterparts in another context. */
function refuse() {
  throw new codes.ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE();
}

/** The native port of a port that was moved. */
function nativeOf(port) {
  return natives.get(port);
}

module.exports = { moveMessagePortToContext, nativeOf };
