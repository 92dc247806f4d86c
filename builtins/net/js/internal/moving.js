'use strict';

/** Sockets and servers that move to another thread with a message: their descriptors go, and objects of the same kind are made around them there. */

const { codes } = require('internal:shared/errors');
const { packDescriptor, unpackDescriptor } = require('internal:fs/file_handle');
const { createListener, createStream, TCP, TTY } = require('internal:net/handles');

/** @param {Socket} socket open and fresh, and no terminal */
function requireMovableSocket(socket) {
  const handle = socket._handle;
  const isOpen = handle instanceof binding.Stream && handle.kind !== TTY && !socket.connecting && !socket.destroyed && socket.encrypted !== true;
  if (!isOpen || !isFresh(socket)) throw new codes.ERR_WORKER_HANDLE_NOT_TRANSFERABLE('net.Socket');
}

/** Whether it has no past, which would not go with the descriptor: bytes, also such that were put back, and how they are read as text. @param {Socket} socket */
function isFresh({ bytesRead, bytesWritten, readableLength, readableEncoding }) {
  return bytesRead === 0 && bytesWritten === 0 && readableLength === 0 && readableEncoding === null;
}

/** The socket here closes. @param {Socket} socket */
function moveSocket(socket) {
  const { kind } = socket._handle;
  const parcel = packDescriptor(socket._handle.detach());
  socket.destroy();
  return { data: { kind, allowHalfOpen: socket.allowHalfOpen }, parcel, deserializeInfo: 'internal:net/moving#reviveSocket' };
}

function reviveSocket({ kind, allowHalfOpen }, parcel) {
  const { Socket } = require('internal:net/socket');
  const handle = createStream(kind);
  handle.open(unpackDescriptor(parcel));
  return new Socket({ handle, allowHalfOpen });
}

/** @param {Server} server which listens at a handle of its own, and not at a path */
function requireMovableServer(server) {
  const { _handle: handle } = server;
  if (!(handle instanceof binding.Listener) || handle.kind !== TCP) throw new codes.ERR_WORKER_HANDLE_NOT_TRANSFERABLE('net.Server');
}

/** The server here listens no more, and tells nobody. @param {Server} server */
function moveServer(server) {
  const { _handle: handle, allowHalfOpen, pauseOnConnect, noDelay, keepAlive, keepAliveInitialDelay, highWaterMark } = server;
  const parcel = packDescriptor(handle.detach());
  server._handle = null;
  const options = { allowHalfOpen, pauseOnConnect, noDelay, keepAlive, keepAliveInitialDelay, highWaterMark };
  return { data: options, parcel, deserializeInfo: 'internal:net/moving#reviveServer' };
}

function reviveServer(options, parcel) {
  const { Server } = require('internal:net/server');
  const handle = createListener(TCP);
  handle.open(unpackDescriptor(parcel));
  return new Server(options).listen(handle);
}

module.exports = { moveServer, moveSocket, requireMovableServer, requireMovableSocket, reviveServer, reviveSocket };
