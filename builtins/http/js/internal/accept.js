'use strict';

/** How plain connections get into the native side, and out of it when someone wants a socket. */

const net = require('node:net');
const { ServerConnection } = require('internal:http/server_connection');
const { newParser, takeSocket } = require('internal:http/server_sockets');

/**
 * Whether a server's connections may live without a socket object: nobody looks at every one, and no time runs on the socket itself.
 * @param {import('./server').Server} server
 */
function canStayNative(server) {
  return server.listenerCount('connection') === 1 && !server.timeout && !server.pauseOnConnect;
}

/**
 * Takes the descriptor of an accepted connection.
 * @param {import('./server').Server} server
 * @param {number} fd
 */
function acceptNative(server, fd) {
  const connection = new ServerConnection(server, null, null);
  connection.handle = newParser(server, connection);
  connection.handle.open(fd);
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

module.exports = { acceptNative, canStayNative, makeSocket };
