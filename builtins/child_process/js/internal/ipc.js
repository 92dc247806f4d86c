'use strict';

/**
 * Messages between a process and its child: `send`, `disconnect`, `message`. What travels is Node's protocol: a handle goes as a
 * descriptor beside a NODE_HANDLE message, and until the other side has said NODE_HANDLE_ACK everything behind it waits.
 */

const process = require('internal:process/object');
const { codes, errnoException } = require('internal:shared/errors');
const { validateBoolean, validateObject } = require('internal:shared/validators');
const { closed, opened } = require('internal:async_hooks/open_handles');
const { codecOf } = require('internal:child_process/codec');
const { Control } = require('internal:child_process/control');
const handles = require('internal:child_process/handles');

/** The message around one that carries a handle, and the two answers to it. */
const HANDLE = 'NODE_HANDLE';
const ACK = 'NODE_HANDLE_ACK';
const NACK = 'NODE_HANDLE_NACK';
/** A handle that got lost is sent so many times more. */
const kRetransmissions = 3;

const WRITTEN = 1;
const UV_EPIPE = -32;
/** Waiting bytes beyond this make `send` return false. */
const kQueueLimit = 65536 * 2;

const kQuiet = { swallowErrors: true };

/** The channel of a parent to its child. */
function openChildChannel(child, fd, serialization) {
  const { maybeClose } = require('internal:child_process/child');
  return new Link(child, fd, serialization, () => maybeClose(child));
}

/** The channel of a child to its parent; it keeps the child alive while somebody listens. */
function openParentChannel(fd, serialization = 'json') {
  const link = new Link(process, fd, serialization, () => {});
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
    this.codec = codecOf(serialization);
    this.ended = ended;
    /** Messages that came before somebody listened. */
    this.early = [];
    /** Callbacks of the messages that wait for the system, oldest first. */
    this.waiting = [];
    /** While a handle is not acknowledged: what is to be sent after it. @type {Array<[unknown, unknown, object, Function?]> | null} */
    this.held = null;
    /** The handle that is not acknowledged, if it can be sent again. */
    this.unacknowledged = null;
    this.closing = false;
    /** The connections that servers have at the other side, and those of its servers here. */
    this.socketLists = { sent: new Map(), received: new Map() };
    this.channel = new binding.Channel(this.codec.isSized, (message) => this.received(message), (status) => this.drained(status));
    const failed = this.channel.open(fd);
    if (failed) throw errnoException(failed, 'open');
    opened(this.channel, 'PipeWrap');
    this.defineMethods(target);
  }

  defineMethods(target) {
    target.channel = new Control(this.channel);
    target.connected = true;
    target.send = (message, handle, options, callback) => this.send(message, handle, options, callback);
    target._send = (message, handle, options, callback) => this.write(message, handle, options ?? {}, callback);
    target.disconnect = () => this.disconnect();
    target._disconnect = () => this.finish();
    target.on('newListener', () => process.nextTick(() => this.deliverEarly()));
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
    const kind = handle ? handles.kindOf(handle) : null;
    if (this.channel === null) {
      if (!options.swallowErrors) this.report(new codes.ERR_IPC_CHANNEL_CLOSED(), callback);
      return false;
    }
    if (this.held !== null && !isAnswer(message)) {
      this.held.push([message, handle, options, callback]);
      return this.held.length === 1;
    }
    const envelope = { cmd: HANDLE, type: kind?.type, msg: message };
    const native = kind ? kind.send(this, envelope, handle, options) : undefined;
    // A socket that was given away before has nothing to send: the message goes alone.
    if (!native) return this.transmit(message, -1, options, callback) ?? true;
    return this.transmitHandle({ envelope, native, closes: kind.closes && !options.keepOpen, options, callback, attempts: 0 });
  }

  transmitHandle(parcel) {
    const wantsMore = this.transmit(parcel.envelope, parcel.native.fd, parcel.options, parcel.callback);
    if (this.channel === null || wantsMore === undefined) {
      if (parcel.closes) parcel.native.close(undefined);
      return false;
    }
    this.held ??= [];
    if (parcel.closes) this.unacknowledged = parcel;
    return wantsMore;
  }

  /** Whether more may be sent; undefined when this could not be, which is told later. */
  transmit(message, fd, options, callback) {
    const status = this.codec.write(this.channel, message, fd);
    if (status === UV_EPIPE && fd >= 0) {
      // The other side has died, which is told when its end is seen. A handle is no error before that.
      if (typeof callback === 'function') process.nextTick(callback, null);
      return undefined;
    }
    if (status < 0) {
      if (!options.swallowErrors) this.report(errnoException(status, 'write'), callback);
      return undefined;
    }
    if (status !== WRITTEN) this.waiting.push(callback);
    else if (typeof callback === 'function') process.nextTick(callback, null);
    return this.channel.queueSize < kQueueLimit;
  }

  report(error, callback) {
    if (typeof callback === 'function') process.nextTick(callback, error);
    else process.nextTick(() => this.target.emit('error', error));
  }

  /** What waited is with the system, or failed. */
  drained(status) {
    const callbacks = this.waiting;
    this.waiting = [];
    const error = status < 0 ? errnoException(status, 'write') : null;
    for (const callback of callbacks) {
      if (typeof callback === 'function') process.nextTick(callback, error);
    }
    if (this.closing) this.finishWhenSent();
  }

  /** The other side has the handle, or has not got it. */
  answered(isReceived) {
    const parcel = this.unacknowledged;
    const held = this.held ?? [];
    this.held = null;
    this.unacknowledged = null;
    if (parcel !== null) this.settle(parcel, isReceived);
    for (const [message, handle, options, callback] of held) {
      if (this.channel !== null) this.write(message, handle, options, callback);
    }
    if (this.closing) this.finishWhenSent();
  }

  settle(parcel, isReceived) {
    if (!isReceived && parcel.attempts++ < kRetransmissions) {
      parcel.callback = undefined;
      this.transmitHandle(parcel);
      return;
    }
    parcel.native.close(undefined);
    if (!isReceived) {
      process.emitWarning('Handle did not reach the receiving process correctly', 'SentHandleNotReceivedWarning');
    }
  }

  // --- Receiving ---

  received(data) {
    if (data === undefined) {
      this.peerGone();
      return;
    }
    const message = this.codec.decode(data);
    if (!isInternal(message)) this.deliver('message', message, undefined);
    else if (message.cmd === ACK || message.cmd === NACK) this.answered(message.cmd === ACK);
    else if (message.cmd === HANDLE) this.receivedHandle(message);
    else this.deliver('internalMessage', message, undefined);
  }

  receivedHandle(envelope) {
    const native = handles.nativeOf(envelope, this.channel.takeDescriptor());
    this.write({ cmd: native ? ACK : NACK }, undefined, kQuiet);
    if (!native) return;
    const { msg } = envelope;
    handles.kinds[envelope.type].receive(this, envelope, native, (handle) => {
      this.deliver(isInternal(msg) ? 'internalMessage' : 'message', msg, handle);
    });
  }

  deliver(event, message, handle) {
    if (this.channel !== null) process.nextTick(emitMessage, this, event, message, handle);
  }

  deliverEarly() {
    if (this.channel === null || this.target.listenerCount('message') === 0) return;
    for (const [message, handle] of this.early.splice(0)) emitMessage(this, 'message', message, handle);
  }

  // --- The end ---

  disconnect() {
    if (!this.target.connected) {
      this.target.emit('error', new codes.ERR_IPC_DISCONNECTED());
      return;
    }
    this.target.connected = false;
    this.finishWhenSent();
  }

  /** What was sent before the end must arrive. */
  finishWhenSent() {
    this.closing = this.held !== null || this.channel?.queueSize > 0;
    if (!this.closing) this.finish();
  }

  /** The end of the channel counts before it is told. */
  peerGone() {
    if (this.channel === null) return;
    this.finish();
    this.countEnd();
  }

  countEnd() {
    const { ended } = this;
    this.ended = undefined;
    ended?.();
  }

  finish() {
    const { target, channel } = this;
    if (channel === null) return;
    this.channel = null;
    target.connected = false;
    target.channel = null;
    this.unacknowledged?.native.close(undefined);
    this.unacknowledged = null;
    channel.readStop();
    process.nextTick(() => {
      closed(channel);
      channel.close();
      target.emit('disconnect');
      this.countEnd();
    });
  }
}

/** A message waits until somebody listens; those of the runtime itself never do. */
function emitMessage(link, event, message, handle) {
  const { target } = link;
  if (event === 'internalMessage' || target.listenerCount('message') > 0) target.emit(event, message, handle);
  else link.early.push([message, handle]);
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

/** Answers to a handle do not wait for one of our own, or both sides could wait forever. */
function isAnswer(message) {
  return message !== null && typeof message === 'object' && (message.cmd === ACK || message.cmd === NACK);
}

module.exports = { openChildChannel, openParentChannel, openInheritedChannel };
