'use strict';

/**
 * `http.IncomingMessage`: a received message. Its header fields stay one string, as the parser delivered them, until someone asks for
 * them; its socket is made when someone asks for it.
 */

const process = require('internal:process/object');
const { Readable, finished } = require('node:stream');
const { lowerCaseName } = require('internal:http/grammar');

/** The fields as the parser gives them: names and values, each ended by a line feed. Empty for a message made by hand. */
const kFieldText = Symbol('kFieldText');
const kTrailerText = Symbol('kTrailerText');
const kRawHeaders = Symbol('kRawHeaders');
const kRawTrailers = Symbol('kRawTrailers');
const kHeaders = Symbol('kHeaders');
const kHeadersDistinct = Symbol('kHeadersDistinct');
const kTrailers = Symbol('kTrailers');
const kTrailersDistinct = Symbol('kTrailersDistinct');
const kSocket = Symbol('kSocket');
/** The server connection a request came in on; null for responses and for messages made by hand. */
const kConnection = Symbol('kConnection');
/** How many entries of `rawHeaders` and `rawTrailers` are kept; `maxHeadersCount` of server and request. */
const kMaxPairs = Symbol('kMaxPairs');

/** The controller of the signal, once somebody asked for it: it aborts when the message ends before its time, a request's also before its response does. */
const kAbort = Symbol('kAbort');

/** A server request's stream has the sockets' buffer size; it holds for the process unless `setDefaultHighWaterMark` changes it. */
function IncomingMessage(socket) {
  Readable.call(this, socket ? { highWaterMark: socket.readableHighWaterMark } : undefined);
  this._readableState.readingMore = true;
  this[kSocket] = socket;
  this[kConnection] = null;
  this.httpVersionMajor = null;
  this.httpVersionMinor = null;
  this.httpVersion = null;
  this.complete = false;
  this[kFieldText] = '';
  this[kTrailerText] = '';
  this[kMaxPairs] = 0;
  this[kRawHeaders] = null;
  this[kRawTrailers] = null;
  this[kHeaders] = null;
  this[kHeadersDistinct] = null;
  this[kTrailers] = null;
  this[kTrailersDistinct] = null;
  this.joinDuplicateHeaders = false;
  this.aborted = false;
  this.upgrade = null;
  this.url = '';
  this.method = null;
  this.statusCode = null;
  this.statusMessage = null;
  this._consuming = false;
  this._dumped = false;
}
Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
Object.setPrototypeOf(IncomingMessage, Readable);

Object.defineProperties(IncomingMessage.prototype, {
  socket: accessor(
    function () {
      if (this[kSocket] === null && this[kConnection] !== null) this[kSocket] = this[kConnection].socket;
      return this[kSocket];
    },
    function (value) {
      this[kSocket] = value;
      // Taking the socket away detaches the message: `stream.destroy` does so, and the response can still be sent.
      if (value === null) this[kConnection] = null;
    },
  ),
  connection: accessor(
    function () {
      return this.socket;
    },
    function (value) {
      this.socket = value;
    },
  ),
  client: accessor(
    function () {
      return this.socket;
    },
    function (value) {
      this.socket = value;
    },
  ),
  signal: accessor(function () {
    return (this[kAbort] ??= abortWhenCutShort(this)).signal;
  }),
  rawHeaders: accessor(
    function () {
      this[kRawHeaders] ??= splitFields(this[kFieldText], this[kMaxPairs]);
      return this[kRawHeaders];
    },
    function (value) {
      this[kRawHeaders] = value;
    },
  ),
  rawTrailers: accessor(
    function () {
      this[kRawTrailers] ??= splitFields(this[kTrailerText], this[kMaxPairs]);
      return this[kRawTrailers];
    },
    function (value) {
      this[kRawTrailers] = value;
    },
  ),
  headers: accessor(
    function () {
      this[kHeaders] ??= collect(this, this.rawHeaders, '_addHeaderLine', {});
      return this[kHeaders];
    },
    function (value) {
      this[kHeaders] = value;
    },
  ),
  headersDistinct: accessor(
    function () {
      this[kHeadersDistinct] ??= collect(this, this.rawHeaders, '_addHeaderLineDistinct', {});
      return this[kHeadersDistinct];
    },
    function (value) {
      this[kHeadersDistinct] = value;
    },
  ),
  trailers: accessor(
    function () {
      this[kTrailers] ??= collect(this, this.rawTrailers, '_addHeaderLine', {});
      return this[kTrailers];
    },
    function (value) {
      this[kTrailers] = value;
    },
  ),
  trailersDistinct: accessor(
    function () {
      this[kTrailersDistinct] ??= collect(this, this.rawTrailers, '_addHeaderLineDistinct', {});
      return this[kTrailersDistinct];
    },
    function (value) {
      this[kTrailersDistinct] = value;
    },
  ),
});

IncomingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  this.socket.setTimeout(msecs);
  return this;
};

IncomingMessage.prototype._read = function _read() {
  if (!this._consuming) {
    this._readableState.readingMore = false;
    this._consuming = true;
  }
  const connection = this[kConnection];
  if (connection !== null) connection.readStart();
  else if (this[kSocket]?.readable) readStart(this[kSocket]);
};

/** An incomplete message takes its connection down with it: what follows on it could not be understood. */
IncomingMessage.prototype._destroy = function _destroy(error, callback) {
  if (!this.readableEnded || !this.complete) {
    this.aborted = true;
    this.emit('aborted');
  }
  const connection = this[kConnection];
  if (connection !== null && this[kSocket] === null && !connection.hasSocket) {
    if (this.aborted && !connection.destroyed) connection.destroy(error);
    process.nextTick(reportDestroyed, this, error, callback);
    return;
  }
  const socket = this.socket;
  // An error of the socket itself was already reported there.
  if (socket && !socket.destroyed && this.aborted) {
    socket.destroy(error);
    const cleanup = finished(socket, (failure) => {
      cleanup();
      process.nextTick(reportDestroyed, this, failure?.code === 'ERR_STREAM_PREMATURE_CLOSE' ? error : failure || error, callback);
    });
    return;
  }
  process.nextTick(reportDestroyed, this, error, callback);
};

/** Servers were never told of failing requests, so an error nobody listens for is dropped. */
function reportDestroyed(message, error, callback) {
  callback(message.listenerCount('error') === 0 ? null : error);
}

/** Adds `count` entries of the flat list `fields`, for users that feed a message by hand. */
IncomingMessage.prototype._addHeaderLines = function _addHeaderLines(fields, count) {
  if (!fields?.length) return;
  if (this.complete) {
    this.rawTrailers = fields;
    addLines(this, fields, count, this.trailers);
  } else {
    this.rawHeaders = fields;
    addLines(this, fields, count, this.headers);
  }
};

function addLines(message, fields, count, target) {
  for (let i = 0; i < count; i += 2) message._addHeaderLine(fields[i], fields[i + 1], target);
}

/** Adds one field to an object like `headers`, where most names have one value. */
IncomingMessage.prototype._addHeaderLine = function _addHeaderLine(field, value, target) {
  const name = lowerCaseName(field);
  // Own properties only: a client may name a field `constructor`. It must not get at the prototype either.
  const known = Object.hasOwn(target, name) ? target[name] : undefined;
  if (name === '__proto__') return;
  if (name === 'set-cookie') {
    if (known === undefined) target[name] = [value];
    else known.push(value);
  } else if (known === undefined) {
    target[name] = value;
  } else if (name === 'cookie') {
    target[name] = `${known}; ${value}`;
  } else if (this.joinDuplicateHeaders || !singleValued.has(name)) {
    target[name] = `${known}, ${value}`;
  }
};

/** Adds one field to an object like `headersDistinct`, where every name has a list. */
IncomingMessage.prototype._addHeaderLineDistinct = function _addHeaderLineDistinct(field, value, target) {
  const name = lowerCaseName(field);
  if (Object.hasOwn(target, name)) target[name].push(value);
  else if (name === '__proto__') Object.defineProperty(target, name, { __proto__: null, value: [value], writable: true, enumerable: true, configurable: true });
  else target[name] = [value];
};

IncomingMessage.prototype._dumpAndCloseReadable = function _dumpAndCloseReadable() {
  this._dumped = true;
  this._readableState.ended = true;
  this._readableState.endEmitted = true;
  this._readableState.destroyed = true;
  this._readableState.closed = true;
  this._readableState.closeEmitted = true;
};

/** Reads the rest of the body and forgets it, so that the connection gets to its next message. */
IncomingMessage.prototype._dump = function _dump() {
  if (this._dumped) return;
  this._dumped = true;
  // A listener could otherwise be called for data that nobody is meant to see any more.
  this.removeAllListeners('data');
  this.resume();
};

/** Names that may stand once; a repetition is dropped. */
const singleValued = new Set([
  'age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'from', 'host', 'if-modified-since', 'if-unmodified-since',
  'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'referer', 'retry-after', 'server', 'user-agent',
]);

/** Makes what aborts the signal of a message; one that was destroyed early is aborted already. */
function abortWhenCutShort(message) {
  const { AbortController } = require('internal:web/abort_controller');
  const controller = new AbortController();
  const abortIfCutShort = () => {
    if (!message.readableEnded || !message.complete) controller.abort();
  };
  if (message.destroyed) abortIfCutShort();
  else message.once('close', abortIfCutShort);
  return controller;
}

function accessor(get, set) {
  return { __proto__: null, configurable: true, enumerable: false, get, set };
}

function splitFields(text, maxPairs) {
  if (text === '') return [];
  const fields = text.split('\n');
  // The text ends with a line feed, which leaves one empty entry.
  fields.length -= 1;
  if (maxPairs > 0 && fields.length > maxPairs) fields.length = maxPairs;
  return fields;
}

function collect(message, fields, add, target) {
  for (let i = 0; i < fields.length; i += 2) message[add](fields[i], fields[i + 1], target);
  return target;
}

function readStart(socket) {
  if (socket && !socket._paused && socket.readable) socket.resume();
}

function readStop(socket) {
  if (socket) socket.pause();
}

module.exports = { IncomingMessage, kAbort, kConnection, kFieldText, kMaxPairs, kSocket, kTrailerText, readStart, readStop, splitFields };
