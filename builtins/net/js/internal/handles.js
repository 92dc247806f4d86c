'use strict';

/**
 * The native handles and what happens on them. A handle belongs to one socket or server at a time, its `kOwner`; the functions here are
 * called with the handle as `this`.
 */

const { Buffer } = require('node:buffer');

/** The socket or server a handle belongs to. */
const kOwner = Symbol('net.owner');
/** The callback of the write that waits. */
const kWriteCallback = Symbol('net.writeCallback');

/** Kinds of handles; the native side knows the same numbers. */
const TCP = 0;
const PIPE = 1;
const TTY = 2;

/** What a write returns when all bytes are with the system; 0 says that they wait. */
const WRITTEN = 1;

const { connect: connectNatively } = binding.Stream.prototype;

/**
 * Begins to connect. Packages that mock connections put a function of their own in its place, and call `request.oncomplete(status, handle,
 * request, readable, writable)` themselves.
 * @param {{ oncomplete: Function }} request @param {string} address @param {number} port
 */
function connect(request, address, port) {
  this[kWriteCallback] = (status) => request.oncomplete(status, this, request, true, true);
  return Reflect.apply(connectNatively, this, [address, port]);
}
binding.Stream.prototype.connect = connect;
binding.Stream.prototype.connect6 = connect;

/** @param {0 | 1 | 2} kind */
function createStream(kind) {
  return prepare(new binding.Stream(kind, onRead, onDone), kind);
}

/** @param {0 | 1} kind */
function createListener(kind) {
  const handle = new binding.Listener(kind, onConnection, onRead, onDone);
  handle[kOwner] = null;
  handle.kind = kind;
  handle.onconnection = tellServer;
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
  const owner = this[kOwner];
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
  if (handle !== undefined) prepare(handle, this.kind);
  this.onconnection(status, handle);
}

/** What a listening handle does with a connection. A program may put its own function before this one. */
function tellServer(status, handle) {
  this[kOwner]._handleConnection(status, handle);
}

module.exports = { kOwner, kWriteCallback, TCP, PIPE, TTY, WRITTEN, createStream, createListener, isNative, tellServer };
