'use strict';

/** Message ports as the web has them, over the native ports of this builtin. */

const process = require('internal:process/object');
const { Event, defineEventHandler, dispatch, kListenerAdded, kListenerRemoved, kNodeValue } = require('internal:events/event_target');
const { inspectAs } = require('internal:events/inspect');
const { NodeEventTarget } = require('internal:events/node_event_target');
const { newAsyncId, defaultTriggerAsyncId } = require('internal:async_hooks/context');
const hooks = require('internal:async_hooks/hooks');
const { closed, opened } = require('internal:async_hooks/open_handles');
const { codes } = require('internal:shared/errors');
const { MessageEvent, messageEvent, sentData } = require('internal:web/message_event');
const { deserialize, deserializeAll, fail, send, serialize } = require('internal:web/message');
const { kRequireTransferable, kTransfer, markCloneable } = require('internal:web/transferable');

const kConstruct = Symbol('construct');
const kFrom = 'internal:web/message_channel#revivePort';

/** Access for functions of this file. */
let nativeOf;

class MessagePort extends NodeEventTarget {
  /** The native port; it forgets itself when the port is closed or given away. */
  #native;
  #listeners = 0;
  #asyncId = 0;
  /** Given away, which is told apart from closed by no event only. */
  #isDetached = false;

  static {
    nativeOf = (port) => port.#native;
  }

  constructor(token = undefined, parcel = undefined) {
    if (token !== kConstruct) throw new codes.ERR_CONSTRUCT_CALL_INVALID();
    super();
    markCloneable(this);
    this.#native = new binding.Port(parcel, (message) => this.#take(message), (value) => dispatch(this, messageEvent(value)));
    opened(this, 'MessagePort');
    if (hooks.counts.init !== 0) this.#announce();
  }

  /**
   * @param {unknown} message
   * @param {object[] | { transfer?: object[] }} [options]
   * @returns {true | undefined} as Node: whether the port is open
   */
  postMessage(message, options) {
    if (arguments.length === 0) throw typeError('Not enough arguments to MessagePort.postMessage', 'ERR_MISSING_ARGS');
    const transfer = transferList(options);
    if (transfer.length === 0) return send(this.#native, message) || undefined;
    if (transfer.includes(this)) fail('Transfer list contains source port');
    const envelope = serialize(message, transfer);
    if (this.#native.isTargetOf(envelope)) {
      process.emitWarning('The target port was posted to itself, and the communication channel was lost');
      this.close();
      return true;
    }
    return this.#native.post(envelope) || undefined;
  }

  /** Begins delivering; adding a `message` listener in Node style or by `onmessage` does it too. */
  start() {
    this.#native.start();
  }

  close(callback) {
    if (typeof callback === 'function') this.once('close', callback);
    this.#native.close();
  }

  ref() {
    this.#native.reference();
    return this;
  }

  unref() {
    this.#native.unreference();
    return this;
  }

  hasRef() {
    return this.#native.hasReference() ?? false;
  }

  get [Symbol.toStringTag]() {
    return 'MessagePort';
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    const refed = this.#native?.hasReference();
    const shown = refed === undefined ? { active: false } : { active: true, refed };
    return depth < 0 ? '[MessagePort [EventTarget]]' : inspectAs('MessagePort [EventTarget]', shown, options);
  }

  [kNodeValue](event) {
    return event.type === 'message' || event.type === 'messageerror' ? sentData(event) : super[kNodeValue](event);
  }

  [kListenerAdded](type) {
    if (type !== 'message') return;
    if (++this.#listeners === 1) {
      this.ref();
      this.start();
    }
  }

  [kListenerRemoved](type) {
    if (type !== 'message') return;
    if (--this.#listeners === 0) {
      this.unref();
      this.#native.stop();
    }
  }

  [kRequireTransferable]() {
    if (this.#native.hasReference() === undefined) fail('MessagePort in transfer list is already detached');
  }

  /** Gives the end away; this object is of no use afterwards. */
  [kTransfer]() {
    this.#isDetached = true;
    closed(this);
    return { data: undefined, parcel: this.#native.detach(), deserializeInfo: kFrom };
  }

  #take(message) {
    if (message !== undefined) {
      deliver(this, message);
      return;
    }
    if (this.#isDetached) return;
    closed(this);
    dispatch(this, new Event('close'));
    if (this.#asyncId !== 0) hooks.queueDestroy(this.#asyncId);
  }

  #announce() {
    this.#asyncId = newAsyncId();
    hooks.emitInit(this.#asyncId, 'MESSAGEPORT', defaultTriggerAsyncId(), this);
  }
}

/** @param {EventTarget} target @param {binding.Message} message */
function deliver(target, message) {
  let event;
  try {
    event = message.hostCount() === 0 ? messageEvent(deserialize(message)) : eventWithPorts(message);
  } catch (error) {
    event = new MessageEvent('messageerror', { data: error });
  }
  dispatch(target, event);
}

function eventWithPorts(message) {
  const { value, hosts } = deserializeAll(message);
  return messageEvent(value, hosts.filter((host) => host instanceof MessagePort));
}

const kNothing = [];

function transferList(options) {
  if (options === undefined || options === null || typeof options === 'function') return kNothing;
  if (typeof options !== 'object') {
    throw typeError('Optional transferList argument must be an iterable');
  }
  const list = typeof options[Symbol.iterator] === 'function' ? options : options.transfer;
  if (list === undefined) return [];
  if (typeof list !== 'object' || list === null || typeof list[Symbol.iterator] !== 'function') {
    throw typeError('Optional options.transfer argument must be an iterable');
  }
  return [...list];
}

/** Texts that the error table does not have. */
function typeError(message, code = 'ERR_INVALID_ARG_TYPE') {
  return Object.assign(new TypeError(message), { code });
}

defineEventHandler(MessagePort.prototype, 'message');
defineEventHandler(MessagePort.prototype, 'messageerror');

class MessageChannel {
  constructor() {
    const [one, two] = binding.makeChannel();
    this.port1 = revivePort(undefined, one);
    this.port2 = revivePort(undefined, two);
  }
}

/** The port of an end that comes in a parcel. */
function revivePort(_data, parcel) {
  return new MessagePort(kConstruct, parcel);
}

/**
 * Gives a port's end away for a port of another kind.
 * @param {MessagePort} port
 * @returns {binding.Parcel}
 */
function takeEnd(port) {
  if (!(port instanceof MessagePort)) throw typeError('The "port" argument must be a MessagePort instance');
  if (nativeOf(port).hasReference() === undefined) throw new codes.ERR_CLOSED_MESSAGE_PORT();
  return port[kTransfer]().parcel;
}

/** Whether it is a port that was neither closed nor given away. */
function isOpen(port) {
  return port instanceof MessagePort && nativeOf(port).hasReference() !== undefined;
}

/** `worker_threads.receiveMessageOnPort()`. @param {MessagePort | BroadcastChannel} port */
function receiveMessageOnPort(port) {
  const message = nativePort(port).receive();
  if (message === undefined) return undefined;
  return { message: port instanceof MessagePort ? deserialize(message) : require('internal:web/context_port').read(port, message) };
}

/**
 * Takes everything that waits at a port.
 * @param {MessagePort} port
 * @param {(message: binding.Message) => void} take
 */
function drainPort(port, take) {
  const native = nativeOf(port);
  for (let message = native.receive(); message !== undefined; message = native.receive()) take(message);
}

function nativePort(port) {
  if (port instanceof MessagePort) return nativeOf(port);
  const moved = require('internal:web/context_port').nativeOf(port);
  if (moved !== undefined) return moved;
  const native = require('internal:web/broadcast_channel').nativeOf(port);
  if (native === undefined) throw typeError('The "port" argument must be a MessagePort instance');
  return native;
}

module.exports = { MessageChannel, MessagePort, deliver, drainPort, isOpen, receiveMessageOnPort, revivePort, takeEnd, transferList };
