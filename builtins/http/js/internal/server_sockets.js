'use strict';

/** Joins a server's connections with sockets: streams handed in, and sockets made for connections that had none. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const limits = require('internal:http/limits');
const { ServerConnection } = require('internal:http/server_connection');

const kConnections = Symbol('http.server.connections');
/** The ServerConnection of a socket. */
const kHttp = Symbol('http.server.connection');

/** A connection that comes as a stream. @param {import('node:stream').Duplex} socket */
function connectionListener(socket) {
  const connection = new ServerConnection(this, null, socket);
  connection.handle = newParser(this, connection);
  socket.server = this;
  takeSocket(this, connection, socket);
}

function newParser(server, connection) {
  const lenient = server.insecureHTTPParser ?? limits.insecure();
  return new binding.Connection(false, connection, server[kConnections], server.maxHeaderSize || limits.maxHeaderSize(), fieldLimit(server), lenient);
}

/** The parser's own bound; `maxHeadersCount` counts what the program gets to see. */
function fieldLimit(server) {
  if (server.maxHeadersCount === 0) return 0x7fffffff;
  return Math.max(2000, server.maxHeadersCount ?? 0);
}

/** Lets `socket` carry `connection`. */
function takeSocket(server, connection, socket) {
  socket[kHttp] = connection;
  socket.parser = connection.handle;
  socket._paused = connection.paused;
  socket._httpMessage = null;
  if (server.timeout && typeof socket.setTimeout === 'function') socket.setTimeout(server.timeout);
  for (const [event, listener] of listeners) socket.on(event, listener);
  socket.setEncoding = refuseEncoding;
  connection.useSocket(socket);
}

/** The parser needs bytes. */
function refuseEncoding() {
  throw new codes.ERR_HTTP_SOCKET_ENCODING();
}

function socketData(chunk) {
  const connection = this[kHttp];
  if (connection.keepAliveTimeoutSet) {
    connection.keepAliveTimeoutSet = false;
    this.setTimeout(connection.server.timeout || 0);
  }
  feed(connection, chunk);
}

/** Parses `chunk`; what is left of it after an upgrade goes to the program. */
function feed(connection, chunk) {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk;
  const taken = connection.handle.feed(connection, bytes);
  if (taken >= 0) connection.upgrade(bytes.subarray(taken));
}

function socketEnd() {
  this[kHttp].peerEnded();
}

function socketClose() {
  this[kHttp]?.closed();
}

function socketDrain() {
  this[kHttp].emitDrain();
}

/** While responses that wait hold back its requests, a connection is not read, whoever resumes the socket. */
function socketResume() {
  if (this[kHttp].paused) this.pause();
}

function socketError(error) {
  this[kHttp].fail(error);
}

/** After a client's fault the socket may fail once more, also for what the program writes to it; that is no further fault of the client. */
function silence(socket) {
  socket.removeListener('error', socketError);
  if (socket.listenerCount('error', ignore) === 0) socket.on('error', ignore);
}

function ignore() {}

function socketTimeout() {
  const { server, request, current } = this[kHttp];
  const taken = [
    request !== null && !request.complete && request.emit('timeout', this),
    current !== null && current.emit('timeout', this),
    server.emit('timeout', this),
  ];
  if (!taken.includes(true)) this.destroy();
}

/** The socket is the program's now. */
function releaseSocket(connection) {
  const { socket } = connection;
  for (const [event, listener] of listeners) socket.removeListener(event, listener);
  delete socket.setEncoding;
  socket.parser = null;
  socket.readableFlowing = null;
  connection.handle.free();
}

const listeners = [
  ['timeout', socketTimeout],
  ['data', socketData],
  ['error', socketError],
  ['end', socketEnd],
  ['close', socketClose],
  ['drain', socketDrain],
  ['resume', socketResume],
];

module.exports = { connectionListener, kConnections, newParser, releaseSocket, silence, takeSocket };
