'use strict';

/** `tls.Server`: a net.Server that makes a TLSSocket of every connection. */

const process = require('internal:process/object');
const net = require('node:net');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateBuffer, validateFunction, validateNumber, validateString } = require('internal:shared/validators');
const { convertALPNProtocols } = require('internal:tls/alpn');
const { connResetException } = require('internal:tls/failures');
const { SecureContext, createSecureContext } = require('internal:tls/secure_context');
const { TLSSocket } = require('internal:tls/socket');

const kErrorEmitted = Symbol('tls.errorEmitted');
const kOptions = Symbol('tls.serverOptions');

const kHandshakeTimeout = 120_000;
const kTicketKeysLength = 48;

/** Options of a server that `setSecureContext` may change later. */
const kContextOptions = [
  'allowPartialTrustChain', 'pfx', 'key', 'passphrase', 'cert', 'clientCertEngine', 'ca', 'minVersion', 'maxVersion', 'secureProtocol',
  'crl', 'ciphers', 'ecdhCurve', 'dhparam', 'sigalgs', 'sessionTimeout', 'ticketKeys', 'privateKeyIdentifier', 'privateKeyEngine',
  'certificateCompression',
];

/** Of these, those of which any false value says nothing. */
const kUnlessFalsy = new Set([
  'pfx', 'clientCertEngine', 'minVersion', 'maxVersion', 'secureProtocol', 'crl', 'ciphers', 'dhparam', 'sessionTimeout', 'ticketKeys',
]);

/** @param {object} [options] @param {(socket: TLSSocket) => void} [listener] for `secureConnection` */
function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  if (typeof options === 'function') {
    listener = options;
    options = {};
  } else if (options === null || options === undefined || (typeof options === 'object' && !Array.isArray(options))) {
    options ??= {};
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  this._contexts = [];
  this.requestCert = options.requestCert === true;
  this.rejectUnauthorized = options.rejectUnauthorized !== false;
  this.ALPNCallback = options.ALPNCallback;
  if (this.ALPNCallback) validateFunction(this.ALPNCallback, 'options.ALPNCallback');
  if (options.ALPNProtocols) convertALPNProtocols(options.ALPNProtocols, this);
  if (this.ALPNProtocols && this.ALPNCallback) throw new codes.ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
  if (options.sessionTimeout) this.sessionTimeout = options.sessionTimeout;
  this.setSecureContext(options);
  this[kOptions] = connectionOptions(options);
  net.Server.call(this, options, onConnection);
  if (listener) this.on('secureConnection', listener);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

/** @param {object} [options] @param {(socket: TLSSocket) => void} [listener] */
function createServer(options, listener) {
  return new Server(options, listener);
}

function connectionOptions(options) {
  const { SNICallback, pskCallback, pskIdentityHint, enableTrace } = options;
  const handshakeTimeout = options.handshakeTimeout || kHandshakeTimeout;
  validateNumber(handshakeTimeout, 'options.handshakeTimeout');
  if (SNICallback) validateFunction(SNICallback, 'options.SNICallback');
  if (pskCallback) validateFunction(pskCallback, 'options.pskCallback');
  if (pskIdentityHint) validateString(pskIdentityHint, 'options.pskIdentityHint');
  return { SNICallback: SNICallback || defaultSniCallback, pskCallback, pskIdentityHint, handshakeTimeout, enableTrace };
}

// --- Connections ---------------------------------------------------------------------------------------------------------

function onConnection(rawSocket) {
  const socket = new TLSSocket(rawSocket, {
    ...this[kOptions],
    secureContext: this._sharedCreds,
    isServer: true,
    server: this,
    requestCert: this.requestCert,
    rejectUnauthorized: this.rejectUnauthorized,
    ALPNProtocols: this.ALPNProtocols,
    ALPNCallback: this.ALPNCallback,
    pauseOnConnect: this.pauseOnConnect,
  });
  socket[kErrorEmitted] = false;
  socket.on('secure', onSecure);
  socket.on('close', onClose);
  socket.on('_tlsError', onError);
  socket._start();
}

function onSecure() {
  if (this._requestCert) {
    const problem = this.ssl.verifyError();
    if (problem === null) {
      this.authorized = true;
    } else {
      this.authorizationError = problem.code;
      if (this._rejectUnauthorized) this.destroy();
    }
  }
  if (this.destroyed || !this._releaseControl()) return;
  this.secureConnecting = false;
  this._tlsOptions.server.emit('secureConnection', this);
}

function onError(error) {
  if (this._controlReleased || this[kErrorEmitted]) return;
  this[kErrorEmitted] = true;
  this._tlsOptions.server.emit('tlsClientError', error, this);
}

/** The client hung up during the handshake. */
function onClose(hadError) {
  if (hadError || this._controlReleased || this[kErrorEmitted]) return;
  this[kErrorEmitted] = true;
  this._tlsOptions.server.emit('tlsClientError', connResetException('socket hang up'), this);
}

// --- Keys and names ------------------------------------------------------------------------------------------------------

/** Replaces keys, certificates and the rest for connections to come. */
Server.prototype.setSecureContext = function setSecureContext(options) {
  if (options === null || typeof options !== 'object') throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
  for (const name of kContextOptions) this[name] = kUnlessFalsy.has(name) ? options[name] || undefined : options[name];
  if (options.honorCipherOrder !== undefined) this.honorCipherOrder = Boolean(options.honorCipherOrder);
  else this.honorCipherOrder = true;
  this.secureOptions = options.secureOptions || undefined;
  this.sessionIdContext = options.sessionIdContext || defaultSessionIdContext();
  const settings = {};
  for (const name of [...kContextOptions, 'honorCipherOrder', 'secureOptions', 'sessionIdContext']) settings[name] = this[name];
  if (this.sessionTimeout) settings.sessionTimeout = this.sessionTimeout;
  this._sharedCreds = createSecureContext(settings);
};

/** Processes of the same program share sessions, others do not. */
function defaultSessionIdContext() {
  const { createHash } = require('node:crypto');
  return createHash('sha1').update(process.argv.join(' ')).digest('hex').slice(0, 32);
}

Server.prototype._getServerData = function _getServerData() {
  return { ticketKeys: this.getTicketKeys().toString('hex') };
};

Server.prototype._setServerData = function _setServerData({ ticketKeys }) {
  this.setTicketKeys(Buffer.from(ticketKeys, 'hex'));
};

Server.prototype.getTicketKeys = function getTicketKeys() {
  return Buffer.from(this._sharedCreds.context.getTicketKeys());
};

Server.prototype.setTicketKeys = function setTicketKeys(keys) {
  validateBuffer(keys);
  if (keys.byteLength !== kTicketKeysLength) {
    throw new codes.ERR_INVALID_ARG_VALUE('keys', keys.byteLength, 'must be exactly 48 bytes');
  }
  this._sharedCreds.context.setTicketKeys(keys);
};

/** Keys and certificates for a name, in which `*` stands for one label. The last context added for a name counts. */
Server.prototype.addContext = function addContext(servername, context) {
  if (!servername) throw new codes.ERR_TLS_REQUIRED_SERVER_NAME();
  const pattern = servername.replace(/[.^$+?()|{}[\]\\-]/g, '\\$&').replaceAll('*', '[^.]*');
  const secureContext = context instanceof SecureContext ? context : createSecureContext(context);
  this._contexts.push([new RegExp(`^${pattern}$`, 'i'), secureContext.context]);
};

function defaultSniCallback(servername, callback) {
  const contexts = this.server._contexts;
  const found = contexts.findLast(([pattern]) => pattern.test(servername));
  callback(null, found?.[1]);
}
defaultSniCallback.isDefault = true;

Server.prototype[require('node:events').captureRejectionSymbol] = function (error, event, socket) {
  if (event === 'secureConnection') socket.destroy(error);
  else Reflect.apply(net.Server.prototype[require('node:events').captureRejectionSymbol], this, [error, event, socket]);
};

module.exports = { Server, createServer };
