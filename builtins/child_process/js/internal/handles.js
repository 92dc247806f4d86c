'use strict';

/** Sockets and servers as the companions of a message. */

const net = require('node:net');
const { codes, errnoException } = require('internal:shared/errors');
const { PIPE, TCP, createListener, createStream } = require('internal:net/handles');

/**
 * The message that carries `handle`, and its descriptor. `release` ends the sender's own use of a socket. A server goes on counting a
 * connection it gave away; `handedOver` remembers it until the receiver says that it is closed.
 * @returns {{ message: object, fd: number, release?: () => void }}
 */
function pack(handle, message, { keepOpen = false }, handedOver) {
  const envelope = { cmd: 'NODE_HANDLE', type: null, msg: message };
  if (handle instanceof net.Server) {
    envelope.type = 'net.Server';
    return { message: envelope, fd: handle._handle?.fd ?? -1 };
  }
  if (!(handle instanceof net.Socket)) throw new codes.ERR_INVALID_HANDLE_TYPE();
  envelope.type = 'net.Socket';
  const native = handle._handle;
  if (!native) return { message, fd: -1 };
  if (!keepOpen && handle._server) envelope.key = handedOver.add(handle._server);
  return { message: envelope, fd: native.fd, release: keepOpen ? undefined : () => giveAway(handle) };
}

/** The socket is the receiver's now; here it is closed without a word to the other side. */
function giveAway(socket) {
  const handle = socket._handle;
  socket.setTimeout(0);
  socket._handle = null;
  handle.close(undefined);
  socket._server = null;
}

/** The connections that servers gave to the process at the other end of a channel. */
class HandedOver {
  #servers = new Map();
  #lastKey = 0;

  add(server) {
    this.#servers.set(++this.#lastKey, server);
    return this.#lastKey;
  }

  closed(key) {
    const server = this.#servers.get(key);
    if (server === undefined) return;
    this.#servers.delete(key);
    server._connections--;
    server._emitCloseIfDrained();
  }

  /** The other process is gone, and its connections with it. */
  clear() {
    for (const key of [...this.#servers.keys()]) this.closed(key);
  }
}

/** Makes a socket or server of a descriptor that came. @param {(handle: net.Socket | net.Server | undefined) => void} done */
function unpack({ type }, fd, done) {
  if (fd < 0) done(undefined);
  else if (type === 'net.Server') listenOn(fd, done);
  else done(socketOf(fd));
}

function socketOf(fd) {
  const handle = createStream(kindOf(fd));
  const failed = handle.open(fd);
  if (failed) throw errnoException(failed, 'open');
  return new net.Socket({ handle, readable: true, writable: true });
}

function listenOn(fd, done) {
  const handle = createListener(kindOf(fd));
  const failed = handle.open(fd);
  if (failed) throw errnoException(failed, 'open');
  const server = new net.Server();
  server.listen(handle, () => done(server));
}

function kindOf(fd) {
  const { guessHandleType } = require('internal:tty/handle_type');
  return guessHandleType(fd) === 'TCP' ? TCP : PIPE;
}

module.exports = { pack, unpack, HandedOver };
