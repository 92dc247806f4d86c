'use strict';

/**
 * Messages between a process and its child: `send`, `disconnect`, `message`. One message a line over a Unix domain socket, the form Node
 * and others write; sockets and servers travel beside it as descriptors.
 */

const EventEmitter = require('node:events');
const { codes, errnoException } = require('internal:shared/errors');
const { validateBoolean, validateObject } = require('internal:shared/validators');
const { codecOf } = require('internal:child_process/codec');
const handles = require('internal:child_process/handles');

/** The message around one that carries a handle. */
const HANDLE = 'NODE_HANDLE';
/** Says that a connection given away by a server is closed. */
const CLOSED = 'NODE_SOCKET_CLOSED';
const WRITTEN = 1;
/** Waiting messages beyond this make `send` return false. */
const kQueueLimit = 65536 * 2;

/** `process.channel` and `child.channel`: whether the channel keeps its process alive. */
class Control extends EventEmitter {
  #channel;
  #refs = 0;
  #explicit = false;

  constructor(channel) {
    super();
    this.#channel = channel;
  }

  get fd() {
    return this.#channel.fd;
  }

  /** A listener that waits for messages counts as a use, until the program decides for itself. */
  refCounted() {
    if (++this.#refs === 1 && !this.#explicit) this.#channel.ref();
  }

  unrefCounted() {
    if (--this.#refs === 0 && !this.#explicit) this.#channel.unref();
  }

  ref() {
    this.#explicit = true;
    this.#channel.ref();
  }

  unref() {
    this.#explicit = true;
    this.#channel.unref();
  }
}

/** The channel of a parent to its child. */
function openChildChannel(child, fd, serialization) {
  return new Link(child, fd, serialization, () => {
    const { maybeClose } = require('internal:child_process/child');
    process.nextTick(maybeClose, child);
  }).open();
}

/** The channel of a child to its parent; it keeps the child alive while somebody listens. */
function openParentChannel(fd, serialization = 'json') {
  const link = new Link(process, fd, serialization, () => {});
  link.open();
  link.channel.unref();
  const { channel: control } = process;
  const counts = (event) => event === 'message' || event === 'disconnect';
  process.on('newListener', (event) => counts(event) && control.refCounted());
  process.on('removeListener', (event) => counts(event) && control.unrefCounted());
}

/** Opens the channel that the environment names, if it does; children of ours must not see the variables. */
function openInheritedChannel() {
  const { NODE_CHANNEL_FD: fd, NODE_CHANNEL_SERIALIZATION_MODE: serialization } = process.env;
  if (fd === undefined) return;
  delete process.env.NODE_CHANNEL_FD;
  delete process.env.NODE_CHANNEL_SERIALIZATION_MODE;
  openParentChannel(Number(fd), serialization || 'json');
}

/** Joins a process object (`process`, or a ChildProcess) with its channel. */
class Link {
  constructor(target, fd, serialization, ended) {
    this.target = target;
    this.fd = fd;
    this.codec = codecOf(serialization);
    this.ended = ended;
    /** Messages that came before somebody listened. */
    this.early = [];
    /** Callbacks of the messages that wait, oldest first. */
    this.waiting = [];
    this.queued = 0;
    this.closing = false;
    this.handedOver = new handles.HandedOver();
    this.channel = new binding.Channel((text) => this.received(text), (status) => this.drained(status));
  }

  open() {
    const { target } = this;
    const failed = this.channel.open(this.fd);
    if (failed) throw errnoException(failed, 'open');
    target.channel = new Control(this.channel);
    Object.defineProperty(target, '_channel', {
      __proto__: null, configurable: true, enumerable: true, get: () => target.channel, set: (value) => { target.channel = value; },
    });
    target.connected = true;
    target.send = (message, handle, options, callback) => this.send(message, handle, options, callback);
    target._send = (message, handle, options, callback) => this.write(message, handle, options ?? {}, callback);
    target.disconnect = () => this.disconnect();
    target._disconnect = () => this.finish();
    target.on('newListener', (event) => event === 'message' && process.nextTick(() => this.deliverEarly()));
    return this;
  }

  // --- Sending ---

  send(message, handle, options, callback) {
    if (typeof handle === 'function') [handle, options, callback] = [undefined, undefined, handle];
    else if (typeof options === 'function') [options, callback] = [undefined, options];
    else if (options !== undefined) validateObject(options, 'options');
    options = { swallowErrors: false, ...options };
    if (options.keepOpen !== undefined) validateBoolean(options.keepOpen, 'options.keepOpen');
    if (this.target.connected) return this.write(message, handle, options, callback);
    this.report(new codes.ERR_IPC_CHANNEL_CLOSED(), callback);
    return false;
  }

  write(message, handle, options, callback) {
    checkMessage(message);
    const sent = handle ? handles.pack(handle, message, options, this.handedOver) : { message, fd: -1 };
    const text = this.codec.encode(sent.message);
    const status = this.channel.write(`${text}\n`, sent.fd);
    sent.release?.();
    if (status < 0) {
      if (!options.swallowErrors) this.report(errnoException(status, 'write'), callback);
      return false;
    }
    if (status === WRITTEN) {
      if (typeof callback === 'function') process.nextTick(callback, null);
      return true;
    }
    this.waiting.push(callback);
    this.queued += text.length;
    return this.queued < kQueueLimit;
  }

  report(error, callback) {
    if (typeof callback === 'function') process.nextTick(callback, error);
    else process.nextTick(() => this.target.emit('error', error));
  }

  drained(status) {
    const callbacks = this.waiting;
    this.waiting = [];
    this.queued = 0;
    const error = status < 0 ? errnoException(status, 'write') : null;
    for (const callback of callbacks) {
      if (typeof callback === 'function') process.nextTick(callback, error);
    }
    if (this.closing) this.finish();
  }

  // --- Receiving ---

  received(text) {
    if (text === undefined) {
      this.peerGone();
      return;
    }
    const message = this.codec.decode(text);
    if (isInternal(message)) this.receivedInternal(message);
    else this.deliver('message', message, undefined);
  }

  receivedInternal(message) {
    if (message.cmd === CLOSED) {
      this.handedOver.closed(message.key);
    } else if (message.cmd === HANDLE) {
      handles.unpack(message, this.channel.takeDescriptor(), (handle) => this.deliverHandle(message, handle));
    } else {
      this.deliver('internalMessage', message, undefined);
    }
  }

  deliverHandle({ msg, key }, handle) {
    if (key !== undefined) {
      handle?.once('close', () => {
        if (this.channel !== null) this.write({ cmd: CLOSED, key }, undefined, { swallowErrors: true });
      });
    }
    this.deliver('message', msg, handle);
  }

  deliver(event, message, handle) {
    const { target } = this;
    if (event === 'message' && target.listenerCount('message') === 0) this.early.push([message, handle]);
    else process.nextTick(() => target.emit(event, message, handle));
  }

  deliverEarly() {
    for (const [message, handle] of this.early.splice(0)) this.target.emit('message', message, handle);
  }

  // --- The end ---

  disconnect() {
    if (!this.target.connected) {
      this.target.emit('error', new codes.ERR_IPC_DISCONNECTED());
      return;
    }
    this.target.connected = false;
    // What was sent before must arrive.
    if (this.channel.queueLength > 0) this.closing = true;
    else this.finish();
  }

  peerGone() {
    this.target.connected = false;
    this.finish();
  }

  finish() {
    const { target } = this;
    if (this.channel === null) return;
    this.channel.close();
    this.channel = null;
    this.handedOver.clear();
    target.connected = false;
    target.channel = null;
    process.nextTick(() => target.emit('disconnect'));
    this.ended();
  }
}

function checkMessage(message) {
  if (message === undefined) throw new codes.ERR_MISSING_ARGS('message');
  const type = typeof message;
  if (type === 'string' || type === 'object' || type === 'number' || type === 'boolean') return;
  throw new codes.ERR_INVALID_ARG_TYPE('message', ['string', 'object', 'number', 'boolean'], message);
}

/** Messages of the runtime itself have a `cmd` that begins with NODE_. */
function isInternal(message) {
  return message !== null && typeof message === 'object' && typeof message.cmd === 'string' && message.cmd.startsWith('NODE_');
}

module.exports = { openChildChannel, openParentChannel, openInheritedChannel };
