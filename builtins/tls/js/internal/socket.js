'use strict';

/**
 * `tls.TLSSocket`: a net.Socket whose handle, `ssl`, encrypts. Below it is what it talks over: a handle of its own that connects, another
 * socket, or any stream.
 */

const process = require('internal:process/object');
const net = require('node:net');
const { Buffer } = require('node:buffer');
const { debuglog } = require('node:util');
const { codes } = require('internal:shared/errors');
const {
  validateBuffer, validateFunction, validateInt32, validateObject, validateString, validateUint32,
} = require('internal:shared/validators');
const { PIPE, TCP, createStream } = require('internal:net/handles');
const { convertALPNProtocols } = require('internal:tls/alpn');
const { attach, createHandle, place } = require('internal:tls/handles');

const debug = debuglog('tls');

const kSecureContext = Symbol('tls.secureContext');
const kDisableRenegotiation = Symbol('tls.disableRenegotiation');
const kNoAddress = 'Setting the TLS ServerName to an IP address is not permitted.';
const kPendingSession = Symbol('tls.pendingSession');
const kVerified = Symbol('tls.verified');

/** @param {import('node:stream').Duplex} [socket] what to talk over @param {object} [options] */
function TLSSocket(socket, options) {
  if (!(this instanceof TLSSocket)) return new TLSSocket(socket, options);
  socket ||= undefined;
  options = { ...options };
  if (options.ALPNProtocols) convertALPNProtocols(options.ALPNProtocols, options);
  checkStream(socket);
  initFields(this, options);

  const below = handleBelow(socket);
  this.ssl = this._wrapHandle(socket, below, false);
  if (isReady(socket) && this.ssl._parent === below) attach(this.ssl, below, this.ssl._parentWrap);
  net.Socket.call(this, {
    handle: this.ssl,
    allowHalfOpen: socket ? socket.allowHalfOpen : options.allowHalfOpen,
    pauseOnCreate: options.pauseOnConnect,
    manualStart: true,
    highWaterMark: options.highWaterMark,
    onread: socket ? null : options.onread,
    signal: options.signal,
  });
  this.server = options.server ?? null;
  this.on('error', this._tlsError);
  this._setUp(options);
  this._watchBelow(socket);
  if (options.enableTrace) this.enableTrace();
  this.read(0);
}
Object.setPrototypeOf(TLSSocket.prototype, net.Socket.prototype);
Object.setPrototypeOf(TLSSocket, net.Socket);

function checkStream(socket) {
  if (socket === undefined) return;
  if (typeof socket.write === 'function' && typeof socket.pause === 'function') return;
  throw new codes.ERR_INVALID_ARG_TYPE('socket', 'Duplex', socket);
}

function initFields(socket, options) {
  socket._tlsOptions = options;
  socket._secureEstablished = false;
  socket._securePending = false;
  socket._newSessionPending = false;
  socket._controlReleased = false;
  socket.secureConnecting = true;
  socket._SNICallback = null;
  socket.servername = null;
  socket.alpnProtocol = null;
  socket.authorized = false;
  socket.authorizationError = null;
  socket.encrypted = true;
  socket[kSecureContext] = options.secureContext || require('internal:tls/secure_context').createSecureContext(options);
  if (!(socket[kSecureContext].context instanceof binding.SecureContext)) throw new codes.ERR_TLS_INVALID_CONTEXT('context');
  socket[kDisableRenegotiation] = false;
  socket[kPendingSession] = null;
  socket[kVerified] = false;
}

// --- What is below -------------------------------------------------------------------------------------------------------

/** A socket with a handle is talked to natively; every other stream through its methods. */
function isNative(socket) {
  return socket instanceof net.Socket && Boolean(socket._handle?.transport);
}

/** A socket without a handle is still to connect. */
function isReady(socket) {
  if (!socket || socket.connecting) return false;
  return !(socket instanceof net.Socket) || Boolean(socket._handle);
}

/** What a given socket is talked to through, as far as there is something yet. */
function handleBelow(socket) {
  if (!socket) return undefined;
  if (isNative(socket) || !isReady(socket)) return socket._handle ?? null;
  const { DuplexHandle } = require('internal:tls/duplex_handle');
  return new DuplexHandle(socket);
}

/**
 * The own handle, over that of a given socket or over a new one. Packages that answer in the place of a server put their own function
 * before this one.
 * @param {import('node:stream').Duplex | undefined} socket @param {object | null | undefined} below
 */
TLSSocket.prototype._wrapHandle = function _wrapHandle(socket, below) {
  const { isServer, pipe } = this._tlsOptions;
  const handle = createHandle(this[kSecureContext].context, Boolean(isServer));
  if (below === undefined) place(handle, createStream(pipe ? PIPE : TCP), null);
  else place(handle, below, isNative(socket) || below === null ? socket : below);
  return handle;
};

function putOn(tlsSocket, socket) {
  const below = handleBelow(socket);
  attach(tlsSocket.ssl, below, isNative(socket) ? socket : below);
}

/** The end of what is below is the end of this socket; bytes it has read already are this one's. */
TLSSocket.prototype._watchBelow = function _watchBelow(socket) {
  if (!socket) {
    this.connecting = true;
    return;
  }
  this._parent = socket;
  socket.on('close', () => this.destroy());
  if (socket instanceof net.Socket) socket.on('error', (error) => this._emitTLSError(error));
  if (isReady(socket)) {
    // A client speaks first: what a server has said before that belongs to a handshake that begins in `_start`.
    if (this._tlsOptions.isServer) takeBuffered(this, socket);
    return;
  }
  this.connecting = true;
  socket.once('connect', () => {
    if (this.destroyed) return;
    putOn(this, socket);
    takeBuffered(this, socket);
    this.connecting = false;
    this.emit('connect');
  });
};

function takeBuffered(tlsSocket, socket) {
  if (!isNative(socket) || !socket.readableLength || tlsSocket.ssl === null) return;
  for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) {
    tlsSocket.ssl.receive(typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk);
  }
}

/** Another handle to connect with goes below. */
TLSSocket.prototype._placeHandle = function _placeHandle(handle) {
  if (this._handle === this.ssl) place(this.ssl, handle, null);
  else Reflect.apply(net.Socket.prototype._placeHandle, this, [handle]);
};

/** The own connection stands: from here on its bytes are encrypted. */
TLSSocket.prototype._handleConnected = function _handleConnected(readable, writable) {
  if (this.ssl !== null && this._handle === this.ssl) attach(this.ssl, this.ssl._parent, null);
  Reflect.apply(net.Socket.prototype._handleConnected, this, [readable, writable]);
};

// --- Setting up ----------------------------------------------------------------------------------------------------------

TLSSocket.prototype._setUp = function _setUp(options) {
  const { ssl } = this;
  this._requestCert = Boolean(options.requestCert) || !options.isServer;
  this._rejectUnauthorized = Boolean(options.rejectUnauthorized);
  if (this._requestCert || this._rejectUnauthorized) ssl.setVerifyMode(this._requestCert, this._rejectUnauthorized);
  this.on('newListener', enableOnListener);
  if (options.isServer) setUpServer(this, options);
  else if (options.session) this.setSession(options.session);
  if (options.requestOCSP && !options.isServer) ssl.requestOcsp();
  if (options.ALPNProtocols) setProtocols(ssl, options.ALPNProtocols);
  if (options.pskCallback) setUpPsk(this, options);
  if (options.handshakeTimeout > 0) this.setTimeout(options.handshakeTimeout, this._handleTimeout);
  require('internal:tls/keylog').writeKeylog(this);
};

function setProtocols(ssl, protocols) {
  if (!ArrayBuffer.isView(protocols)) throw new TypeError('Must give a Buffer as first argument');
  ssl.setProtocols(protocols);
}

/** What costs something is only told where someone listens. */
function enableOnListener(event) {
  if (event === 'keylog') this.ssl?.enableKeylogCallback();
  else if (event === 'session' && !this._tlsOptions.isServer) this.ssl?.enableSessionCallbacks();
}

function setUpServer(socket, { server, SNICallback, ALPNCallback }) {
  const { ssl } = socket;
  if (ALPNCallback) {
    validateFunction(ALPNCallback, 'options.ALPNCallback');
    ssl.enableHelloCallback();
  }
  if (server) {
    if (server.listenerCount('newSession') > 0 || server.listenerCount('resumeSession') > 0) ssl.enableSessionCallbacks();
    if (server.listenerCount('resumeSession') > 0) ssl.enableHelloCallback();
    if (server.listenerCount('OCSPRequest') > 0) ssl.enableCertCb();
    if (server.listenerCount('keylog') > 0) socket.on('keylog', (line) => server.emit('keylog', line, socket));
  }
  if (SNICallback) validateFunction(SNICallback, 'options.SNICallback');
  if (SNICallback && (!SNICallback.isDefault || server?._contexts?.length > 0)) {
    socket._SNICallback = SNICallback;
    ssl.enableCertCb();
  }
}

function setUpPsk(socket, { pskCallback, pskIdentityHint, isServer }) {
  validateFunction(pskCallback, 'pskCallback');
  socket.ssl.enablePskCallback();
  if (!pskIdentityHint) return;
  validateString(pskIdentityHint, 'options.pskIdentityHint');
  if (!isServer) return;
  try {
    socket.ssl.setPskIdentityHint(pskIdentityHint);
  } catch {
    socket.destroy(new codes.ERR_TLS_PSK_SET_IDENTITY_HINT_FAILED());
  }
}

/** Begins the handshake. */
TLSSocket.prototype._start = function _start() {
  if (this.connecting) {
    this.once('connect', this._start);
    return;
  }
  // It may have been destroyed in the meantime.
  if (!this._handle) return;
  debug('start the handshake');
  this._handle.start();
  // Later, when somebody listens for what may be wrong with it.
  if (this._parent && !this._tlsOptions.isServer) process.nextTick(takeBuffered, this, this._parent);
};

// --- Errors --------------------------------------------------------------------------------------------------------------

/** Until the handshake is over errors belong to the server or to `tls.connect`; afterwards to the program. */
TLSSocket.prototype._tlsError = function _tlsError(error) {
  this.emit('_tlsError', error);
  return this._controlReleased ? error : null;
};

TLSSocket.prototype._emitTLSError = function _emitTLSError(error) {
  const told = this._tlsError(error);
  if (told) this.destroy(told);
};

TLSSocket.prototype._releaseControl = function _releaseControl() {
  if (this._controlReleased) return false;
  this._controlReleased = true;
  this.removeListener('error', this._tlsError);
  return true;
};

TLSSocket.prototype._handleTimeout = function _handleTimeout() {
  this._tlsError(new codes.ERR_TLS_HANDSHAKE_TIMEOUT());
  this.destroy();
};

/** Ends the encryption without a word to the peer. */
TLSSocket.prototype._destroySSL = function _destroySSL() {
  this.ssl?.endTls();
  this.ssl = null;
};

/** The connection is broken. */
TLSSocket.prototype._onFailure = function _onFailure(error) {
  if (this._hadError) return;
  this._hadError = true;
  const { isServer } = this._tlsOptions;
  if (!this._secureEstablished) this.destroy(error);
  else if (isServer && this._rejectUnauthorized && error.code === 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE') this.destroy();
  else this._emitTLSError(error);
};

TLSSocket.prototype._destroy = function _destroy(error, callback) {
  this.ssl = null;
  Reflect.apply(net.Socket.prototype._destroy, this, [error, callback]);
};

// --- The handshake -------------------------------------------------------------------------------------------------------

/** Clients that ask for handshake after handshake cost a server more than themselves. */
TLSSocket.prototype._onHandshakeStart = function _onHandshakeStart(now) {
  if (!this._tlsOptions.isServer) return;
  const { ssl } = this;
  const { CLIENT_RENEG_LIMIT, CLIENT_RENEG_WINDOW } = require('node:tls');
  const isFirst = ssl.lastHandshakeTime === -Infinity;
  const isNewWindow = now - ssl.lastHandshakeTime >= CLIENT_RENEG_WINDOW * 1000;
  ssl.lastHandshakeTime = now;
  if (isFirst) return;
  ssl.handshakes = isNewWindow ? 1 : ssl.handshakes + 1;
  if (ssl.handshakes > CLIENT_RENEG_LIMIT) this._emitTLSError(new codes.ERR_TLS_SESSION_ATTACK());
  else if (this[kDisableRenegotiation]) this._emitTLSError(new codes.ERR_TLS_RENEGOTIATION_DISABLED());
};

TLSSocket.prototype._onHandshakeDone = function _onHandshakeDone() {
  if (this._newSessionPending) this._securePending = true;
  else this._finishInit();
};

TLSSocket.prototype._finishInit = function _finishInit() {
  const { ssl } = this;
  if (ssl === null || this.destroyed) return;
  this.alpnProtocol = ssl.getALPNNegotiatedProtocol();
  this.servername ??= ssl.getServername() ?? false;
  debug('%s the handshake is over', this._tlsOptions.isServer ? 'server' : 'client');
  this._secureEstablished = true;
  if (this._tlsOptions.handshakeTimeout > 0) this.setTimeout(0, this._handleTimeout);
  this.emit('secure');
};

/** Calls back into the program during a handshake; what it throws fails this connection only. */
function guarded(socket, call) {
  try {
    return call();
  } catch (error) {
    socket.destroy(error);
    return undefined;
  }
}

TLSSocket.prototype._onHello = function _onHello(sessionId, servername, hasTicket, protocols) {
  guarded(this, () => {
    if (this._tlsOptions.ALPNCallback) require('internal:tls/server_callbacks').chooseProtocol(this, servername, protocols);
    if (!this.destroyed) require('internal:tls/server_callbacks').findSession(this, sessionId, hasTicket);
  });
};

TLSSocket.prototype._onCertificateRequest = function _onCertificateRequest(servername, wantsOcsp) {
  guarded(this, () => require('internal:tls/server_callbacks').chooseContext(this, servername, wantsOcsp));
};

TLSSocket.prototype._onSession = function _onSession(id, session) {
  if (this._tlsOptions.isServer) {
    guarded(this, () => require('internal:tls/server_callbacks').storeSession(this, id, session));
  } else if (this[kVerified]) {
    this.emit('session', toBuffer(session));
  } else {
    this[kPendingSession] = toBuffer(session);
  }
};

TLSSocket.prototype._onKeylog = function _onKeylog(line) {
  this.emit('keylog', toBuffer(line));
};

TLSSocket.prototype._onOcspResponse = function _onOcspResponse(response) {
  this.emit('OCSPResponse', response === undefined ? null : toBuffer(response));
};

TLSSocket.prototype._onPskServer = function _onPskServer(identity, most) {
  return guarded(this, () => require('internal:tls/psk').serverKey(this, identity, most));
};

TLSSocket.prototype._onPskClient = function _onPskClient(hint, mostIdentity, mostKey) {
  return guarded(this, () => require('internal:tls/psk').clientKey(this, hint, mostIdentity, mostKey));
};

function toBuffer(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

// --- What programs set ---------------------------------------------------------------------------------------------------

/** @param {object} options `requestCert`, `rejectUnauthorized` @param {(error: Error | null) => void} [callback] */
TLSSocket.prototype.renegotiate = function renegotiate(options, callback) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (this.destroyed) return undefined;
  const requestCert = options.requestCert === undefined ? this._requestCert : Boolean(options.requestCert);
  const rejects = options.rejectUnauthorized === undefined ? this._rejectUnauthorized : Boolean(options.rejectUnauthorized);
  if (requestCert !== this._requestCert || rejects !== this._rejectUnauthorized) {
    this._handle.setVerifyMode(requestCert, rejects);
    this._requestCert = requestCert;
    this._rejectUnauthorized = rejects;
  }
  try {
    this._handle.renegotiate();
  } catch (error) {
    if (callback) process.nextTick(callback, error);
    return false;
  }
  if (callback) this.once('secure', () => callback(null));
  return true;
};

TLSSocket.prototype.disableRenegotiation = function disableRenegotiation() {
  this[kDisableRenegotiation] = true;
};

TLSSocket.prototype.enableTrace = function enableTrace() {
  this._handle?.enableTrace();
};

/** @param {number} size bytes of plain text in a record @returns {boolean} */
TLSSocket.prototype.setMaxSendFragment = function setMaxSendFragment(size) {
  validateInt32(size, 'size');
  return this._handle.setMaxSendFragment(size);
};

TLSSocket.prototype.setServername = function setServername(name) {
  checkServername(name);
  if (this._tlsOptions.isServer) throw new codes.ERR_TLS_SNI_FROM_SERVER();
  if (name !== '') this._handle.setServername(name);
};

/** RFC 6066 section 3: the name is that of a host, no address. A name with a NUL would be sent up to there. */
function checkServername(name) {
  validateString(name, 'name');
  if (name.includes('\0')) throw new codes.ERR_INVALID_ARG_VALUE('options.servername', name, 'must be a string without null bytes');
  if (net.isIP(name)) throw new codes.ERR_INVALID_ARG_VALUE('options.servername', name, kNoAddress);
}

/** @param {Buffer | string} session */
TLSSocket.prototype.setSession = function setSession(session) {
  if (typeof session === 'string') session = Buffer.from(session, 'latin1');
  if (!ArrayBuffer.isView(session)) throw Object.assign(new TypeError('Session must be a buffer'), { code: 'ERR_INVALID_ARG_TYPE' });
  this._handle?.setSession(session);
};

/** @param {import('node:tls').SecureContext | object} context */
TLSSocket.prototype.setKeyCert = function setKeyCert(context) {
  const { SecureContext, createSecureContext } = require('internal:tls/secure_context');
  const { context: native } = context instanceof SecureContext ? context : createSecureContext(context);
  this._handle?.setKeyCert(native);
};

// --- What is known -------------------------------------------------------------------------------------------------------

TLSSocket.prototype.getPeerCertificate = function getPeerCertificate(detailed) {
  const { _handle: ssl } = this;
  if (ssl === null) return null;
  const { legacyObject, linkedObject } = require('internal:tls/certificates');
  return (detailed ? linkedObject(ssl.getPeerChain()) : legacyObject(ssl.getPeerCertificate())) ?? {};
};

TLSSocket.prototype.getCertificate = function getCertificate() {
  const { _handle: ssl } = this;
  if (ssl === null) return null;
  return require('internal:tls/certificates').legacyObject(ssl.getOwnCertificate()) ?? {};
};

TLSSocket.prototype.getX509Certificate = function getX509Certificate() {
  return require('internal:tls/certificates').certificateOf(this._handle?.getOwnCertificate());
};

TLSSocket.prototype.getPeerX509Certificate = function getPeerX509Certificate() {
  return require('internal:tls/certificates').certificateOf(this._handle?.getPeerCertificate());
};

/** @returns {{ name: string, standardName: string, version: string } | undefined} */
TLSSocket.prototype.getCipher = function getCipher() {
  return this._handle?.getCipher();
};

TLSSocket.prototype.getEphemeralKeyInfo = function getEphemeralKeyInfo() {
  if (this._handle === null || this._tlsOptions.isServer) return null;
  return this._handle.getEphemeralKeyInfo();
};

TLSSocket.prototype.getProtocol = function getProtocol() {
  return this._handle?.getProtocol() ?? null;
};

TLSSocket.prototype.exportKeyingMaterial = function exportKeyingMaterial(length, label, context) {
  validateUint32(length, 'length', true);
  validateString(label, 'label');
  if (context !== undefined) validateBuffer(context, 'context');
  if (!this._secureEstablished) throw new codes.ERR_TLS_INVALID_STATE();
  return bufferOrNothing(this._handle?.exportKeyingMaterial(length, label, context));
};

function bufferOrNothing(bytes) {
  return bytes === undefined ? undefined : toBuffer(bytes);
}

for (const [name, native] of [
  ['getSession', 'getSession'],
  ['getFinished', 'getFinished'],
  ['getPeerFinished', 'getPeerFinished'],
  ['getTLSTicket', 'getTicket'],
]) {
  TLSSocket.prototype[name] = function () {
    return this._handle === null ? null : bufferOrNothing(this._handle[native]());
  };
}

TLSSocket.prototype.getSharedSigalgs = function getSharedSigalgs() {
  return this._handle?.getSharedSigalgs() ?? null;
};

TLSSocket.prototype.isSessionReused = function isSessionReused() {
  return this._handle?.isSessionReused() ?? null;
};

module.exports = { TLSSocket, checkServername, kPendingSession, kVerified };
