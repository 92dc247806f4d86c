'use strict';

/** How plain connections get into the native side, and out of it when someone wants a socket. */

const { addSource } = require('internal:async_hooks/open_handles');
const { counts } = require('internal:async_hooks/resources');
const net = require('node:net');
const { ServerConnection } = require('internal:http/server_connection');
const { newParser, takeSocket } = require('internal:http/server_sockets');

/** The connection that a TLS socket carries. */
const kConnection = Symbol('http.connectionAbove');

addSource(() => binding.everyConnection()
  .filter((connection) => !connection.hasSocket && connection.below === null)
  .map((connection) => [connection, 'TCPSocketWrap']));

/**
 * Takes an accepted connection from net.Server, unless somebody looks at every socket or a time runs on the socket itself.
 * @param {import('./server').Server} server
 * @param {object} handle the native stream of the connection
 * @returns {boolean}
 */
function takeConnection(server, handle) {
  // Hooks see a socket and its handle, as in Node.
  if (counts.hooks !== 0 || server.listenerCount('connection') !== 1 || server.timeout || server.pauseOnConnect) return false;
  if (server.noDelay) handle.setNoDelay(true);
  if (server.keepAlive) handle.setKeepAlive(true, server.keepAliveInitialDelay);
  const connection = new ServerConnection(server, null, null);
  connection.handle = newParser(server, connection);
  connection.handle.open(handle.detach());
  server._connections++;
  return true;
}

/**
 * Takes the plain bytes of a TLS connection whose handshake is over, unless somebody looks at the socket.
 * @param {import('node:https').Server} server
 * @param {import('node:tls').TLSSocket} socket
 * @returns {boolean}
 */
function takeSecureConnection(server, socket) {
  if (server.listenerCount('secureConnection') !== 1 || server.timeout || server.pauseOnConnect || !socket.ssl) return false;
  const connection = new ServerConnection(server, null, null);
  connection.below = socket;
  connection.handle = newParser(server, connection);
  socket.server = server;
  socket[kConnection] = connection;
  socket.on('close', onBelowClose);
  socket.on('error', onBelowError);
  connection.handle.openOver(socket.ssl.transport());
  return true;
}

function onBelowClose() {
  const connection = this[kConnection];
  connection.handle.close();
  connection.closed();
}

function onBelowError(error) {
  this.removeListener('error', onBelowError);
  this[kConnection].fail(error);
}

/** Makes the socket of a connection. The bytes already written go out first. */
function makeSocket(connection) {
  if (connection.below === null) makePlainSocket(connection);
  else handBack(connection, connection.below);
}

/** The TLS socket reads and writes from here on. */
function handBack(connection, socket) {
  socket.removeListener('close', onBelowClose);
  socket.removeListener('error', onBelowError);
  const hasEnded = connection.handle.isStale();
  const taken = connection.destroyed ? undefined : connection.handle.detach();
  if (taken === undefined) {
    connection.useSocket(socket);
    return;
  }
  const [, output] = taken;
  if (output.length > 0) socket.write(output);
  takeSocket(connection.server, connection, socket);
  if (hasEnded) socket.push(null);
}

function makePlainSocket(connection) {
  const { server } = connection;
  const taken = connection.destroyed ? undefined : connection.handle.detach();
  if (taken === undefined) {
    connection.useSocket(new net.Socket().destroy());
    return;
  }
  const [fd, output] = taken;
  const socket = new net.Socket({ fd, allowHalfOpen: true, readable: true, writable: true, highWaterMark: server.highWaterMark });
  socket.server = server;
  socket._server = server;
  if (output.length > 0) socket.write(output);
  takeSocket(server, connection, socket);
}

module.exports = { makeSocket, takeConnection, takeSecureConnection };
