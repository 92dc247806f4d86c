'use strict';

/** The socket under a session: its bytes go to the native side, its end ends the session. */

const process = require('internal:process/object');
const net = require('node:net');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const constants = require('internal:http2/constants');
const { kBound, kHandle, kMaybeDestroy, kSocket, kState } = require('internal:http2/symbols');

const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR } = constants;

/** Marks a socket as carrying a session, before the session may use it. */
function bind(session, socket) {
  if (socket[kBound] !== undefined) throw new codes.ERR_HTTP2_SOCKET_BOUND();
  socket[kBound] = session;
  session[kSocket] = socket;
  socket.on('error', onError);
  socket.on('close', onClose);
}

/** Lets the bytes flow. What the socket has read before is the session's first input. */
function connect(session, socket) {
  if (typeof socket.setNoDelay === 'function') socket.setNoDelay();
  if (!hasTransport(socket)) {
    socket.on('data', onData);
    socket.on('end', onEnd);
    return;
  }
  // A handler of the first SETTINGS may be added in this turn.
  if (socket.readableLength > 0) process.nextTick(feedBuffered, session, socket);
  socket._handle.reading = true;
  session[kHandle].useTransport(socket._handle.transport());
}

/** Connections of `net` and `tls`, whose bytes need no JavaScript. */
function hasTransport(socket) {
  return socket instanceof net.Socket && typeof socket._handle?.transport === 'function';
}

/** No more bytes will come. */
function peerEnded(session, status) {
  const socket = session[kSocket] ?? session[kState].closingSocket;
  if (socket !== undefined && !socket.destroyed) socket._handleRead(status, undefined);
}

function feedBuffered(session, socket) {
  const handle = session[kHandle];
  for (let chunk = socket.read(); chunk !== null && handle !== undefined; chunk = socket.read()) handle.receive(chunk);
}

/** Gives the socket back to itself: it is to close. */
function release(session, socket) {
  socket.removeListener('data', onData);
  socket.removeListener('end', onEnd);
  socket[kBound] = undefined;
  session[kSocket] = undefined;
}

/** Writes the session's output. */
function write(session, bytes) {
  const socket = session[kSocket] ?? session[kState].closingSocket;
  const handle = session[kHandle] ?? session[kState].closingHandle;
  if (socket === undefined || socket.destroyed || socket.writableEnded) {
    handle.sent(bytes.length);
    return;
  }
  const { length } = bytes;
  socket.write(Buffer.from(bytes.buffer, bytes.byteOffset, length), () => handle.sent(length));
}

function onData(chunk) {
  this[kBound]?.[kHandle]?.receive(chunk);
}

function onEnd() {
  this[kBound]?.[kHandle]?.receiveNow();
}

/** A connection reset after the peer said goodbye is its right. */
function onError(error) {
  const session = this[kBound];
  if (session === undefined) return;
  if (error.code === 'ECONNRESET' && session[kState].goawayCode === NGHTTP2_NO_ERROR) session.destroy();
  else session.destroy(error);
}

function onClose() {
  const session = this[kBound];
  if (session === undefined) return;
  session[kHandle]?.receiveNow();
  const error = session.connecting ? new codes.ERR_SOCKET_CLOSED() : null;
  cancelStreams(session);
  session.close();
  session[kMaybeDestroy](error);
}

/** Ends the streams that were under way. What others brought can still be read, and keeps the session until then. */
function cancelStreams(session) {
  const { streams, pendingStreams } = session[kState];
  for (const stream of [...streams.values(), ...pendingStreams]) {
    if (stream[kState].isOver) continue;
    stream.close(NGHTTP2_CANCEL);
    stream.destroy();
  }
}

module.exports = { bind, connect, peerEnded, release, write };
