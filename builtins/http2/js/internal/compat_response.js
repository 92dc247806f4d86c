'use strict';

/** `Http2ServerResponse`: a stream of a server as `http.ServerResponse` would show it. */

const process = require('internal:process/object');
const { Stream } = require('node:stream');
const { codes } = require('internal:shared/errors');
const { validateFunction, validateInteger, validateLinkHeaderValue, validateObject, validateString } = require('internal:shared/validators');
const { isToken } = require('internal:http/grammar');
const { proxyOf } = require('internal:http2/compat_request');
const constants = require('internal:http2/constants');
const { requestPseudo } = require('internal:http2/header_block');
const { kProxySocket, kRequest, kResponse, kState } = require('internal:http2/symbols');

const kStream = Symbol('http2.compat.stream');
const kHeaders = Symbol('http2.compat.headers');
const kTrailers = Symbol('http2.compat.trailers');

class Http2ServerResponse extends Stream {
  /** @param {import('./server_stream').ServerHttp2Stream} stream */
  constructor(stream, options) {
    super(options);
    this[kState] = { closed: false, ending: false, destroyed: false, headRequest: false, sendDate: true, statusCode: 200 };
    this[kHeaders] = { __proto__: null };
    this[kTrailers] = null;
    this[kStream] = stream;
    stream[kProxySocket] = null;
    stream[kResponse] = this;
    this.writable = true;
    this.req = stream[kRequest];
    stream.on('drain', streamDrain);
    stream.on('close', streamClose);
    stream.on('timeout', streamTimeout);
  }

  // The name under which a few frameworks ask whether the head is sent.
  get _header() {
    return this.headersSent;
  }

  get writableEnded() {
    return this[kState].ending;
  }

  get finished() {
    return this[kState].ending;
  }

  get socket() {
    // It is the stream's, and goes with it.
    return this[kState].closed ? undefined : proxyOf(this[kStream]);
  }

  get connection() {
    return this.socket;
  }

  get stream() {
    return this[kStream];
  }

  get headersSent() {
    return this[kStream].headersSent;
  }

  get sendDate() {
    return this[kState].sendDate;
  }

  set sendDate(value) {
    this[kState].sendDate = Boolean(value);
  }

  get statusCode() {
    return this[kState].statusCode;
  }

  set statusCode(code) {
    code |= 0;
    if (code >= 100 && code < 200) throw new codes.ERR_HTTP2_INFO_STATUS_NOT_ALLOWED();
    if (code < 100 || code > 599) throw new codes.ERR_HTTP2_STATUS_INVALID(code);
    this[kState].statusCode = code;
  }

  get writableCorked() {
    return this[kStream].writableCorked;
  }

  get writableHighWaterMark() {
    return this[kStream].writableHighWaterMark;
  }

  get writableObjectMode() {
    return this[kStream].writableObjectMode;
  }

  get writableFinished() {
    return this[kStream].writableFinished;
  }

  get writableLength() {
    return this[kStream].writableLength;
  }

  get writableNeedDrain() {
    return this[kStream].writableNeedDrain;
  }

  // --- Headers ---

  setTrailer(name, value) {
    validateString(name, 'name');
    name = name.trim().toLowerCase();
    checkHeader(name, value);
    this._trailers()[name] = value;
  }

  addTrailers(headers) {
    for (const name of Object.keys(headers)) this.setTrailer(name, headers[name]);
  }

  /** Trailers are asked for only where there are some. */
  _trailers() {
    if (this[kTrailers] === null) {
      this[kTrailers] = { __proto__: null };
      this[kStream].on('wantTrailers', sendTrailers);
    }
    return this[kTrailers];
  }

  getHeader(name) {
    validateString(name, 'name');
    return this[kHeaders][name.trim().toLowerCase()];
  }

  getHeaderNames() {
    return Object.keys(this[kHeaders]);
  }

  getHeaders() {
    return { __proto__: null, ...this[kHeaders] };
  }

  hasHeader(name) {
    validateString(name, 'name');
    return Object.hasOwn(this[kHeaders], name.trim().toLowerCase());
  }

  removeHeader(name) {
    validateString(name, 'name');
    if (this[kStream].headersSent) throw new codes.ERR_HTTP2_HEADERS_SENT();
    name = name.trim().toLowerCase();
    if (name === 'date') this[kState].sendDate = false;
    else delete this[kHeaders][name];
  }

  setHeader(name, value) {
    validateString(name, 'name');
    if (this[kStream].headersSent) throw new codes.ERR_HTTP2_HEADERS_SENT();
    this._setHeader(name, value);
  }

  _setHeader(name, value) {
    name = name.trim().toLowerCase();
    if (takesHeader(this, name, value)) this[kHeaders][name] = value;
  }

  appendHeader(name, value) {
    validateString(name, 'name');
    if (this[kStream].headersSent) throw new codes.ERR_HTTP2_HEADERS_SENT();
    this._appendHeader(name, value);
  }

  _appendHeader(name, value) {
    name = name.trim().toLowerCase();
    if (!takesHeader(this, name, value)) return;
    const known = this[kHeaders][name];
    if (known === undefined) this[kHeaders][name] = value;
    else this[kHeaders][name] = [].concat(known, value);
  }

  get statusMessage() {
    warnOfStatusMessage();
    return '';
  }

  set statusMessage(message) {
    warnOfStatusMessage();
  }

  flushHeaders() {
    const state = this[kState];
    if (!state.closed && !this[kStream].headersSent) this.writeHead(state.statusCode);
  }

  /** @param {number} statusCode @param {string | object | unknown[]} [statusMessage] @param {object | unknown[]} [headers] */
  writeHead(statusCode, statusMessage, headers) {
    const state = this[kState];
    if (state.closed || this[kStream].destroyed) return this;
    if (this[kStream].headersSent) throw new codes.ERR_HTTP2_HEADERS_SENT();
    if (typeof statusMessage === 'string') warnOfStatusMessage();
    else if (headers === undefined) headers = statusMessage;
    if (Array.isArray(headers)) this._setList(headers);
    else if (typeof headers === 'object' && headers !== null) {
      for (const name of Object.keys(headers)) this._setHeader(name, headers[name]);
    }
    this.statusCode = statusCode;
    this._sendHead();
    return this;
  }

  /** Names and values in turn, or pairs of them. */
  _setList(list) {
    const flat = Array.isArray(list[0]) ? list.flat() : list;
    if (flat.length % 2 !== 0) throw new codes.ERR_INVALID_ARG_VALUE('headers', list);
    for (let i = 0; i < flat.length; i += 2) delete this[kHeaders][String(flat[i]).trim().toLowerCase()];
    for (let i = 0; i < flat.length; i += 2) this._appendHeader(flat[i], flat[i + 1]);
  }

  _sendHead() {
    const state = this[kState];
    const headers = this[kHeaders];
    headers[':status'] = state.statusCode;
    const waitForTrailers = !state.ending || this._wantsTrailers();
    this[kStream].respond(headers, { endStream: state.ending && !waitForTrailers, waitForTrailers, sendDate: state.sendDate });
  }

  _wantsTrailers() {
    return this[kTrailers] !== null || this[kStream].listenerCount('wantTrailers') > 0;
  }

  // --- Body ---

  cork() {
    this[kStream].cork();
  }

  uncork() {
    this[kStream].uncork();
  }

  write(chunk, encoding, callback) {
    const state = this[kState];
    if (typeof encoding === 'function') {
      callback = encoding;
      encoding = 'utf8';
    }
    let error;
    if (state.ending) error = new codes.ERR_STREAM_WRITE_AFTER_END();
    else if (state.closed) error = new codes.ERR_HTTP2_INVALID_STREAM();
    else if (state.destroyed) return false;
    if (error !== undefined) {
      if (typeof callback === 'function') process.nextTick(callback, error);
      this.destroy(error);
      return false;
    }
    if (!this[kStream].headersSent) this.writeHead(state.statusCode);
    return this[kStream].write(chunk, encoding, callback);
  }

  end(chunk, encoding, callback) {
    const stream = this[kStream];
    const state = this[kState];
    if (typeof chunk === 'function') {
      callback = chunk;
      chunk = null;
    } else if (typeof encoding === 'function') {
      callback = encoding;
      encoding = 'utf8';
    }
    if ((state.closed || state.ending) && state.headRequest === stream.headRequest) {
      if (typeof callback === 'function') process.nextTick(callback);
      return this;
    }
    const hasBody = chunk !== null && chunk !== undefined && !state.closed && !state.destroyed && !stream.headRequest;
    state.headRequest = stream.headRequest;
    if (hasBody && !stream.headersSent) this.writeHead(state.statusCode);
    state.ending = true;
    if (typeof callback === 'function') {
      if (stream.writableEnded) this.once('finish', callback);
      else stream.once('finish', callback);
    }
    if (!stream.headersSent) this.writeHead(state.statusCode);
    if (state.closed || stream.destroyed) {
      streamClose.call(stream);
      return this;
    }
    if (!this._wantsTrailers()) stream[kState].hasTrailers = false;
    if (hasBody) stream.end(chunk, encoding);
    else stream.end();
    return this;
  }

  destroy(error) {
    if (this[kState].destroyed) return;
    this[kState].destroyed = true;
    this[kStream].destroy(error);
  }

  setTimeout(msecs, callback) {
    if (this[kState].closed) return undefined;
    this[kStream].setTimeout(msecs, callback);
    return this;
  }

  // --- Beside the response ---

  /** @param {object} headers @param {(error: Error | null, response?: Http2ServerResponse) => void} callback */
  createPushResponse(headers, callback) {
    validateFunction(callback, 'callback');
    if (this[kState].closed) {
      process.nextTick(callback, new codes.ERR_HTTP2_INVALID_STREAM());
      return;
    }
    this[kStream].pushStream(headers, {}, (error, stream) => {
      if (error) callback(error);
      else callback(null, new Http2ServerResponse(stream));
    });
  }

  writeContinue() {
    return this._inform({ ':status': constants.HTTP_STATUS_CONTINUE });
  }

  writeInformation(statusCode, headers) {
    validateInteger(statusCode, 'statusCode', 100, 199);
    return this._inform({ ...headers, ':status': statusCode });
  }

  /** @param {{ link: string | string[] }} hints */
  writeEarlyHints(hints) {
    validateObject(hints, 'hints');
    const { link, ...others } = hints;
    const value = validateLinkHeaderValue(link);
    if (value.length === 0) return false;
    return this._inform({ ...others, ':status': constants.HTTP_STATUS_EARLY_HINTS, Link: value });
  }

  _inform(headers) {
    if (this[kStream].headersSent || this[kState].closed) return false;
    this[kStream].additionalHeaders(headers);
    return true;
  }
}

/** Refuses what is no field of a response; false for one that is dropped. */
function takesHeader(response, name, value) {
  checkHeader(name, value);
  if (name[0] === ':') throw new codes.ERR_HTTP2_INVALID_PSEUDOHEADER(name);
  if (!isAllowed(name, value)) return false;
  if (!isToken(name)) response.destroy(new codes.ERR_INVALID_HTTP_TOKEN('Header name', name));
  return true;
}

function checkHeader(name, value) {
  if (name === '' || typeof name !== 'string' || name.includes(' ')) throw new codes.ERR_INVALID_HTTP_TOKEN('Header name', name);
  if (requestPseudo.has(name)) throw new codes.ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED();
  if (value === undefined || value === null) throw new codes.ERR_HTTP2_INVALID_HEADER_VALUE(value, name);
  if (!isAllowed(name, value)) warnOfConnection();
}

function isAllowed(name, value) {
  return name !== 'connection' || value === 'trailers';
}

let warnedOfConnection = false;

function warnOfConnection() {
  if (warnedOfConnection) return;
  warnedOfConnection = true;
  process.emitWarning(
    'The provided connection header is not valid, the value will be dropped from the header and will never be in use.',
    'UnsupportedWarning',
  );
}

let warnedOfStatusMessage = false;

function warnOfStatusMessage() {
  if (warnedOfStatusMessage) return;
  warnedOfStatusMessage = true;
  process.emitWarning('Status message is not supported by HTTP/2 (RFC7540 8.1.2.4)', 'UnsupportedWarning');
}

function sendTrailers() {
  this.sendTrailers(this[kResponse]?.[kTrailers] ?? {});
}

function streamDrain() {
  this[kResponse]?.emit('drain');
}

function streamTimeout() {
  this[kResponse]?.emit('timeout');
}

function streamClose() {
  const response = this[kResponse];
  if (response === undefined) return;
  const state = response[kState];
  if (this.headRequest !== state.headRequest) return;
  state.closed = true;
  this[kProxySocket] = null;
  this.removeListener('wantTrailers', sendTrailers);
  this[kResponse] = undefined;
  response.emit('finish');
  response.emit('close');
}

module.exports = { Http2ServerResponse };
