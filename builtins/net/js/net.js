'use strict';

/** `node:net`: TCP and Unix domain sockets. */

const { Server, createServerHandle } = require('internal:net/server');
const { Socket } = require('internal:net/socket');
const { isIP, isIPv4, isIPv6 } = require('internal:net/ip');
const { normalizeArguments } = require('internal:net/arguments');
const defaults = require('internal:net/defaults');

/**
 * Makes a server; `listen` starts it.
 * @param {object} [options] @param {(socket: Socket) => void} [connectionListener]
 */
function createServer(options, connectionListener) {
  return new Server(options, connectionListener);
}

/**
 * Makes a socket and connects it: `(options[, listener])`, `(path[, listener])` or `(port[, host][, listener])`.
 * @returns {Socket}
 */
function connect(...args) {
  const normalized = normalizeArguments(args);
  const options = normalized[0];
  const socket = new Socket(options);
  if (options.timeout) socket.setTimeout(options.timeout);
  return socket.connect(normalized);
}

module.exports = {
  _createServerHandle: createServerHandle,
  _normalizeArgs: normalizeArguments,
  get BlockList() {
    return require('internal:net/block_list').BlockList;
  },
  get SocketAddress() {
    return require('internal:net/socket_address').SocketAddress;
  },
  get BoundSocket() {
    return require('internal:net/bound_socket').BoundSocket;
  },
  connect,
  createConnection: connect,
  createServer,
  isIP,
  isIPv4,
  isIPv6,
  Server,
  Socket,
  Stream: Socket,
  getDefaultAutoSelectFamily: defaults.getDefaultAutoSelectFamily,
  setDefaultAutoSelectFamily: defaults.setDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout: defaults.getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout: defaults.setDefaultAutoSelectFamilyAttemptTimeout,
};
