'use strict';

/** `Http2Server` and `Http2SecureServer`: servers whose connections become sessions. */

const { clearTimeout, setTimeout } = require('node:timers');
const net = require('node:net');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateFunction, validateUint32 } = require('internal:shared/validators');
const { assertIsArray, assertIsObject } = require('internal:http2/assertions');
const { ServerHttp2Session } = require('internal:http2/server_session');
const { MAX_CUSTOM, validateSettings } = require('internal:http2/settings');
const { kOptions, kServer, kSessions, kState } = require('internal:http2/symbols');
const { captureRejectionSymbol } = require('node:events');

const kUnknownProtocolTimeout = 10_000;
const kRefusal = 'Missing ALPN Protocol, expected `h2` to be available: this server speaks HTTP/2 only.\n';

// --- Options -------------------------------------------------------------------------------------------------------------

/** @param {object | undefined} given */
function serverOptions(given) {
  assertIsObject(given, 'options');
  const options = { ...given };
  assertIsObject(options.settings, 'options.settings');
  options.settings = { ...options.settings };
  options.remoteCustomSettings = customIds(options.remoteCustomSettings);
  if (options.remoteCustomSettings === undefined) delete options.remoteCustomSettings;
  for (const name of ['maxSessionInvalidFrames', 'maxSessionRejectedStreams']) {
    if (options[name] !== undefined) validateUint32(options[name], `options.${name}`);
  }
  if (options.unknownProtocolTimeout !== undefined) validateUint32(options.unknownProtocolTimeout, 'options.unknownProtocolTimeout');
  else options.unknownProtocolTimeout = kUnknownProtocolTimeout;
  if (options.strictSingleValueFields !== undefined) validateBoolean(options.strictSingleValueFields, 'options.strictSingleValueFields');
  else options.strictSingleValueFields = true;
  options.http1Options = { ...options.http1Options };
  const compat = require('internal:http2/compat');
  options.Http2ServerRequest ??= compat.Http2ServerRequest;
  options.Http2ServerResponse ??= compat.Http2ServerResponse;
  return options;
}

function customIds(ids) {
  assertIsArray(ids, 'options.remoteCustomSettings');
  if (ids === undefined) return undefined;
  if (ids.length > MAX_CUSTOM) throw new codes.ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS();
  return [...ids];
}

// --- Servers -------------------------------------------------------------------------------------------------------------

class Http2Server extends net.Server {
  constructor(options, requestListener) {
    options = serverOptions(options);
    super(options, connectionListener);
    initialize(this, options, requestListener);
  }

  setTimeout(msecs, callback) {
    return setServerTimeout(this, msecs, callback);
  }

  updateSettings(settings) {
    updateServerSettings(this, settings);
  }

  close(callback) {
    super.close(callback);
    closeSessions(this);
    return this;
  }

  async [Symbol.asyncDispose]() {
    await new Promise((resolve, reject) => this.close((error) => (error ? reject(error) : resolve())));
  }

  [captureRejectionSymbol](error, event, ...args) {
    rejected(this, net.Server.prototype[captureRejectionSymbol], error, event, args);
  }
}

/** Made when first asked for: it needs `node:tls`. */
let SecureServer;

function secureServerClass() {
  if (SecureServer !== undefined) return SecureServer;
  const tls = require('node:tls');
  return (SecureServer = class Http2SecureServer extends tls.Server {
    constructor(options, requestListener) {
      options = secureOptions(options);
      super(options, connectionListener);
      initialize(this, options, requestListener);
      this.on('tlsClientError', secureClientFailed);
      if (options.allowHTTP1 === true) beHttp1Server(this, options);
    }

    setTimeout(msecs, callback) {
      return setServerTimeout(this, msecs, callback);
    }

    updateSettings(settings) {
      updateServerSettings(this, settings);
    }

    close(callback) {
      if (this[kOptions].allowHTTP1 === true) require('internal:http/server').httpServerPreClose(this);
      super.close(callback);
      closeSessions(this);
      return this;
    }

    closeIdleConnections() {
      if (this[kOptions].allowHTTP1 === true) {
        require('node:http').Server.prototype.closeIdleConnections.call(this);
      }
    }

    async [Symbol.asyncDispose]() {
      await new Promise((resolve, reject) => this.close((error) => (error ? reject(error) : resolve())));
    }

    [captureRejectionSymbol](error, event, ...args) {
      rejected(this, tls.Server.prototype[captureRejectionSymbol], error, event, args);
    }
  });
}

function secureOptions(given) {
  const options = serverOptions(given);
  // Both at once are refused by `node:tls`.
  if (!options.ALPNCallback) options.ALPNProtocols = options.allowHTTP1 === true ? ['h2', 'http/1.1'] : ['h2'];
  return options;
}

/** What both kinds have. */
function initialize(server, options, requestListener) {
  server[kOptions] = options;
  server[kSessions] = new Set();
  server.timeout = 0;
  server.on('newListener', whenRequestsAreWanted);
  if (typeof requestListener === 'function') server.on('request', requestListener);
}

/** Connections that agreed on HTTP/1.1 are served as by `node:https`. */
function beHttp1Server(server, options) {
  const http = require('internal:http/server');
  http.initialize(server, { ...options, ...options.http1Options });
  server.on('listening', http.setupConnectionsTracking);
}

/** The compatibility layer is loaded for the first listener of `request`. */
function whenRequestsAreWanted(event) {
  if (event !== 'request') return;
  this.removeListener('newListener', whenRequestsAreWanted);
  const { onServerStream } = require('internal:http2/compat');
  const { Http2ServerRequest, Http2ServerResponse } = this[kOptions];
  this.on('stream', onServerStream.bind(this, Http2ServerRequest, Http2ServerResponse));
}

function setServerTimeout(server, msecs = 0, callback) {
  server.timeout = msecs;
  if (callback !== undefined) {
    validateFunction(callback, 'callback');
    server.on('timeout', callback);
  }
  return server;
}

function updateServerSettings(server, settings) {
  assertIsObject(settings, 'settings');
  validateSettings(settings);
  Object.assign(server[kOptions].settings, settings);
}

function closeSessions(server) {
  for (const session of server[kSessions]) session.close();
}

/** A rejected promise of a listener ends its stream, with 500 where that is still possible. */
function rejected(server, ofBase, error, event, args) {
  if (event === 'stream') {
    const [stream] = args;
    if (stream.sentHeaders) {
      stream.destroy(error);
    } else {
      stream.respond({ ':status': 500 });
      stream.end();
    }
  } else if (event === 'request') {
    const [, response] = args;
    if (!response.headersSent && !response.finished) {
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      response.statusCode = 500;
      response.end(require('internal:http/status_codes')[500]);
    } else {
      response.destroy(error);
    }
  } else {
    ofBase.call(server, error, event, ...args);
  }
}

// --- Connections ---------------------------------------------------------------------------------------------------------

function connectionListener(socket) {
  const options = this[kOptions];
  if (socket.alpnProtocol === false || socket.alpnProtocol === 'http/1.1') {
    if (options.allowHTTP1 === true) serveHttp1(this, socket);
    else refuse(this, socket);
    return;
  }
  socket[kServer] = this;
  const session = newSession(options, socket, this);
  if (session.encrypted && Array.isArray(options.origins)) session.origin(...options.origins);
  if (this.timeout) session.setTimeout(this.timeout, sessionTimedOut);
  this.emit('session', session);
}

function newSession(options, socket, server) {
  const session = new ServerHttp2Session(options, socket, server);
  session.on('stream', sessionStream);
  session.on('error', sessionError);
  session.on('priority', sessionPriority);
  return session;
}

function serveHttp1(server, socket) {
  require('internal:http/server').connectionListener.call(server, socket);
}

/** The client does not speak HTTP/2. It is told so in words it may understand. */
function refuse(server, socket) {
  if (server.emit('unknownProtocol', socket)) return;
  const timer = setTimeout(() => socket.destroy(), server[kOptions].unknownProtocolTimeout);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
  socket.end(`HTTP/1.0 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: ${kRefusal.length}\r\n\r\n${kRefusal}`);
}

function sessionStream(stream, headers, flags, rawHeaders) {
  this[kServer]?.emit('stream', stream, headers, flags, rawHeaders);
}

function sessionPriority(id, parent, weight, exclusive) {
  this[kServer]?.emit('priority', id, parent, weight, exclusive);
}

function sessionError(error) {
  this[kServer]?.emit('sessionError', error, this);
}

function sessionTimedOut() {
  if (this.destroyed || this[kState].closed) return;
  if (!this[kServer].emit('timeout', this)) this.destroy();
}

/** A handshake that failed leaves nothing behind. */
function secureClientFailed(error, socket) {
  if (!socket.destroyed && error?.code !== 'ECONNRESET') socket.destroy(error);
}

// --- Public --------------------------------------------------------------------------------------------------------------

/** @param {object | Function} [options] @param {Function} [handler] */
function createServer(options, handler) {
  if (typeof options === 'function') {
    handler = options;
    options = undefined;
  }
  return new Http2Server(options, handler);
}

/** @param {object} options @param {Function} [handler] */
function createSecureServer(options, handler) {
  return new (secureServerClass())(options, handler);
}

/** A session over a stream that the program has accepted itself. @param {import('node:stream').Duplex} socket @param {object} [options] */
function performServerHandshake(socket, options = {}) {
  return new ServerHttp2Session(serverOptions(options), socket, undefined);
}

module.exports = { createSecureServer, createServer, customIds, performServerHandshake };
