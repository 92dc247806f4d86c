'use strict';

/** How plain connections get into the native side, and out of it when someone wants a socket. */

const net = require('node:net');
const { ServerConnection } = require('internal:http/server_connection');
const { newParser, takeSocket } = require('internal:http/server_sockets');

/**
 * Takes an accepted connection from net.Server, unless somebody looks at every socket or a time runs on the socket itself.
 * @param {import('./server').Server} server
 * @param {object} handle the native stream of the connection
 * @returns {boolean}
 */
function takeConnection(server, handle) {
  if (server.listenerCount('connection') !== 1 || server.timeout || server.pauseOnConnect) return false;
  if (server.noDelay) handle.setNoDelay(true);
  if (server.keepAlive) handle.setKeepAlive(true, server.keepAliveInitialDelay);
  const connection = new ServerConnection(server, null, null);
  connection.handle = newParser(server, connection);
  connection.handle.open(handle.detach());
  server._connections++;
  return true;
}

/** Makes the socket of a connection. The bytes already written go out first. */
function makeSocket(connection) {
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

module.exports = { makeSocket, takeConnection };
