'use strict';

/**
 * `http.OutgoingMessage`: a message being sent. It writes to a server connection or to a socket, and keeps what is written before it has
 * either: a request whose socket still connects, a response behind others on its connection.
 */

const process = require('internal:process/object');
const { Stream, getDefaultHighWaterMark } = require('node:stream');
const { captureRejectionSymbol } = require('node:events');
const { Buffer } = require('node:buffer');
const { AbortError, codes } = require('internal:shared/errors');
const grammar = require('internal:http/grammar');
const { expectsContinue, renderHead } = require('internal:http/message_head');

const kSocket = Symbol('kSocket');
/** The server connection a response goes out on; null for requests and for responses with a socket assigned by hand. */
const kConnection = Symbol('kConnection');
const kFields = Symbol('kOutHeaders');
const kNeedDrain = Symbol('kNeedDrain');
const kCorked = Symbol('corked');
const kCorkedChunks = Symbol('kCorkedChunks');
const kBytesWritten = Symbol('kBytesWritten');
const kErrored = Symbol('errored');
const kHighWaterMark = Symbol('kHighWaterMark');
const kRejectNonStandardBodyWrites = Symbol('kRejectNonStandardBodyWrites');
const kUniqueHeaders = Symbol('kUniqueHeaders');

const ignore = () => {};

function OutgoingMessage(options) {
  Stream.call(this);
  this.outputData = [];
  this.outputSize = 0;
  this.writable = true;
  this.destroyed = false;
  this._last = false;
  this.chunkedEncoding = false;
  this.shouldKeepAlive = true;
  this.maxRequestsOnConnectionReached = false;
  this._defaultKeepAlive = true;
  this.useChunkedEncodingByDefault = true;
  this.sendDate = false;
  this._removedConnection = false;
  this._removedContLen = false;
  this._removedTE = false;
  this.strictContentLength = false;
  this[kBytesWritten] = 0;
  this._contentLength = null;
  this._hasBody = true;
  this._trailer = '';
  this[kNeedDrain] = false;
  this.finished = false;
  this._headerSent = false;
  this[kCorked] = 0;
  this[kCorkedChunks] = null;
  this._closed = false;
  this[kSocket] = null;
  this[kConnection] = null;
  this._header = null;
  this[kFields] = null;
  this._keepAliveTimeout = 0;
  this._onPendingData = ignore;
  this[kErrored] = null;
  this[kHighWaterMark] = options?.highWaterMark ?? getDefaultHighWaterMark(false);
  this[kRejectNonStandardBodyWrites] = options?.rejectNonStandardBodyWrites ?? false;
  this[kUniqueHeaders] = null;
}
Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
Object.setPrototypeOf(OutgoingMessage, Stream);

const { prototype } = OutgoingMessage;

Object.defineProperties(prototype, {
  errored: getter(function () {
    return this[kErrored];
  }),
  closed: getter(function () {
    return this._closed;
  }),
  // A connection lets go of its response with 'finish'.
  writableFinished: getter(function () {
    return this.finished && this.outputSize === 0 && directConnection(this) === null && queuedBelow(this) === 0;
  }),
  writableObjectMode: getter(() => false),
  writableLength: getter(function () {
    return this.outputSize + corkedBytes(this) + queuedBelow(this);
  }),
  writableHighWaterMark: getter(function () {
    return this[kSocket] ? this[kSocket].writableHighWaterMark : this[kHighWaterMark];
  }),
  writableCorked: getter(function () {
    return this[kCorked];
  }),
  headersSent: { __proto__: null, ...getter(function () {
    return !!this._header;
  }), enumerable: true },
  writableEnded: getter(function () {
    return this.finished;
  }),
  writableNeedDrain: getter(function () {
    return !this.destroyed && !this.finished && this[kNeedDrain];
  }),
  uniqueHeaders: getter(function () {
    return this[kUniqueHeaders];
  }),
  socket: {
    __proto__: null,
    ...getter(function () {
      // A response behind others on its connection has no socket yet.
      if (this[kSocket] === null && this[kConnection]?.current === this) this[kSocket] = this[kConnection].socket;
      return this[kSocket];
    }),
    set(value) {
      this[kSocket] = value;
    },
  },
  connection: {
    __proto__: null,
    ...getter(function () {
      return this.socket;
    }),
    set(value) {
      this.socket = value;
    },
  },
});

// Header fields.

/** @param {string} name @param {string | number | readonly string[]} value */
prototype.setHeader = function setHeader(name, value) {
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT('set');
  grammar.validateHeaderName(name);
  grammar.validateHeaderValue(name, value);
  this[kFields] ??= { __proto__: null };
  this[kFields][grammar.lowerCaseName(name)] = [name, value];
  return this;
};

/** @param {Headers | Map<string, string | number | readonly string[]>} headers */
prototype.setHeaders = function setHeaders(headers) {
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT('set');
  if (!headers || Array.isArray(headers) || typeof headers.keys !== 'function' || typeof headers.get !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('headers', ['Headers', 'Map'], headers);
  }
  // `Headers` lists each cookie on its own; set one by one they would replace each other.
  const cookies = [];
  for (const [name, value] of headers) {
    if (name === 'set-cookie') cookies.push(...(Array.isArray(value) ? value : [value]));
    else this.setHeader(name, value);
  }
  if (cookies.length) this.setHeader('set-cookie', cookies);
  return this;
};

prototype.appendHeader = function appendHeader(name, value) {
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT('append');
  grammar.validateHeaderName(name);
  grammar.validateHeaderValue(name, value);
  this[kFields] ??= { __proto__: null };
  const lower = grammar.lowerCaseName(name);
  const known = this[kFields][lower];
  if (known === undefined) this[kFields][lower] = [name, value];
  else known[1] = [].concat(known[1], value);
  return this;
};

prototype.getHeader = function getHeader(name) {
  validateName(name);
  return this[kFields]?.[grammar.lowerCaseName(name)]?.[1];
};

prototype.getHeaderNames = function getHeaderNames() {
  return this[kFields] === null ? [] : Object.keys(this[kFields]);
};

prototype.getRawHeaderNames = function getRawHeaderNames() {
  return this[kFields] === null ? [] : Object.values(this[kFields]).map(first);
};

prototype.getHeaders = function getHeaders() {
  const copy = { __proto__: null };
  for (const lower in this[kFields]) copy[lower] = this[kFields][lower][1];
  return copy;
};

prototype.hasHeader = function hasHeader(name) {
  validateName(name);
  return this[kFields] !== null && this[kFields][grammar.lowerCaseName(name)] !== undefined;
};

/** Removing a field that would be made up also keeps it from being made up. */
prototype.removeHeader = function removeHeader(name) {
  validateName(name);
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT('remove');
  const lower = grammar.lowerCaseName(name);
  switch (lower) {
    case 'connection':
      this._removedConnection = true;
      break;
    case 'content-length':
      this._removedContLen = true;
      break;
    case 'transfer-encoding':
      this._removedTE = true;
      break;
    case 'date':
      this.sendDate = false;
      break;
  }
  if (this[kFields] !== null) delete this[kFields][lower];
};

prototype._renderHeaders = function _renderHeaders() {
  if (this._header) throw new codes.ERR_HTTP_HEADERS_SENT('render');
  const rendered = {};
  for (const lower in this[kFields]) rendered[this[kFields][lower][0]] = this[kFields][lower][1];
  return rendered;
};

prototype._storeHeader = function _storeHeader(startLine, fields) {
  this._header = renderHead(this, startLine, fields, fields !== null && fields === this[kFields]);
  this._headerSent = false;
  if (expectsContinue()) this._send('');
};

prototype._implicitHeader = function _implicitHeader() {
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_implicitHeader()');
};

prototype.flushHeaders = function flushHeaders() {
  if (!this._header) this._implicitHeader();
  this._send('');
};

/** @param {Record<string, string> | readonly [string, string][]} trailers */
prototype.addTrailers = function addTrailers(trailers) {
  this._trailer = '';
  const pairs = Array.isArray(trailers) ? trailers : Object.entries(trailers);
  for (const [name, value] of pairs) {
    if (!grammar.isToken(name)) throw new codes.ERR_INVALID_HTTP_TOKEN('Trailer name', name);
    for (const one of trailerValues(this, name, value)) {
      if (grammar.hasForbiddenByte(one)) throw new codes.ERR_INVALID_CHAR('trailer content', name);
      this._trailer += `${name}: ${one}\r\n`;
    }
  }
};

/** Lists become one line per value, except for names the program declared unique. */
function trailerValues(message, name, value) {
  if (!Array.isArray(value)) return [value];
  return message[kUniqueHeaders]?.has(name.toLowerCase()) ? [value.join('; ')] : value;
}

// The body.

prototype.write = function write(chunk, encoding, callback) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  return writeChunk(this, chunk, encoding, callback, false);
};

prototype.end = function end(chunk, encoding, callback) {
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  if (chunk) {
    if (this.finished) {
      fail(this, new codes.ERR_STREAM_WRITE_AFTER_END(), typeof callback === 'function' ? callback : ignore);
      return this;
    }
    holdOutput(this);
    writeChunk(this, chunk, encoding, null, true);
  } else if (this.finished) {
    if (typeof callback === 'function') {
      if (!this.writableFinished) this.on('finish', callback);
      else callback(new codes.ERR_STREAM_ALREADY_FINISHED('end'));
    }
    return this;
  } else if (!this._header) {
    holdOutput(this);
    this._contentLength = 0;
    this._implicitHeader();
  }
  if (typeof callback === 'function') this.prependOnceListener('finish', callback);
  if (strictLength(this) && this[kBytesWritten] !== this._contentLength) {
    throw new codes.ERR_HTTP_CONTENT_LENGTH_MISMATCH(this[kBytesWritten], this._contentLength);
  }
  this[kCorked] = 1;
  this.uncork();
  sendEnd(this);
  releaseOutput(this);
  this.finished = true;
  // With nothing held back the message is complete below; otherwise _flush() completes it.
  if (this.outputData.length === 0 && isAttached(this)) this._finish();
  return this;
};

/** What ends the body: the last chunk, or nothing; `finish` follows when it is written. */
function sendEnd(message) {
  if (message._hasBody && message.chunkedEncoding) {
    message._send(`0\r\n${message._trailer}\r\n`, 'latin1', emitFinish.bind(undefined, message));
  } else if (message._headerSent && directConnection(message) !== null) {
    message[kConnection].whenFlushed(emitFinish, message);
  } else if (!message._headerSent || message.writableLength || message[kSocket] !== null) {
    message._send('', 'latin1', emitFinish.bind(undefined, message));
  } else {
    process.nextTick(emitFinish, message);
  }
}

function emitFinish(message, error) {
  if (error) return;
  const connection = message[kConnection];
  if (connection !== null) connection.responseFinished(message, message.req);
  message.emit('finish');
}

/** Both ends of the connection know that the message is complete. */
prototype._finish = function _finish() {
  this.emit('prefinish');
};

function writeChunk(message, chunk, encoding, callback, fromEnd) {
  if (typeof callback !== 'function') callback = ignore;
  if (chunk === null) throw new codes.ERR_STREAM_NULL_VALUES();
  if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
    throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
  }
  if (message.finished || message.destroyed) return refuse(message, callback);
  // The length is needed before the head when it declares it, and for chunks.
  const length = lengthOf(message, chunk, encoding, fromEnd);
  if (message.strictContentLength) countStrictly(message, length, fromEnd);
  if (!message._header) {
    if (fromEnd) message._contentLength = length;
    message._implicitHeader();
  }
  if (!message._hasBody) {
    if (message[kRejectNonStandardBodyWrites]) throw new codes.ERR_HTTP_BODY_NOT_ALLOWED();
    process.nextTick(callback);
    return true;
  }
  if (!fromEnd) corkForTick(message);
  const accepted = sendBody(message, chunk, encoding, length, callback);
  if (!accepted) message[kNeedDrain] = true;
  return accepted;
}

function refuse(message, callback) {
  const error = message.finished ? new codes.ERR_STREAM_WRITE_AFTER_END() : new codes.ERR_STREAM_DESTROYED('write');
  if (message.destroyed) process.nextTick(callback, error);
  else fail(message, error, callback);
  return false;
}

function lengthOf(message, chunk, encoding, fromEnd) {
  if (typeof chunk !== 'string') return chunk.byteLength;
  const needed = fromEnd || message.chunkedEncoding || message.strictContentLength || !message._header;
  return needed ? Buffer.byteLength(chunk, encoding) : 0;
}

function strictLength(message) {
  return (
    message.strictContentLength && message._contentLength !== null && message._hasBody && !message._removedContLen &&
    !message.chunkedEncoding && !message.hasHeader('transfer-encoding')
  );
}

function countStrictly(message, length, fromEnd) {
  const total = message[kBytesWritten] + length;
  const known = message._contentLength ?? declaredLength(message);
  if (known !== null && strictLength({ __proto__: message, _contentLength: known })) {
    if (fromEnd ? total !== known : total > known) throw new codes.ERR_HTTP_CONTENT_LENGTH_MISMATCH(total, known);
  }
  message[kBytesWritten] = total;
}

function declaredLength(message) {
  const field = message.getHeader('content-length');
  return field === undefined ? null : +field;
}

function sendBody(message, chunk, encoding, length, callback) {
  if (!message.chunkedEncoding || length === 0) return message._send(chunk, encoding, callback, length);
  if (message[kCorked]) {
    (message[kCorkedChunks] ??= []).push({ chunk, encoding, length, callback });
    return corkedBytes(message) < message[kHighWaterMark];
  }
  return sendChunk(message, chunk, encoding, length, callback);
}

/** One chunk of the chunked coding; one write where it is text. */
function sendChunk(message, chunk, encoding, length, callback) {
  const size = `${length.toString(16)}\r\n`;
  if (typeof chunk === 'string' && isTextEncoding(encoding)) {
    return message._send(`${size}${chunk}\r\n`, encoding, callback);
  }
  message._send(size, 'latin1', null);
  message._send(chunk, encoding, null, length);
  return message._send('\r\n', 'latin1', callback);
}

function isTextEncoding(encoding) {
  return !encoding || encoding === 'utf8' || encoding === 'utf-8' || encoding === 'latin1' || encoding === 'binary';
}

// Corking.

prototype.cork = function cork() {
  this[kCorked]++;
  this[kSocket]?.cork();
};

prototype.uncork = function uncork() {
  this[kCorked]--;
  this[kSocket]?.uncork();
  const chunks = this[kCorkedChunks];
  if (this[kCorked] || chunks === null) return;
  this[kCorkedChunks] = null;
  const callbacks = chunks.map((entry) => entry.callback).filter((callback) => callback !== ignore);
  const length = chunks.reduce((sum, entry) => sum + entry.length, 0);
  const done = callbacks.length === 0 ? null : (error) => callbacks.forEach((callback) => callback(error));
  // Chunks written while corked travel as one.
  this._send(`${length.toString(16)}\r\n`, 'latin1', null);
  for (const { chunk, encoding } of chunks) this._send(chunk, encoding, null);
  this._send('\r\n', 'latin1', done);
};

function corkedBytes(message) {
  return message[kCorkedChunks] === null ? 0 : message[kCorkedChunks].reduce((sum, entry) => sum + entry.length, 0);
}

/** Writes of one tick leave in one system call. A server connection gathers them anyway. */
function corkForTick(message) {
  const socket = message[kSocket];
  if (socket && !socket.writableCorked) {
    socket.cork();
    process.nextTick(uncorkSocket, socket);
  }
}

function uncorkSocket(socket) {
  socket.uncork();
}

function holdOutput(message) {
  message[kSocket]?.cork();
}

function releaseOutput(message) {
  const socket = message[kSocket];
  if (!socket) return;
  // end() may have been called by user code that corked by hand; nothing may be held back after it.
  socket._writableState.corked = 1;
  socket.uncork();
}

// Sending.

/** Sends a piece of the message, with the head before the first. */
prototype._send = function _send(data, encoding, callback, byteLength) {
  if (!this._headerSent && this._header !== null) {
    this._headerSent = true;
    const direct = directConnection(this);
    if (direct !== null) return direct.sendWithHead(this, this._header, data, encoding, callback);
    return sendWithHead(this, data, encoding, callback);
  }
  return this._writeRaw(data, encoding, callback, byteLength);
};

/** The head joins the first piece where both are text of one encoding, so that they leave as one write. Heads are latin1. */
function sendWithHead(message, data, encoding, callback) {
  if (typeof data === 'string' && (encoding === 'latin1' || ((encoding === 'utf8' || !encoding) && isAscii(message._header)))) {
    return message._writeRaw(message._header + data, encoding, callback);
  }
  const head = { data: message._header, encoding: 'latin1', callback: null };
  if (message.outputData.length > 0) {
    message.outputData.unshift(head);
    message.outputSize += head.data.length;
    message._onPendingData(head.data.length);
  } else {
    message._writeRaw(head.data, 'latin1', null);
  }
  return message._writeRaw(data, encoding, callback);
}

function isAscii(text) {
  return !/[^\x00-\x7f]/.test(text);
}

prototype._writeRaw = function _writeRaw(data, encoding, callback, byteLength) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  const direct = directConnection(this);
  if (direct !== null) return direct.write(data, encoding, callback);
  const socket = this[kSocket];
  // The reader is gone; its close tells what there is to tell.
  if (socket?.destroyed) return false;
  if (socket && socket._httpMessage === this && socket.writable) {
    if (this.outputData.length) this._flushOutput(socket);
    return socket.write(data, encoding, callback);
  }
  this.outputData.push({ data, encoding, callback });
  this.outputSize += data.length;
  this._onPendingData(data.length);
  return this.outputSize < this[kHighWaterMark];
};

/** The connection a response on the wire is written to without a socket. */
function directConnection(message) {
  const connection = message[kConnection];
  return connection !== null && !connection.hasSocket && connection.current === message && connection.writable ? connection : null;
}

function isAttached(message) {
  return directConnection(message) !== null || (message[kSocket] !== null && message[kSocket]?._httpMessage === message);
}

/** Bytes handed on and not yet with the operating system. */
function queuedBelow(message) {
  const direct = directConnection(message);
  return direct !== null ? direct.writableLength : message[kSocket]?.writableLength ?? 0;
}

/** Sends what was held back, once there is something to send it on. */
prototype._flush = function _flush() {
  const target = directConnection(this) ?? this[kSocket];
  if (!target?.writable) return;
  const accepted = this._flushOutput(target);
  if (this.finished) {
    this._finish();
  } else if (accepted && this[kNeedDrain]) {
    this[kNeedDrain] = false;
    this.emit('drain');
  }
};

prototype._flushOutput = function _flushOutput(target) {
  while (this[kCorked]) {
    this[kCorked]--;
    target.cork();
  }
  const held = this.outputData;
  if (held.length === 0) return undefined;
  target.cork();
  let accepted;
  for (const { data, encoding, callback } of held) accepted = target.write(data, encoding, callback);
  target.uncork();
  this.outputData = [];
  this._onPendingData(-this.outputSize);
  this.outputSize = 0;
  return accepted;
};

// The stream's end.

prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this[kErrored] = error;
  const connection = this[kConnection];
  if (connection !== null && !connection.hasSocket) connection.destroy(error);
  else if (this[kSocket]) this[kSocket].destroy(error);
  else this.once('socket', (socket) => socket.destroy(error));
  return this;
};

prototype[captureRejectionSymbol] = function (error) {
  this.destroy(error);
};

prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  if (this.socket) this.socket.setTimeout(msecs);
  else this.once('socket', (socket) => socket.setTimeout(msecs));
  return this;
};

/** An outgoing message cannot be read. */
prototype.pipe = function pipe() {
  const error = new codes.ERR_STREAM_CANNOT_PIPE();
  if (this.listenerCount('error') > 0 || !this.destroyed) this.emit('error', error);
  this.destroy(error);
};

/** Reports an error asynchronously to the callback and as `error` event. */
function fail(message, error, callback) {
  process.nextTick(reportFailure, message, error, callback);
}

function reportFailure(message, error, callback) {
  callback(error);
  if (typeof message.emit === 'function' && !message.destroyed) message.emit('error', error);
}

function validateName(name) {
  if (typeof name !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('name', 'string', name);
}

function first(pair) {
  return pair[0];
}

function getter(get) {
  return { __proto__: null, configurable: true, enumerable: false, get };
}

module.exports = {
  AbortError,
  OutgoingMessage,
  kConnection,
  kErrored,
  kFields,
  kHighWaterMark,
  kNeedDrain,
  kSocket,
  kUniqueHeaders,
  parseUniqueHeadersOption: grammar.parseUniqueHeadersOption,
  validateHeaderName: grammar.validateHeaderName,
  validateHeaderValue: grammar.validateHeaderValue,
};
