'use strict';

/** The socket under a session: its bytes go to the native side, its end ends the session. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const constants = require('internal:http2/constants');
const { kHandle, kSession, kSocket, kState } = require('internal:http2/symbols');

const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR } = constants;

/** Marks a socket as carrying a session, before the session may use it. */
function bind(session, socket) {
  if (socket[kSession] !== undefined) throw new codes.ERR_HTTP2_SOCKET_BOUND();
  socket[kSession] = session;
  session[kSocket] = socket;
  socket.on('error', onError);
  socket.on('close', onClose);
}

/** Lets the bytes flow. What the socket has read before is the session's first input. */
function connect(socket) {
  socket.on('data', onData);
}

/** Gives the socket back to itself: it is to close. */
function release(session, socket) {
  socket.removeListener('data', onData);
  socket[kSession] = undefined;
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
  this[kSession]?.[kHandle]?.receive(chunk);
}

/** A connection reset after the peer said goodbye is its right. */
function onError(error) {
  const session = this[kSession];
  if (session === undefined) return;
  if (error.code === 'ECONNRESET' && session[kState].goawayCode === NGHTTP2_NO_ERROR) session.destroy();
  else session.destroy(error);
}

function onClose() {
  const session = this[kSession];
  if (session === undefined) return;
  const error = session.connecting ? new codes.ERR_SOCKET_CLOSED() : null;
  const { streams, pendingStreams } = session[kState];
  for (const stream of [...streams.values(), ...pendingStreams]) stream.close(NGHTTP2_CANCEL);
  session.close();
  session.destroy(error ?? undefined);
}

module.exports = { bind, connect, release, write };
