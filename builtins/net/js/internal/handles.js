'use strict';

/**
 * The native handles and what happens on them. A handle belongs to one socket or server at a time, its `kOwner`; the functions here are
 * called with the handle as `this`.
 */

const { Buffer } = require('node:buffer');
const { closed, kOwner, opened } = require('internal:async_hooks/open_handles');
const { announce, announceUnder, counts, endOnClose, kFrame, requestCallback, runIn } = require('internal:async_hooks/resources');

/** The callback of the write that waits. */
const kWriteCallback = Symbol('net.writeCallback');

/** Methods of `net.BoundSocket`: give its handle to the one that asks first. */
const kTakeListener = Symbol('net.boundSocket.takeListener');
const kTakeStream = Symbol('net.boundSocket.takeStream');

/** Kinds of handles; the native side knows the same numbers. */
const TCP = 0;
const PIPE = 1;
const TTY = 2;

/** Flags of a bind; the native side knows the same. */
const kIpv6Only = 1;
const kReusePort = 2;

/** What async hooks call the handles and the connects of each kind. */
const STREAM_TYPES = ['TCPWRAP', 'PIPEWRAP', 'TTYWRAP'];
const LISTENER_TYPES = ['TCPSERVERWRAP', 'PIPESERVERWRAP'];
const CONNECT_TYPES = ['TCPCONNECTWRAP', 'PIPECONNECTWRAP'];

/** What `process.getActiveResourcesInfo()` calls them. */
const STREAM_KINDS = ['TCPSocketWrap', 'PipeWrap', 'TTYWrap'];
const LISTENER_KINDS = ['TCPServerWrap', 'PipeWrap'];

/** What a write returns when all bytes are with the system; 0 says that they wait. */
const WRITTEN = 1;

const { connect: connectNatively } = binding.Stream.prototype;

/**
 * Begins to connect. Packages that mock connections put a function of their own in its place, and call `request.oncomplete(status, handle,
 * request, readable, writable)` themselves.
 * @param {{ oncomplete: Function }} request @param {string} address @param {number} port
 */
function connect(request, address, port) {
  beginRequest(this, CONNECT_TYPES[this.kind], (status) => request.oncomplete(status, this, request, true, true), request);
  return Reflect.apply(connectNatively, this, [address, port]);
}
binding.Stream.prototype.connect = connect;
binding.Stream.prototype.connect6 = connect;
for (const { prototype } of [binding.Stream, binding.Listener]) {
  forgetOnDetach(prototype);
  endOnClose(prototype);
}

/** A handle that gives its descriptor away is open no more. */
function forgetOnDetach(prototype) {
  const { detach: detachNatively } = prototype;
  prototype.detach = function detach() {
    closed(this);
    return Reflect.apply(detachNatively, this, []);
  };
}

/** `callback(status)` is told of the end of the connect or the write that begins. */
function beginRequest(handle, type, callback, request = undefined) {
  handle[kWriteCallback] = requestCallback(handle, type, callback, request);
}

/** @param {0 | 1 | 2} kind */
function createStream(kind) {
  const handle = prepare(new binding.Stream(kind, onRead, onDone), kind);
  announce(handle, STREAM_TYPES[kind]);
  opened(handle, STREAM_KINDS[kind]);
  return handle;
}

/** @param {0 | 1} kind */
function createListener(kind) {
  const handle = new binding.Listener(kind, onConnection, onRead, onDone);
  handle[kOwner] = null;
  handle.kind = kind;
  handle.onconnection = tellServer;
  announce(handle, LISTENER_TYPES[kind]);
  opened(handle, LISTENER_KINDS[kind]);
  return handle;
}

/** Whether a value is one of the handles that are made here. */
function isNative(value) {
  return value instanceof binding.Stream || value instanceof binding.Listener;
}

/** Gives a stream its fields, always the same in the same order. */
function prepare(handle, kind) {
  handle[kOwner] = null;
  handle[kWriteCallback] = null;
  handle.kind = kind;
  handle.reading = false;
  return handle;
}

function onRead(count, bytes) {
  if (counts.hooks === 0) takeRead(this, count, bytes);
  else runIn(this, takeRead, undefined, this, count, bytes);
}

function takeRead(handle, count, bytes) {
  const owner = handle[kOwner];
  if (owner === null) return;
  if (bytes === undefined) owner._handleRead(count, undefined);
  else owner._handleRead(count, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** The connect, or the write that waited, has ended. */
function onDone(status) {
  const callback = this[kWriteCallback];
  if (callback === null) return;
  this[kWriteCallback] = null;
  callback(status, this);
}

function onConnection(status, handle) {
  if (handle !== undefined) {
    prepare(handle, this.kind);
    announceUnder(this, handle, STREAM_TYPES[this.kind]);
    opened(handle, STREAM_KINDS[this.kind]);
    // The peer has made it, in no context of ours.
    handle[kFrame] = undefined;
  }
  if (counts.hooks === 0) this.onconnection(status, handle);
  else runIn(this, this.onconnection, this, status, handle);
}

/** What a listening handle does with a connection. A program may put its own function before this one. */
function tellServer(status, handle) {
  this[kOwner]._handleConnection(status, handle);
}

module.exports = {
  beginRequest, CONNECT_TYPES, kIpv6Only, kOwner, kReusePort, kTakeListener, kTakeStream, kWriteCallback, TCP, PIPE, TTY, WRITTEN, createStream, createListener, isNative, tellServer,
};
