'use strict';

/** `Http2Stream`: a Duplex for one exchange of a session. */

const { setImmediate } = require('node:timers');
const process = require('internal:process/object');
const { Duplex } = require('node:stream');
const { Buffer } = require('node:buffer');
const { inspect } = require('node:util');
const { OwnedResource, end } = require('internal:async_hooks/resources');
const { codes } = require('internal:shared/errors');
const { validateFunction, validateInteger } = require('internal:shared/validators');
const { assertIsObject } = require('internal:http2/assertions');
const channels = require('internal:http2/channels');
const constants = require('internal:http2/constants');
const { checkPseudoTrailer, packHeaderList, packHeaders } = require('internal:http2/header_block');
const { NghttpError, streamError } = require('internal:http2/nghttp_error');
const timeline = require('internal:http2/performance');
const { clearIdleTimeout, setIdleTimeout, timedOut } = require('internal:http2/timeouts');
const {
  kHandle, kInfoHeaders, kInit, kMaybeDestroy, kOptions, kProceed, kSentHeaders, kSentTrailers, kSession, kState, kTimeout,
  kUpdateTimer,
} = require('internal:http2/symbols');

const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR } = constants;
const MAX_CODE = 2 ** 32 - 1;

/** What follows what is written; the native side knows the same numbers. */
const kOpen = 0;
const kClose = 1;
const kTrailers = 2;
/** What a write returns when `_written` follows; any other number says that nothing is left to wait for. */
const kWaits = 0;

/** Whether a closing stream is reset. */
const kNoReset = 0;
const kReset = 1;
const kForceReset = 2;

/** The state of a stream whose first frame is still to be sent. */
const idleState = {
  state: constants.NGHTTP2_STREAM_STATE_IDLE, weight: 0, sumDependencyWeight: 0, localClose: 0, remoteClose: 0, localWindowSize: 0,
};

const duplexOptions = { allowHalfOpen: true, decodeStrings: false, autoDestroy: false };

class Http2Stream extends Duplex {
  /** @param {import('./session').Http2Session} session @param {object} [options] */
  constructor(session, options) {
    super(options === undefined ? duplexOptions : { ...options, ...duplexOptions });
    this[kSession] = session;
    this[kTimeout] = null;
    this.timeout = undefined;
    this[kState] = {
      id: undefined,
      rstCode: NGHTTP2_NO_ERROR,
      closed: false,
      aborted: false,
      headersSent: false,
      hasTrailers: false,
      trailersReady: false,
      headRequest: false,
      endAfterHeaders: false,
      didRead: false,
      /** The native side waits for a read before it lets the peer send more. */
      held: false,
      /** `end` was called with a last chunk. */
      ending: false,
      /** The native side was told that the body ends. */
      endTold: false,
      /** How much a write that waits for its frames writes. */
      waitingLength: 0,
      writeCallback: null,
      /** Both ends have said what they had to say. */
      isOver: false,
      /** The stream closed while a write waited, which will never go. */
      isCutOff: false,
      /** Of a frame that could not be sent. */
      unsentCode: NGHTTP2_NO_ERROR,
      finish: null,
      fd: -1,
      isFileRead: false,
      /** The file that is the body, until it is sent. */
      file: null,
      bytesAtTimeout: -1,
      timings: timeline.timingsOf(),
      /** What async hooks see. */
      resource: new OwnedResource('HTTP2STREAM', this),
    };
    // Whether anybody reads is known by the first `_read`; bytes that come must not call it.
    this._readableState.readingMore = true;
    this[kSentHeaders] = undefined;
    this[kSentTrailers] = undefined;
    this[kInfoHeaders] = undefined;
  }

  /** The stream has its number. */
  [kInit](id) {
    this[kState].id = id;
    this[kSession][kState].streams.set(id, this);
  }

  get bufferSize() {
    return this.writableLength;
  }

  get endAfterHeaders() {
    return this[kState].endAfterHeaders;
  }

  get sentHeaders() {
    return this[kSentHeaders];
  }

  get sentTrailers() {
    return this[kSentTrailers];
  }

  get sentInfoHeaders() {
    return this[kInfoHeaders];
  }

  get pending() {
    return this[kState].id === undefined;
  }

  get id() {
    return this[kState].id;
  }

  get session() {
    return this[kSession];
  }

  get headersSent() {
    return this[kState].headersSent;
  }

  get aborted() {
    return this[kState].aborted;
  }

  get headRequest() {
    return this[kState].headRequest;
  }

  get rstCode() {
    return this[kState].rstCode;
  }

  get closed() {
    return this[kState].closed;
  }

  get state() {
    const { id } = this[kState];
    if (this.destroyed || id === undefined) return {};
    const values = this[kSession][kHandle]?.streamState(id);
    if (values === undefined) return { ...idleState };
    return {
      state: values[0],
      // RFC 9113 has no weights; a stream has the one that every stream had.
      weight: constants.NGHTTP2_DEFAULT_WEIGHT,
      sumDependencyWeight: 0,
      localClose: Number(values[1]),
      remoteClose: Number(values[2]),
      localWindowSize: values[3],
    };
  }

  _onTimeout() {
    const state = this[kState];
    const waiting = state.writeCallback === null ? 0 : (this[kSession]?.[kHandle]?.waiting() ?? 0);
    const moved = waiting !== state.bytesAtTimeout;
    state.bytesAtTimeout = waiting;
    timedOut(this, state.writeCallback !== null, moved);
  }

  [kUpdateTimer]() {
    if (this.destroyed) return;
    const timer = this[kTimeout];
    if (timer !== null) timer.refresh();
    this[kSession][kUpdateTimer]();
  }

  // --- Writing ---

  /** Notes that what is written now may be the last, so that it can leave with the end of the stream. */
  end(chunk, encoding, callback) {
    if (chunk !== null && chunk !== undefined && typeof chunk !== 'function') this[kState].ending = true;
    super.end(chunk, encoding, callback);
    this._endWithLast();
    return this;
  }

  /** What was written last and is no frame yet carries the end of the stream. */
  _endWithLast() {
    const state = this[kState];
    if (state.writeCallback === null || state.endTold || this.writableLength !== state.waitingLength) return;
    this[kSession]?.[kHandle]?.end(state.id, this._endKind(true));
  }

  _write(chunk, encoding, callback) {
    if (this.pending) {
      this.once('ready', () => this._write(chunk, encoding, callback));
      return;
    }
    if (this.destroyed) {
      callback();
      return;
    }
    this[kUpdateTimer]();
    if (!this.headersSent) this[kProceed]();
    channels.chunkSent(this, false, chunk, encoding);
    const { length } = chunk;
    timeline.bytesLeft(this[kState], length);
    const last = this[kState].ending && this.writableLength === length;
    let isLatin1 = false;
    if (typeof chunk === 'string') {
      if (encoding === 'latin1' || encoding === 'binary' || encoding === 'ascii') isLatin1 = true;
      else if (encoding !== 'utf8' && encoding !== 'utf-8') chunk = Buffer.from(chunk, encoding);
    }
    this[kState].waitingLength = length;
    this._wrote(this[kSession][kHandle].write(this[kState].id, chunk, isLatin1, this._endKind(last)), callback);
  }

  _writev(chunks, callback) {
    if (this.pending) {
      this.once('ready', () => this._writev(chunks, callback));
      return;
    }
    if (this.destroyed) {
      callback();
      return;
    }
    this[kUpdateTimer]();
    if (!this.headersSent) this[kProceed]();
    channels.chunkSent(this, true, chunks, '');
    timeline.bytesLeft(this[kState], this.writableLength);
    this[kState].waitingLength = this.writableLength;
    const pieces = chunks.map(({ chunk, encoding }) => (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk));
    this._wrote(this[kSession][kHandle].writev(this[kState].id, pieces, this._endKind(this[kState].ending)), callback);
  }

  _endKind(last) {
    const state = this[kState];
    if (!last) return kOpen;
    state.endTold = true;
    return state.hasTrailers ? kTrailers : kClose;
  }

  _wrote(status, callback) {
    if (status === kWaits) this[kState].writeCallback = callback;
    else process.nextTick(callback);
  }

  /** All bytes of the write that waited are on their way. */
  _written() {
    const callback = this[kState].writeCallback;
    this[kState].writeCallback = null;
    if (callback === null) return;
    this[kUpdateTimer]();
    callback();
  }

  _final(callback) {
    if (this.pending) {
      this.once('ready', () => this._final(callback));
      return;
    }
    const state = this[kState];
    if (state.file !== null) {
      state.file.whenSent = callback;
      return;
    }
    channels.finished(this);
    const handle = this[kSession]?.[kHandle];
    if (!state.endTold && handle !== undefined) handle.end(state.id, this._endKind(true));
    this._bodySent(callback);
  }

  /** Our half is complete. `finish` comes in the next tick, and then the stream may be over. */
  _bodySent(callback) {
    callback();
    process.nextTick(maybeDestroyStream, this);
  }

  // --- Reading ---

  _read() {
    if (this.destroyed) {
      this.push(null);
      return;
    }
    const state = this[kState];
    if (!state.didRead) {
      this._readableState.readingMore = false;
      state.didRead = true;
    }
    if (!state.held) return;
    state.held = false;
    this[kSession][kHandle].readOn(state.id);
  }

  /** The peer's body is complete. */
  _bodyEnded() {
    this.on('end', maybeDestroy);
    this.push(null);
    this.read(0);
  }

  // --- Trailers ---

  _wantTrailers() {
    if (this.closed) return;
    this[kState].trailersReady = true;
    if (!this.emit('wantTrailers')) this.sendTrailers({});
  }

  /** Sends the trailers, after `wantTrailers`. @param {object} headers */
  sendTrailers(headers) {
    if (this.destroyed || this.closed) throw new codes.ERR_HTTP2_INVALID_STREAM();
    if (this[kSentTrailers]) throw new codes.ERR_HTTP2_TRAILERS_ALREADY_SENT();
    if (!this[kState].trailersReady) throw new codes.ERR_HTTP2_TRAILERS_NOT_READY();
    assertIsObject(headers, 'headers');
    headers = { ...headers };
    this[kUpdateTimer]();
    const block = packHeaders(headers, checkPseudoTrailer, this._strictSingleValues());
    this[kSentTrailers] = headers;
    // Sent with the next call of the kind, so that the session may forget the stream.
    this[kState].trailersReady = false;
    const failed = this[kSession][kHandle].trailers(this[kState].id, block.packed, block.count);
    if (failed < 0) this.destroy(new NghttpError(failed));
    else this[kMaybeDestroy]();
  }

  _strictSingleValues() {
    return this[kSession][kOptions].strictSingleValueFields !== false;
  }

  // --- End ---

  /** @param {number} [code] @param {() => void} [callback] */
  close(code = NGHTTP2_NO_ERROR, callback) {
    validateInteger(code, 'code', 0, MAX_CODE);
    if (callback !== undefined) validateFunction(callback, 'callback');
    if (this.closed) return;
    if (callback !== undefined) this.once('close', callback);
    closeStream(this, code, kReset);
  }

  /** The session's stream is over. */
  _streamClosed(code) {
    if (!this.closed) closeStream(this, code, kNoReset);
    this._closeFile();
    this[kState].isOver = true;
    this[kState].isCutOff = this[kState].writeCallback !== null;
    if (!this.readable || code !== NGHTTP2_NO_ERROR) {
      this[kMaybeDestroy](code);
      return;
    }
    this.on('end', maybeDestroy);
    this.push(null);
    const state = this[kState];
    // Nobody will read a request whose reader never came.
    if (this[kSession][kState].isServer && !state.didRead && this.readableFlowing === null) this.resume();
    else this.read(0);
  }

  [kMaybeDestroy](code = NGHTTP2_NO_ERROR) {
    if (code !== NGHTTP2_NO_ERROR) {
      this.destroy();
      return;
    }
    if (!this.writableFinished && !this[kState].isCutOff) return;
    if (!this.readable && this.closed) {
      this.destroy();
      return;
    }
    const state = this[kState];
    if (this[kSession]?.[kState].isServer && state.headersSent && !state.hasTrailers && !state.didRead && this.readableFlowing === null) {
      // The response is complete and nobody reads the request. Pushes may still be made in this turn.
      setImmediate(closeUnread, this);
    }
  }

  _destroy(error, callback) {
    const session = this[kSession];
    const state = this[kState];
    const sessionState = session[kState];
    const sessionCode = sessionState.goawayCode || sessionState.destroyCode;
    let code = this.closed ? this.rstCode : sessionCode;
    if (error != null && !this.closed && !code) code = codeOfError(error);
    clearIdleTimeout(this);
    if (!this.closed) closeStream(this, code, this.pending ? kNoReset : kForceReset);
    this.push(null);
    if (state.id === undefined) sessionState.pendingStreams.delete(this);
    else sessionState.streams.delete(state.id);
    end(state.resource);
    this._closeFile();
    // A cancelled stream tells so with 'aborted', as in HTTP/1.
    if (error == null && code !== NGHTTP2_NO_ERROR && code !== NGHTTP2_CANCEL) error = streamError(code);
    timeline.streamEnded(this, session);
    if (error) channels.failed(this, error);
    this[kSession] = undefined;
    const waiting = state.writeCallback;
    state.writeCallback = null;
    setImmediate(maybeDestroySession, session);
    callback(error);
    waiting?.();
  }

  /** Closes the file that is sent, unless it is being read just now: whoever reads closes it then. */
  _closeFile() {
    const state = this[kState];
    if (state.fd < 0 || state.isFileRead) return;
    require('node:fs').close(state.fd, ignore);
    state.fd = -1;
  }

  priority() {
    warnOfPriority('http2Stream.priority is longer supported after priority signalling was deprecated in RFC 9113');
    if (this.destroyed) throw new codes.ERR_HTTP2_INVALID_STREAM();
  }

  [inspect.custom](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = {
      id: this.id || '<pending>',
      closed: this.closed,
      destroyed: this.destroyed,
      state: this.state,
      readableState: this._readableState,
      writableState: this._writableState,
    };
    return `Http2Stream ${inspect(shown, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}

Http2Stream.prototype.setTimeout = setIdleTimeout;

function ignore() {}

function maybeDestroy() {
  this[kMaybeDestroy]();
}

function maybeDestroyStream(stream) {
  stream[kMaybeDestroy]();
}

function maybeDestroySession(session) {
  session[kMaybeDestroy]();
}

function closeUnread(stream) {
  stream.close(stream[kState].unsentCode);
}

function codeOfError(error) {
  return error.name === 'AbortError' ? NGHTTP2_CANCEL : constants.NGHTTP2_INTERNAL_ERROR;
}

const warnings = new Set();

/** RFC 9113 has done away with the priorities of RFC 7540. @param {string} text */
function warnOfPriority(text) {
  if (warnings.has(text)) return;
  warnings.add(text);
  process.emitWarning(text, 'DeprecationWarning', 'DEP0194');
}

/** @param {Http2Stream} stream @param {number} code @param {0 | 1 | 2} reset */
function closeStream(stream, code, reset) {
  const state = stream[kState];
  state.closed = true;
  state.rstCode = code;
  clearIdleTimeout(stream);
  const { writableEnded } = stream;
  if (!writableEnded) {
    // A reset says it all.
    if (code !== NGHTTP2_NO_ERROR) state.endTold = true;
    if (!state.aborted) {
      state.aborted = true;
      stream.emit('aborted');
    }
    stream.end();
  }
  channels.closed(stream);
  if (reset === kNoReset) return;
  if (!writableEnded || stream.writableFinished || code !== NGHTTP2_NO_ERROR || reset === kForceReset) resetStream(stream, code);
  else stream.once('finish', () => resetStream(stream, code));
}

function resetStream(stream, code) {
  if (stream.pending) {
    stream.push(null);
    stream.once('ready', () => resetStream(stream, code));
    return;
  }
  stream[kSession]?.[kHandle]?.reset(stream[kState].id, code);
}

/** Checks the fields of a list or an object and packs them. */
function pack(headers, checkPseudoHeader, strict) {
  return Array.isArray(headers) ? packHeaderList(headers, checkPseudoHeader, strict) : packHeaders(headers, checkPseudoHeader, strict);
}

module.exports = { Http2Stream, kClose, kOpen, kTrailers, pack, warnOfPriority };
