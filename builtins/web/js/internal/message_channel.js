'use strict';

/**
 * Message ports. Two ends share a pair of queues; an end delivers from its own in the poll phase, one message an event. What a port
 * object refers to (`End`) moves to a new object when the port is transferred.
 */

const { defineEventHandler, dispatch, kListenerAdded, kListenerRemoved, kNodeValue } = require('internal:events/event_target');
const { inspectAs } = require('internal:events/inspect');
const { NodeEventTarget } = require('internal:events/node_event_target');
const { codes } = require('internal:shared/errors');
const { Event } = require('internal:events/event_target');
const { MessageEvent } = require('internal:web/message_event');
const { deserialize, fail, serialize } = require('internal:web/message');
const { kRequireTransferable, kTransfer, markCloneable } = require('internal:web/transferable');

const kConstruct = Symbol('construct');
/** Messages delivered in one go before the loop gets its turn. */
const kBatch = 1000;

/** One end of a channel, whatever port object stands for it at the moment. */
class End {
  constructor() {
    /** @type {{ envelope: object, ports: number }[]} */
    this.queue = [];
    /** @type {End | null} */
    this.peer = null;
    /** @type {MessagePort | null} */
    this.port = null;
    this.closed = false;
  }
}

/** Access for functions of this file. */
let endOf;
let attach;

class MessagePort extends NodeEventTarget {
  #end = null;
  #wakeup = null;
  #signalled = false;
  #started = false;
  #listeners = 0;
  #refed = false;

  static {
    endOf = (port) => port.#end;
    attach = (port, end) => {
      port.#end = end;
      end.port = port;
      if (end.queue.length > 0) port.#signal();
    };
    Object.defineProperty(this, 'wake', { __proto__: null, value: (port) => port.#signal(), configurable: true });
  }

  constructor(token, end) {
    if (token !== kConstruct) throw new codes.ERR_CONSTRUCT_CALL_INVALID();
    super();
    markCloneable(this);
    this.#wakeup = new binding.Wakeup(() => this.#deliver());
    attach(this, end);
  }

  /**
   * @param {unknown} message
   * @param {object[] | { transfer?: object[] }} [options]
   */
  postMessage(message, options) {
    if (arguments.length === 0) throw typeError('Not enough arguments to MessagePort.postMessage', 'ERR_MISSING_ARGS');
    const transfer = transferList(options);
    if (transfer.includes(this)) fail('Transfer list contains source port');
    const end = this.#end;
    const peer = end?.peer;
    const toItself = peer?.port !== undefined && peer?.port !== null && transfer.includes(peer.port);
    const envelope = serialize(message, transfer);
    if (toItself) {
      this.close();
      return;
    }
    if (end === null || end.closed || !peer || peer.closed) return;
    peer.queue.push(envelope);
    if (peer.port !== null) MessagePort.wake(peer.port);
  }

  /** Begins delivering; adding a `message` listener in Node style or by `onmessage` does it too. */
  start() {
    if (this.#started) return;
    this.#started = true;
    this.#signal();
  }

  close(callback) {
    if (typeof callback === 'function') this.once('close', callback);
    const end = this.#end;
    if (end === null || end.closed) return;
    closeEnd(end);
    if (end.peer !== null && !end.peer.closed) closeEnd(end.peer);
  }

  ref() {
    this.#refed = true;
    if (this.#end !== null && !this.#end.closed) this.#wakeup.reference();
    return this;
  }

  unref() {
    this.#refed = false;
    this.#wakeup.unreference();
    return this;
  }

  hasRef() {
    return this.#refed && this.#end !== null && !this.#end.closed;
  }

  get [Symbol.toStringTag]() {
    return 'MessagePort';
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    const shown = this.#end === null || this.#end.closed ? { active: false } : { active: true, refed: this.#refed };
    return depth < 0 ? '[MessagePort [EventTarget]]' : inspectAs('MessagePort [EventTarget]', shown, options);
  }

  [kNodeValue](event) {
    return event.type === 'message' || event.type === 'messageerror' ? event.data : super[kNodeValue](event);
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
    if (--this.#listeners === 0) this.unref();
  }

  [kRequireTransferable]() {
    if (this.#end === null || this.#end.closed) fail('MessagePort in transfer list is already detached');
  }

  /** Gives the end away; this object is of no use afterwards. */
  [kTransfer]() {
    const end = this.#end;
    this.unref();
    this.#end = null;
    end.port = null;
    const token = keep(end);
    return { data: token, revive: (kept) => new MessagePort(kConstruct, claim(kept)) };
  }

  /** The next waiting message without an event. */
  static receive(port) {
    const envelope = port.#end?.queue.shift();
    return envelope === undefined ? undefined : { message: deserialize(envelope) };
  }

  /** Called when the end was closed: the last messages are delivered first. */
  static finish(port) {
    port.#deliver();
    port.unref();
    dispatch(port, new Event('close'));
  }

  #signal() {
    if (!this.#started || this.#signalled || this.#end === null) return;
    this.#signalled = true;
    this.#wakeup.signal();
  }

  #deliver() {
    this.#signalled = false;
    if (!this.#started) return;
    for (let count = 0; count < kBatch; count++) {
      const envelope = this.#end?.queue.shift();
      if (envelope === undefined) return;
      if (this.#end.queue.length > 0) this.#signal();
      deliverOne(this, envelope);
    }
  }
}

function deliverOne(port, envelope) {
  let event;
  try {
    event = new MessageEvent('message', { data: deserialize(envelope) });
  } catch (error) {
    event = new MessageEvent('messageerror', { data: error });
  }
  dispatch(port, event);
}

function closeEnd(end) {
  end.closed = true;
  const { port } = end;
  if (port === null) return;
  const wakeup = new binding.Wakeup(() => MessagePort.finish(port));
  wakeup.signal();
}

/** Ends in transit, by the number that stands for them in a message. */
const inTransit = new Map();
let lastToken = 0;

function keep(end) {
  inTransit.set(++lastToken, end);
  return lastToken;
}

function claim(token) {
  const end = inTransit.get(token);
  inTransit.delete(token);
  return end;
}

function transferList(options) {
  if (options === undefined || options === null) return [];
  if (typeof options !== 'object') {
    throw typeError('Optional transferList argument must be an iterable');
  }
  const list = typeof options[Symbol.iterator] === 'function' ? options : options.transfer;
  if (list === undefined || list === null) return [];
  if (typeof list !== 'object' || typeof list[Symbol.iterator] !== 'function') {
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
    const [one, two] = [new End(), new End()];
    one.peer = two;
    two.peer = one;
    this.port1 = new MessagePort(kConstruct, one);
    this.port2 = new MessagePort(kConstruct, two);
  }
}

/** `worker_threads.receiveMessageOnPort()`. @param {MessagePort} port */
function receiveMessageOnPort(port) {
  if (!(port instanceof MessagePort)) {
    throw typeError('The "port" argument must be a MessagePort instance');
  }
  return MessagePort.receive(port);
}

module.exports = { MessageChannel, MessagePort, receiveMessageOnPort };
