'use strict';

/** `Http2ServerRequest`: a stream of a server as `http.IncomingMessage` would show it. */

const process = require('internal:process/object');
const { Readable } = require('node:stream');
const { codes } = require('internal:shared/errors');
const { validateString } = require('internal:shared/validators');
const socketProxy = require('internal:http2/compat_socket');
const { kProxySocket, kRequest, kState } = require('internal:http2/symbols');

const kStream = Symbol('http2.compat.stream');
const kHeaders = Symbol('http2.compat.headers');
const kRawHeaders = Symbol('http2.compat.rawHeaders');
const kTrailers = Symbol('http2.compat.trailers');
const kRawTrailers = Symbol('http2.compat.rawTrailers');
const kAborted = Symbol('http2.compat.aborted');

class Http2ServerRequest extends Readable {
  /** @param {import('./stream').Http2Stream} stream @param {object} headers @param {object} [options] @param {string[]} [rawHeaders] */
  constructor(stream, headers, options, rawHeaders) {
    super(options === undefined ? { autoDestroy: false } : { autoDestroy: false, ...options });
    this[kState] = { closed: false, didRead: false };
    this[kHeaders] = headers;
    this[kRawHeaders] = rawHeaders;
    this[kTrailers] = {};
    this[kRawTrailers] = [];
    this[kStream] = stream;
    this[kAborted] = false;
    stream[kProxySocket] = null;
    stream[kRequest] = this;
    stream.on('trailers', streamTrailers);
    stream.on('end', streamEnd);
    stream.on('error', streamError);
    stream.on('aborted', streamAborted);
    stream.on('close', streamClose);
    stream.on('timeout', streamTimeout);
    this.on('pause', requestPause);
    this.on('resume', requestResume);
  }

  get aborted() {
    return this[kAborted];
  }

  get complete() {
    return this[kAborted] || this.readableEnded || this[kState].closed || this[kStream].destroyed;
  }

  get stream() {
    return this[kStream];
  }

  get headers() {
    return this[kHeaders];
  }

  get rawHeaders() {
    return this[kRawHeaders];
  }

  get trailers() {
    return this[kTrailers];
  }

  get rawTrailers() {
    return this[kRawTrailers];
  }

  get httpVersionMajor() {
    return 2;
  }

  get httpVersionMinor() {
    return 0;
  }

  get httpVersion() {
    return '2.0';
  }

  get socket() {
    return proxyOf(this[kStream]);
  }

  get connection() {
    return this.socket;
  }

  get method() {
    return this[kHeaders][':method'];
  }

  set method(method) {
    validateString(method, 'method');
    if (method.trim() === '') throw new codes.ERR_INVALID_ARG_VALUE('method', method);
    this[kHeaders][':method'] = method;
  }

  get authority() {
    return this[kHeaders][':authority'] ?? this[kHeaders].host;
  }

  get scheme() {
    return this[kHeaders][':scheme'];
  }

  get url() {
    return this[kHeaders][':path'];
  }

  set url(url) {
    this[kHeaders][':path'] = url;
  }

  setTimeout(msecs, callback) {
    if (!this[kState].closed) this[kStream].setTimeout(msecs, callback);
    return this;
  }

  _read() {
    const state = this[kState];
    if (state.didRead) {
      process.nextTick(resume, this[kStream]);
    } else {
      state.didRead = true;
      this[kStream].on('data', streamData);
    }
  }
}

/** The socket of a stream; requests and responses share it. */
function proxyOf(stream) {
  return (stream[kProxySocket] ??= new Proxy(stream, socketProxy.handler));
}

function resume(stream) {
  if (!stream.destroyed) stream.resume();
}

function requestPause() {
  this[kStream].pause();
}

/** What waits in the request goes first. */
function requestResume() {
  if (this[kState].didRead) resume(this[kStream]);
}

function streamData(chunk) {
  const request = this[kRequest];
  if (request !== undefined && !request.push(chunk)) this.pause();
}

function streamTrailers(trailers, flags, rawTrailers) {
  const request = this[kRequest];
  if (request === undefined) return;
  Object.assign(request[kTrailers], trailers);
  request[kRawTrailers].push(...rawTrailers);
}

function streamEnd() {
  this[kRequest]?.push(null);
}

/** Requests and responses tell of the end of their stream with 'aborted' and 'close', not with 'error'. */
function streamError() {}

function streamAborted() {
  const request = this[kRequest];
  if (request === undefined || request[kState].closed) return;
  request[kAborted] = true;
  request.emit('aborted');
}

function streamTimeout() {
  this[kRequest]?.emit('timeout');
}

function streamClose() {
  const request = this[kRequest];
  if (request === undefined) return;
  const state = request[kState];
  state.closed = true;
  request.push(null);
  // Nobody will read it any more.
  if (!state.didRead && !request._readableState.resumeScheduled) request.resume();
  this[kProxySocket] = null;
  this[kRequest] = undefined;
  request.emit('close');
}

module.exports = { Http2ServerRequest, proxyOf };
