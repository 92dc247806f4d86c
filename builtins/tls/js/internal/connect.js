'use strict';

/** `tls.connect`. */

const { debuglog } = require('node:util');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateFunction, validateNumber } = require('internal:shared/validators');
const { normalizeArguments } = require('internal:net/arguments');
const { allowsUnauthorized } = require('internal:tls/defaults');
const { connResetException } = require('internal:tls/failures');
const { TLSSocket, checkServername, kPendingSession, kVerified } = require('internal:tls/socket');

const debug = debuglog('tls');

/** Packages that answer in the place of a server find the options by this description. */
const kConnectOptions = Symbol('connect-options');

/** `(options[, callback])`, `(path[, options][, callback])` or `(port[, host][, options][, callback])`. @returns {TLSSocket} */
function connect(...args) {
  const [given, callback] = optionsOf(args);
  const options = withDefaults(given);
  const socket = new TLSSocket(options.socket, socketOptions(options));
  options.rejectUnauthorized = options.rejectUnauthorized !== false;
  socket[kConnectOptions] = options;
  if (callback) socket.once('secureConnect', callback);
  if (!options.socket) {
    if (options.timeout) socket.setTimeout(options.timeout);
    socket.connect(options, socket._start);
  }
  socket._releaseControl();
  if (options.servername) socket.setServername(options.servername);
  if (options.socket) socket._start();
  socket.on('secure', onSecure);
  socket.prependListener('end', onEarlyEnd);
  return socket;
}

/** Options may also stand after a port, a host or a path. */
function optionsOf(args) {
  const [options, callback] = normalizeArguments(args);
  const extra = args.slice(1, 3).find((value) => value !== null && typeof value === 'object');
  return [{ ...options, ...extra }, callback];
}

function withDefaults(given) {
  const tls = require('node:tls');
  const options = {
    rejectUnauthorized: !allowsUnauthorized(),
    ciphers: tls.DEFAULT_CIPHERS,
    checkServerIdentity: tls.checkServerIdentity,
    minDHSize: 1024,
    ...given,
  };
  validateFunction(options.checkServerIdentity, 'options.checkServerIdentity');
  validateNumber(options.minDHSize, 'options.minDHSize', 1);
  if (options.enableTrace != null) validateBoolean(options.enableTrace, 'options.enableTrace');
  if (options.servername) checkServername(options.servername);
  options.secureContext ||= tls.createSecureContext(options);
  return options;
}

function socketOptions(options) {
  return {
    allowHalfOpen: options.socket ? options.socket.allowHalfOpen : Boolean(options.allowHalfOpen),
    pipe: Boolean(options.path),
    secureContext: options.secureContext,
    isServer: false,
    requestCert: true,
    rejectUnauthorized: options.rejectUnauthorized !== false,
    session: options.session,
    ALPNProtocols: options.ALPNProtocols,
    requestOCSP: options.requestOCSP,
    enableTrace: options.enableTrace,
    pskCallback: options.pskCallback,
    highWaterMark: options.highWaterMark,
    onread: options.onread,
    signal: options.signal,
  };
}

/** The handshake is over: is it the right server? */
function onSecure() {
  const options = this[kConnectOptions];
  const key = this.getEphemeralKeyInfo();
  if (key?.type === 'DH' && key.size < options.minDHSize) {
    this.emit('error', new codes.ERR_TLS_DH_PARAM_SIZE(key.size));
    this.destroy();
    return;
  }
  const problem = verify(this, options);
  if (problem) {
    this.authorized = false;
    this.authorizationError = problem.code || problem.message;
    if (options.rejectUnauthorized !== false) {
      this.destroy(problem);
      return;
    }
    debug('the certificate is not trusted, and need not be');
  } else {
    this.authorized = true;
  }
  this.secureConnecting = false;
  this.emit('secureConnect');
  tellSession(this);
  this.removeListener('end', onEarlyEnd);
}

/** A resumed session was verified when it began. */
function verify(socket, options) {
  const error = socket._handle.verifyError();
  if (error || socket.isSessionReused()) return error;
  const host = options.servername || options.host || options.socket?._host || 'localhost';
  return options.checkServerIdentity(host, socket.getPeerCertificate(true));
}

function tellSession(socket) {
  socket[kVerified] = true;
  const session = socket[kPendingSession];
  socket[kPendingSession] = null;
  if (session) socket.emit('session', session);
}

/** The other side hung up before the handshake was over. */
function onEarlyEnd() {
  if (this._hadError) return;
  this._hadError = true;
  const { path, host, port, localAddress } = this[kConnectOptions];
  const error = connResetException('Client network socket disconnected before secure TLS connection was established');
  this.destroy(Object.assign(error, { path, host, port, localAddress }));
}

module.exports = { connect };
