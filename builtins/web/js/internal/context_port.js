'use strict';

/**
 * `worker_threads.moveMessagePortToContext()`: a port that lives in a context of `node:vm`. What it receives is made of that context's objects, and so is
 * the port, which is no EventTarget: it calls its own `onmessage` and `onmessageerror`.
 */

const { codes } = require('internal:shared/errors');
const { deserialize, serialize } = require('internal:web/message');
const { isOpen, takeEnd, transferList } = require('internal:web/message_channel');

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

/** @type {WeakMap<object, { native: binding.Port, global: object }>} */
const moved = new WeakMap();

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
  const native = nativeOf(port);
  if (native === undefined) throw new codes.ERR_INVALID_THIS('MessagePort');
  return methods[name](native, args);
}

/** @param {MessagePort} port @param {object} contextifiedSandbox */
function moveMessagePortToContext(port, contextifiedSandbox) {
  const vm = require('node:vm');
  const parcelOf = () => takeEnd(port);
  if (!vm.isContext(contextifiedSandbox)) {
    // A closed port is the first thing to complain about.
    if (!isOpen(port)) parcelOf();
    throw Object.assign(new TypeError('Invalid context argument'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  const parcel = parcelOf();
  const global = vm.runInContext('globalThis', contextifiedSandbox);
  const [made, emit] = vm.runInContext(kSource, contextifiedSandbox)(call);
  const native = new binding.Port(parcel, (message) => take(message, made, emit));
  moved.set(made, { native, global });
  native.reference();
  return made;
}

function take(message, port, emit) {
  if (message === undefined) return;
  let data;
  try {
    data = read(port, message);
  } catch (error) {
    emit(port, 'onmessageerror', error);
    return;
  }
  emit(port, 'onmessage', data);
}

/** The value of a message, made of the objects of the port's context. */
function read(port, message) {
  const place = moved.get(port);
  return place === undefined ? deserialize(message) : message.deserialize(refuse, place.global);
}

/** Our classes have no counterparts in another context. */
function refuse() {
  throw new codes.ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE();
}

/** The native port of a port that was moved. */
function nativeOf(port) {
  return moved.get(port)?.native;
}

module.exports = { moveMessagePortToContext, nativeOf, read };
