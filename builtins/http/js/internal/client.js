'use strict';

/** `http.ClientRequest`: sends a request and reads its response from a socket that an agent, or the caller, provides. */

const process = require('internal:process/object');
const net = require('node:net');
const { addAbortSignal, finished } = require('node:stream');
const diagnostics = require('node:diagnostics_channel');
const { debuglog } = require('node:util');
const { getFrame } = require('internal:async_hooks/context');
const { beginning, offerSpan } = require('internal:perf_hooks/observed');
const { codes } = require('internal:shared/errors');
const { once } = require('internal:shared/once');
const grammar = require('internal:http/grammar');
const incoming = require('internal:http/incoming');
const outgoing = require('internal:http/outgoing');
const clientOptions = require('internal:http/client_options');
const { timerDuration } = require('internal:net/timer_duration');
const agents = require('internal:http/agent');
const { connResetException } = require('internal:http/failures');
const { LEAVE, READ_BODY, ResponseReader, SKIP_BODY, isInformational } = require('internal:http/response_reader');

const { OutgoingMessage, kFields, kNeedDrain, kUniqueHeaders } = outgoing;

const kError = Symbol('kError');
const kPath = Symbol('kPath');
const kFreed = Symbol('kFreed');
/** When the request was complete, for the performance timeline; 0 while nobody observes. */
const kBegan = Symbol('kBegan');
/** What reads the response; it goes when the response is complete. */
const kReader = Symbol('kReader');
/** The async context of the call that made the request; its response is received there, whatever socket it comes on. */
const kFrame = Symbol('kFrame');

const channels = {
  created: diagnostics.channel('http.client.request.created'),
  start: diagnostics.channel('http.client.request.start'),
  error: diagnostics.channel('http.client.request.error'),
  finish: diagnostics.channel('http.client.response.finish'),
};

const debug = debuglog('http');

const bodyless = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

function ClientRequest(input, options, callback) {
  OutgoingMessage.call(this);
  this[kError] = null;
  this[kReader] = null;
  this[kFreed] = false;
  this[kBegan] = 0;
  this[kFrame] = getFrame();
  this.res = null;
  this.aborted = false;
  [options, callback] = clientOptions.normalize(input, options, callback);
  const defaultAgent = options._defaultAgent || agents.globalAgent;
  this.agent = clientOptions.chooseAgent(options, defaultAgent);
  this[kPath] = '/';
  if (options.path) this[kPath] = clientOptions.validatePath(options.path);
  this.protocol = checkProtocol(options, this.agent, defaultAgent);
  const defaultPort = options.defaultPort || this.agent?.defaultPort;
  const port = (options.port = options.port || defaultPort || 80);
  const host = (options.host = grammar.validateHost(options.hostname, 'hostname') || grammar.validateHost(options.host, 'host') || 'localhost');
  const setDefaultHeaders = options.setDefaultHeaders === undefined || Boolean(options.setDefaultHeaders);
  const setHost = options.setHost === undefined ? setDefaultHeaders : Boolean(options.setHost);
  this._removedConnection = this._removedContLen = this._removedTE = !setDefaultHeaders;
  this.socketPath = options.socketPath;
  if (options.timeout !== undefined) this.timeout = timerDuration(options.timeout, 'timeout');
  if (options.signal) addAbortSignal(options.signal, this);
  this.method = clientOptions.chooseMethod(options.method);
  clientOptions.storeParserOptions(this, options);
  if (callback) this.once('response', callback);
  this.useChunkedEncodingByDefault = !bodyless.has(this.method);
  this._ended = false;
  this.timeoutCb = null;
  this.upgradeOrConnect = false;
  this.parser = null;
  this.maxHeadersCount = null;
  this.reusedSocket = false;
  this.host = host;
  this[kUniqueHeaders] = outgoing.parseUniqueHeadersOption(options.uniqueHeaders);
  if (this.agent) decidePersistence(this);
  const forwarding = this.protocol === 'http:' ? this.agent?._proxyFor?.({ host, port, socketPath: this.socketPath }) : null;
  const target = clientOptions.hostField(host, port, defaultPort);
  if (forwarding) forwardThrough(this, options, forwarding, target);
  // A tunnel's target is the path; the host is whoever opens it (RFC 9110 section 9.3.6).
  const field = this.method === 'CONNECT' && options.path ? this[kPath] : target;
  setFields(this, options, setHost ? field : null);
  debug('outgoing request %s %s to %s:%s', this.method, this[kPath], host, port);
  connect(this, options);
  if (channels.created.hasSubscribers) channels.created.publish({ request: this });
}
Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ClientRequest, OutgoingMessage);

const { prototype } = ClientRequest;

Object.defineProperty(prototype, 'path', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    return this[kPath];
  },
  set(value) {
    this[kPath] = clientOptions.validatePath(value);
  },
});

function checkProtocol(options, agent, defaultAgent) {
  const protocol = options.protocol || defaultAgent.protocol;
  const expected = agent?.protocol || defaultAgent.protocol;
  if (protocol !== expected) throw new codes.ERR_INVALID_PROTOCOL(protocol, expected);
  return protocol;
}

/** A connection nobody would use again is closed after the response. */
function decidePersistence(request) {
  const reused = request.agent.keepAlive || Number.isFinite(request.agent.maxSockets);
  request._last = !reused;
  request.shouldKeepAlive = reused;
}

/** A proxy for plain requests gets the whole URL, and fields of its own (RFC 9112 section 3.2.2). */
function forwardThrough(request, options, proxy, host) {
  request[kPath] = `http://${host}${request[kPath]}`;
  const fields = { 'proxy-connection': request.shouldKeepAlive ? 'keep-alive' : 'close' };
  if (proxy.authorization !== undefined) fields['proxy-authorization'] = proxy.authorization;
  if (Array.isArray(options.headers)) options.headers = [...options.headers, ...arrayLike(options.headers, Object.entries(fields))];
  else for (const name of Object.keys(fields)) request.setHeader(name, fields[name]);
}

/** Fields in the form of a list that holds pairs, or names and values in turn. */
function arrayLike(list, pairs) {
  return Array.isArray(list[0]) ? pairs : pairs.flat();
}

function setFields(request, options, host) {
  const { headers } = options;
  if (Array.isArray(headers)) {
    request._storeHeader(requestLine(request), headers);
    return;
  }
  for (const name of headers ? Object.keys(headers) : []) {
    checkHost(name, headers[name]);
    request.setHeader(name, headers[name]);
  }
  if (host !== null && !request.getHeader('host')) request.setHeader('Host', host);
  if (options.auth && !request.getHeader('Authorization')) {
    request.setHeader('Authorization', clientOptions.basicAuthorization(options.auth));
  }
  if (request.getHeader('expect')) request._implicitHeader();
}

function checkHost(name, value) {
  if (typeof value === 'string' || value === undefined || name.toLowerCase() !== 'host') return;
  throw new codes.ERR_INVALID_ARG_TYPE('options.headers.host', 'string', value);
}

function requestLine(request) {
  return `${request.method} ${request.path} HTTP/1.1\r\n`;
}

function connect(request, options) {
  // The signal is the request's; a pooled connection outlives it.
  const target = options.signal ? { ...options, signal: undefined } : options;
  if (request.agent) {
    request.agent.addRequest(request, target);
    return;
  }
  request._last = true;
  request.shouldKeepAlive = false;
  const own = { ...target, path: options.socketPath || undefined };
  if (typeof own.createConnection !== 'function') {
    request.onSocket(net.createConnection(own));
    return;
  }
  const created = once((error, socket) => {
    if (error) process.nextTick(emitError, request, error);
    else request.onSocket(socket);
  });
  try {
    const socket = own.createConnection(own, created);
    if (socket) created(null, socket);
  } catch (error) {
    created(error);
  }
}

prototype._implicitHeader = function _implicitHeader() {
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT('render');
  this._storeHeader(requestLine(this), this[kFields]);
};

prototype._finish = function _finish() {
  OutgoingMessage.prototype._finish.call(this);
  this[kBegan] = beginning('http');
  if (channels.start.hasSubscribers) channels.start.publish({ request: this });
};

// The socket.

prototype.onSocket = function onSocket(socket, error) {
  process.nextTick(receiveSocket, this, socket, error);
};

function receiveSocket(request, socket, error) {
  if (!request.destroyed && !error) {
    useSocket(request, socket);
    request._flush();
    return;
  }
  const cause = error || request[kError];
  if (!socket) {
    closeUnsent(request, cause);
  } else if (!error && request.agent && !socket.destroyed) {
    // The connection is fine and serves another request. The agent asks its last one whether it may be kept.
    socket._httpMessage = request;
    socket.emit('free');
    closeUnsent(request, cause);
  } else {
    finished(socket.destroy(cause), (failure) => {
      closeUnsent(request, failure?.code === 'ERR_STREAM_PREMATURE_CLOSE' ? cause : failure || cause);
    });
  }
}

function closeUnsent(request, error) {
  request.destroyed = true;
  if (!request.aborted) error ||= connResetException('socket hang up');
  if (error) emitError(request, error);
  request._closed = true;
  request.emit('close');
}

function useSocket(request, socket) {
  request[kReader] = new ResponseReader(request, socket, request[kFrame]);
  request.parser = request[kReader];
  socket.parser = request[kReader];
  request.socket = socket;
  socket._httpMessage = request;
  socket.on('error', onSocketError);
  socket.on('data', onSocketData);
  socket.on('end', onSocketEnd);
  socket.on('close', onSocketClose);
  socket.on('drain', onSocketDrain);
  if (request.timeout !== undefined || request.agent?.options?.timeout) listenForTimeout(request);
  request.emit('socket', socket);
}

function onSocketData(chunk) {
  const request = this._httpMessage;
  const reader = request[kReader];
  let taken;
  try {
    taken = reader.feed(chunk);
  } catch (error) {
    if (error !== reader.error) throw error;
    dropReader(request, this);
    this._hadError = true;
    emitError(request, error);
    this.destroy();
    return;
  }
  if (taken >= 0) leaveHttp(request, this, chunk.subarray(taken));
  else if (reader.isDone) dropReader(request, this);
}

/** The socket belongs to another protocol now, or to nobody. */
function leaveHttp(request, socket, rest) {
  const response = request[kReader].incoming;
  const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
  request.res = response;
  dropReader(request, socket);
  if (request.timeoutCb) socket.removeListener('timeout', request.timeoutCb);
  if (request.listenerCount(event) === 0) {
    socket.destroy();
    return;
  }
  request.upgradeOrConnect = true;
  socket.emit('agentRemove');
  socket.removeListener('close', onSocketClose);
  socket.removeListener('error', onSocketError);
  socket._httpMessage = null;
  socket.readableFlowing = null;
  request.emit(event, response, socket, rest);
  request.destroyed = true;
  request._closed = true;
  request.emit('close');
}

function dropReader(request, socket) {
  const reader = request[kReader];
  if (reader === null) return;
  request[kReader] = null;
  request.parser = null;
  socket.parser = null;
  socket.removeListener('data', onSocketData);
  socket.removeListener('end', onSocketEnd);
  socket.removeListener('drain', onSocketDrain);
  reader.finish();
}

function onSocketDrain() {
  const request = this._httpMessage;
  if (request && !request.finished && request[kNeedDrain]) {
    request[kNeedDrain] = false;
    request.emit('drain');
  }
}

function onSocketEnd() {
  const request = this._httpMessage;
  if (!request.res && !this._hadError) {
    this._hadError = true;
    emitError(request, connResetException('socket hang up'));
  }
  dropReader(request, this);
  this.end();
}

function onSocketError(error) {
  const request = this._httpMessage;
  if (request) {
    // Whatever fails after this is a consequence.
    this._hadError = true;
    emitError(request, error);
    dropReader(request, this);
  }
  this.destroy();
}

function onSocketClose() {
  const request = this._httpMessage;
  const response = request.res;
  request.destroyed = true;
  if (response) {
    if (!response.complete) response.destroy(connResetException('aborted'));
    request._closed = true;
    request.emit('close');
    if (!response.aborted && response.readable) response.push(null);
  } else {
    if (!this._hadError) {
      this._hadError = true;
      emitError(request, connResetException('socket hang up'));
    }
    request._closed = true;
    request.emit('close');
  }
  // Only the peer's end completes a body that runs until the close, so this comes after the response was told.
  dropReader(request, this);
  request.outputData.length = 0;
}

function emitError(request, error) {
  if (channels.error.hasSubscribers) channels.error.publish({ request, error });
  request.emit('error', error);
}

// The response.

/** A response head was read. Says what to do with what follows it. */
prototype._onHead = function _onHead(response, keepAlive) {
  if (this.res) {
    // Two answers to one request: nothing on this connection can be trusted.
    this.socket.destroy();
    return READ_BODY;
  }
  this.res = response;
  if (this.method === 'CONNECT') response.upgrade = true;
  if (response.upgrade) return LEAVE;
  if (isInformational(response.statusCode)) return announceInterim(this, response);
  if (!keepAlive && !this.upgradeOrConnect) this.shouldKeepAlive = false;
  if (channels.finish.hasSubscribers) channels.finish.publish({ request: this, response });
  if (this[kBegan]) offerEntry(this, response);
  response.req = this;
  this.socket.on('timeout', onResponseTimeout);
  // First, so that the connection is free before the program's listeners run.
  response.on('end', onResponseEnd);
  this.on('finish', onRequestFinish);
  if (this.aborted || !this.emit('response', response)) response._dump();
  if (this.method === 'HEAD') return SKIP_BODY;
  if (response.statusCode === 304) {
    response.complete = true;
    return SKIP_BODY;
  }
  return READ_BODY;
};

function offerEntry(request, response) {
  const { detailOf } = require('internal:http/server_channels');
  const url = `${request.protocol}//${request.getHeader('host') ?? request.host}${request.path}`;
  offerSpan('HttpClient', 'http', request[kBegan], detailOf(request, url, request.getHeaders(), response, response.headers));
}

function announceInterim(request, response) {
  request.res = null;
  if (response.statusCode === 100) request.emit('continue');
  request.emit('information', {
    statusCode: response.statusCode,
    statusMessage: response.statusMessage,
    httpVersion: response.httpVersion,
    httpVersionMajor: response.httpVersionMajor,
    httpVersionMinor: response.httpVersionMinor,
    headers: response.headers,
    rawHeaders: response.rawHeaders,
  });
  return SKIP_BODY;
}

function onResponseEnd() {
  const request = this.req;
  const { socket } = request;
  if (socket && request.timeoutCb) socket.removeListener('timeout', onSocketTimeout);
  socket?.removeListener('timeout', onResponseTimeout);
  request._ended = true;
  if (!request.shouldKeepAlive) {
    if (!socket.writable) return;
    if (typeof socket.destroySoon === 'function') socket.destroySoon();
    else socket.end();
  } else if (request.writableFinished && !this.aborted) {
    freeSocket(request);
  }
}

function onRequestFinish() {
  if (this.shouldKeepAlive && this._ended) freeSocket(this);
}

/** Both directions are done: the connection is free for the next request. */
function freeSocket(request) {
  // The response can end before the last write of the request is reported.
  if (request[kFreed]) return;
  request[kFreed] = true;
  const { socket } = request;
  if (request.timeoutCb) {
    socket.setTimeout(0, request.timeoutCb);
    request.timeoutCb = null;
  }
  socket.removeListener('close', onSocketClose);
  socket.removeListener('error', onSocketError);
  socket.removeListener('data', onSocketData);
  socket.removeListener('end', onSocketEnd);
  socket.removeListener('drain', onSocketDrain);
  process.nextTick(emitFree, request);
  request.destroyed = true;
  // Destroying the response later must not destroy a connection that serves others.
  if (request.res) request.res.destroyed || (request.res[incoming.kSocket] = socket);
}

function emitFree(request) {
  request._closed = true;
  request.emit('close');
  request.socket?.emit('free');
}

// Ending early.

prototype.abort = function abort() {
  if (this.aborted) return;
  this.aborted = true;
  process.nextTick(emitAbort, this);
  this.destroy();
};

function emitAbort(request) {
  request.emit('abort');
}

prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this.res?._dump();
  this[kError] = error;
  this.socket?.destroy(error);
  return this;
};

// Timeouts.

prototype.setTimeout = function setTimeout(msecs, callback) {
  if (this._ended) return this;
  listenForTimeout(this);
  msecs = timerDuration(msecs, 'msecs');
  if (callback) this.once('timeout', callback);
  if (this.socket) setSocketTimeout(this.socket, msecs);
  else this.once('socket', (socket) => setSocketTimeout(socket, msecs));
  return this;
};

/** The time to connect does not count. */
function setSocketTimeout(socket, msecs) {
  if (socket.connecting) socket.once('connect', () => socket.setTimeout(msecs));
  else socket.setTimeout(msecs);
}

prototype.clearTimeout = function clearTimeout(callback) {
  this.setTimeout(0, callback);
};

function listenForTimeout(request) {
  if (request.timeoutCb) return;
  request.timeoutCb = onSocketTimeout;
  if (request.socket) request.socket.once('timeout', onSocketTimeout);
  else request.on('socket', (socket) => socket.once('timeout', onSocketTimeout));
}

function onSocketTimeout() {
  this._httpMessage?.emit('timeout');
}

/** `response.setTimeout()` listens here. */
function onResponseTimeout() {
  this._httpMessage?.res?.emit('timeout');
}

prototype.setNoDelay = function setNoDelay(noDelay) {
  withConnected(this, (socket) => socket.setNoDelay?.(noDelay));
};

prototype.setSocketKeepAlive = function setSocketKeepAlive(enable, initialDelay) {
  withConnected(this, (socket) => socket.setKeepAlive?.(enable, initialDelay));
};

function withConnected(request, action) {
  if (!request.socket) request.once('socket', () => withConnected(request, action));
  else if (request.socket.connecting) request.socket.once('connect', () => action(request.socket));
  else action(request.socket);
}

module.exports = { ClientRequest };
