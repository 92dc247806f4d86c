'use strict';

/**
 * `http.Server`: a net.Server whose connections speak HTTP. The native side accepts, reads and writes plain connections; connections that
 * come as a stream (`server.emit('connection', stream)`, TLS) and those of servers that look at every socket go through the same parser.
 */

const { clearInterval, setInterval } = require('node:timers');
const net = require('node:net');
const { getDefaultHighWaterMark } = require('node:stream');
const { captureRejectionSymbol } = require('node:events');
const { codes } = require('internal:shared/errors');
const { kTakeConnection } = require('internal:net/server');
const { takeConnection } = require('internal:http/accept');
const { ServerResponse } = require('internal:http/server_response');
const { serverArguments, storeOptions } = require('internal:http/server_options');
const { connectionListener, kConnections } = require('internal:http/server_sockets');

const kConnectionsCheckingInterval = Symbol('http.server.connectionsCheckingInterval');

function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  ({ options, listener } = serverArguments(options, listener));
  initialize(this, options);
  net.Server.call(this, { allowHalfOpen: true, noDelay: options.noDelay ?? true, keepAlive: options.keepAlive,
    keepAliveInitialDelay: options.keepAliveInitialDelay, highWaterMark: options.highWaterMark, blockList: options.blockList });
  if (listener) this.on('request', listener);
  this.on('connection', connectionListener);
  this.on('listening', trackConnections);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

/** What an http server has beyond its net.Server; `https.Server` shares it. */
function initialize(server, options) {
  storeOptions(server, options);
  server.httpAllowHalfOpen = false;
  server.timeout = 0;
  server.maxHeadersCount = null;
  server.maxRequestsPerSocket = 0;
  server.outputHighWaterMark = options.highWaterMark ?? getDefaultHighWaterMark(false);
  server[kConnections] = new binding.Connections();
  server[kConnectionsCheckingInterval] = null;
}

/** net.Server asks whether it should make a socket for a connection. */
Server.prototype[kTakeConnection] = function (handle) {
  return takeConnection(this, handle);
};

Server.prototype.close = function close(callback) {
  preClose(this);
  net.Server.prototype.close.call(this, callback);
  return this;
};

Server.prototype[Symbol.asyncDispose] = async function () {
  await new Promise((resolve, reject) => this.close((error) => (error ? reject(error) : resolve())));
};

/** Connections without a request end with the server; the others when they are done. */
function preClose(server) {
  clearInterval(server[kConnectionsCheckingInterval]);
  server.closeIdleConnections();
}

Server.prototype.closeAllConnections = function closeAllConnections() {
  for (const connection of this[kConnections].all()) connection.destroy();
};

/** A response whose end was written is answered, though the system may not have taken its last bytes. */
Server.prototype.closeIdleConnections = function closeIdleConnections() {
  for (const connection of this[kConnections].idle()) connection.endIdle();
};

Server.prototype.setTimeout = function setTimeout(msecs, callback) {
  this.timeout = msecs;
  if (callback) this.on('timeout', callback);
  return this;
};

/** A rejected promise of a `request` listener answers 500 where that is still possible. */
Server.prototype[captureRejectionSymbol] = function (error, event, ...args) {
  if (event !== 'request') {
    net.Server.prototype[captureRejectionSymbol].call(this, error, event, ...args);
    return;
  }
  const [, response] = args;
  if (response.headersSent || response.writableEnded) {
    response.destroy();
    return;
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.statusCode = 500;
  response.end(require('internal:http/status_codes')[500]);
};

/** Looks for requests that take too long. */
function trackConnections() {
  clearInterval(this[kConnectionsCheckingInterval]);
  this[kConnectionsCheckingInterval] = setInterval(expireConnections, this.connectionsCheckingInterval, this);
  this[kConnectionsCheckingInterval].unref();
}

function expireConnections(server) {
  if (server.headersTimeout === 0 && server.requestTimeout === 0) return;
  for (const connection of server[kConnections].expired(server.headersTimeout, server.requestTimeout)) {
    connection.fail(new codes.ERR_HTTP_REQUEST_TIMEOUT());
  }
}

module.exports = {
  Server,
  ServerResponse,
  connectionListener,
  httpServerPreClose: preClose,
  initialize,
  kConnectionsCheckingInterval,
  setupConnectionsTracking: trackConnections,
};
