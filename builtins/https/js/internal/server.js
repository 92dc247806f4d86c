'use strict';

/** `https.Server`: a tls.Server whose connections speak HTTP. */

const http = require('node:http');
const tls = require('node:tls');
const { captureRejectionSymbol } = require('node:events');
const { takeSecureConnection } = require('internal:http/accept');
const { connectionListener, httpServerPreClose, initialize, setupConnectionsTracking } = require('internal:http/server');
const { serverArguments } = require('internal:http/server_options');

/** @param {object} [options] @param {Function} [listener] for `request` */
function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  ({ options, listener } = serverArguments(options, listener));
  initialize(this, options);
  const ALPNProtocols = options.ALPNProtocols || options.ALPNCallback ? undefined : ['http/1.1'];
  Reflect.apply(tls.Server, this, [{ noDelay: true, ALPNProtocols, ...options }, onSecureConnection]);
  if (listener) this.on('request', listener);
  this.on('tlsClientError', onTlsClientError);
  this.on('listening', setupConnectionsTracking);
}
Object.setPrototypeOf(Server.prototype, tls.Server.prototype);
Object.setPrototypeOf(Server, tls.Server);

/** The native side reads the plain bytes where nobody wants to see the socket. */
function onSecureConnection(socket) {
  if (!takeSecureConnection(this, socket)) Reflect.apply(connectionListener, this, [socket]);
}

function onTlsClientError(error, socket) {
  if (!this.emit('clientError', error, socket)) socket.destroy(error);
}

Server.prototype.close = function close(...args) {
  httpServerPreClose(this);
  Reflect.apply(tls.Server.prototype.close, this, args);
  return this;
};

Server.prototype[Symbol.asyncDispose] = async function () {
  await new Promise((resolve, reject) => this.close((error) => (error ? reject(error) : resolve())));
};

for (const name of ['closeAllConnections', 'closeIdleConnections', 'setTimeout', captureRejectionSymbol]) {
  Server.prototype[name] = http.Server.prototype[name];
}

/** @param {object} [options] @param {Function} [listener] */
function createServer(options, listener) {
  return new Server(options, listener);
}

module.exports = { Server, createServer };
