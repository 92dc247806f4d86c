'use strict';

/**
 * Sockets and servers as the companions of a message, by the names the protocol has for them. Each kind says how a handle is given away
 * and what the receiver makes of the descriptor.
 *
 * @typedef {object} Kind
 * @property {string} type its name in the message
 * @property {boolean} closes whether the sender's own descriptor is closed once the receiver has the handle
 * @property {(link: object, envelope: object, handle: object, options: object) => object | undefined} send gives the native handle
 * @property {(link: object, envelope: object, native: object, emit: (handle: object) => void) => void} receive
 */

const net = require('node:net');
const { codes, errnoException } = require('internal:shared/errors');
const { kOwner, PIPE, TCP, createListener, createStream, isNative } = require('internal:net/handles');
const { receivedListOf, sentListOf } = require('internal:child_process/socket_lists');

/** @type {Record<string, Kind>} */
const kinds = {
  __proto__: null,
  'net.Native': {
    type: 'net.Native',
    closes: false,
    send: (link, envelope, native) => native,
    receive: (link, envelope, native, emit) => emit(native),
  },
  'net.Server': {
    type: 'net.Server',
    closes: false,
    send: (link, envelope, server) => server._handle,
    receive(link, envelope, native, emit) {
      const server = new net.Server();
      server.listen(native, () => emit(server));
    },
  },
  'net.Socket': { type: 'net.Socket', closes: true, send: sendSocket, receive: receiveSocket },
  'dgram.Native': {
    type: 'dgram.Native',
    closes: false,
    send: (link, envelope, native) => native,
    receive: (link, envelope, native, emit) => emit(native),
  },
  'dgram.Socket': {
    type: 'dgram.Socket',
    closes: false,
    send(link, envelope, socket) {
      envelope.dgramType = socket.type;
      return socket[datagrams().kState].handle;
    },
    receive(link, { dgramType }, native, emit) {
      const socket = require('node:dgram').createSocket(dgramType);
      socket.bind(native, () => emit(socket));
    },
  },
};

/** Most processes send no UDP sockets. */
function datagrams() {
  return require('internal:dgram/handle');
}

/** @returns {Kind} */
function kindOf(handle) {
  if (handle instanceof net.Socket) return kinds['net.Socket'];
  if (handle instanceof net.Server) return kinds['net.Server'];
  if (isNative(handle)) return kinds['net.Native'];
  if (handle instanceof require('node:dgram').Socket) return kinds['dgram.Socket'];
  if (datagrams().isNative(handle)) return kinds['dgram.Native'];
  throw new codes.ERR_INVALID_HANDLE_TYPE();
}

// --- Sockets -------------------------------------------------------------------------------------------------------------

/** The server of the socket goes on counting it until the receiver says that it is closed. */
function sendSocket(link, envelope, socket, { keepOpen }) {
  const native = socket._handle;
  if (!native) return undefined;
  const { server } = socket;
  if (server) {
    envelope.key = server._connectionKey;
    sentListOf(link, server);
    if (!keepOpen) server._connections--;
  }
  if (!keepOpen) giveAway(socket, native);
  return native;
}

/** The socket is the receiver's now; here nothing is read from it any more. */
function giveAway(socket, native) {
  native.readStop();
  native.reading = false;
  native[kOwner] = null;
  socket._handle = null;
  socket._server = null;
  socket.setTimeout(0);
  if (socket._httpMessage) socket._httpMessage.detachSocket(socket);
}

function receiveSocket(link, { key }, native, emit) {
  const socket = new net.Socket({ handle: native, readable: true, writable: true });
  if (key) receivedListOf(link, key).add(socket);
  emit(socket);
}

// --- Descriptors ---------------------------------------------------------------------------------------------------------

/** The native handle of a descriptor that came; undefined when none did. */
function nativeOf({ type, msg }, fd) {
  if (fd < 0) return undefined;
  switch (type) {
    case 'net.Socket':
      return opened(createStream(handleKind(fd)), fd);
    case 'net.Server':
      return opened(createListener(handleKind(fd)), fd);
    case 'dgram.Native':
    case 'dgram.Socket':
      return opened(datagrams().createHandle('udp4'), fd);
    default:
      return opened(isConnection(msg, fd) ? createStream(handleKind(fd)) : createListener(handleKind(fd)), fd);
  }
}

/** A bare handle may be either. The cluster says which; other connections have another end. */
function isConnection(message, fd) {
  if (message?.cmd === 'NODE_CLUSTER') return message.act === 'newconn';
  return binding.hasPeer(fd);
}

function opened(handle, fd) {
  const failed = handle.open(fd);
  if (failed) throw errnoException(failed, 'open');
  return handle;
}

function handleKind(fd) {
  const { guessHandleType } = require('internal:tty/handle_type');
  return guessHandleType(fd) === 'TCP' ? TCP : PIPE;
}

module.exports = { kinds, kindOf, nativeOf };
