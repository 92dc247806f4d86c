'use strict';

/**
 * `Readable`. The source hands chunks in with `push`; the consumer takes them out with `read`, or has them pushed at it while the
 * stream flows. Between the two stands the state machine of `readable_state.js`:
 *
 *   push --> addChunk --> 'data' right away, when flowing with nothing queued
 *                    \--> the queue --> emitReadable --> 'readable', and flow() while flowing
 *   read --> takes from the queue, and calls `_read` when that leaves less than the high water mark
 */

const process = require('internal:process/object');
const EventEmitter = require('node:events');
const { Buffer } = require('node:buffer');
const { codes, AbortError } = require('internal:shared/errors');
const { Stream } = require('internal:stream/legacy');
const { viewToBuffer } = require('internal:stream/bytes');
const { addAbortSignal } = require('internal:stream/add_abort_signal');
const lifecycle = require('internal:stream/lifecycle');
const { finished } = require('internal:stream/finished');
const {
  OBJECT_MODE, CONSTRUCTED, SYNC, ERROR_EMITTED, AUTO_DESTROY, DESTROYED, CLOSE_EMITTED, ERRORED, defineAccessors,
} = require('internal:stream/bits');
const {
  ReadableState, ENDED, END_EMITTED, READING, NEED_READABLE, EMITTED_READABLE, READABLE_LISTENING, RESUME_SCHEDULED,
  MULTI_AWAIT_DRAIN, READING_MORE, DATA_EMITTED, HAS_FLOWING, FLOWING, PAUSED, HAS_DECODER,
} = require('internal:stream/readable_state');

const { errorOrDestroy } = lifecycle;
const CANNOT_READ = ENDED | READING | DESTROYED | ERRORED;
const LARGEST_MARK = 0x40000000;

function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  // The events that every such stream sees, in one shape from the start.
  this._events ??= { close: undefined, error: undefined, data: undefined, end: undefined, readable: undefined };
  this._readableState = new ReadableState(options, this, false);
  if (options) {
    takeReadableOptions(this, options);
    if (typeof options.construct === 'function') this._construct = options.construct;
  }
  Stream.call(this, options);
  if (options?.signal) addAbortSignal(options.signal, this);
  lifecycle.construct(this, () => startReading(this));
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);

Readable.ReadableState = ReadableState;

/** For tests of the queue: takes `n` units off it. */
Readable._fromList = function _fromList(n, state) {
  return state.take(n);
};

/** The implementation that the options bring along; `Duplex` takes it too. */
function takeReadableOptions(stream, options) {
  if (typeof options.read === 'function') stream._read = options.read;
  if (typeof options.destroy === 'function') stream._destroy = options.destroy;
}

/** What `_construct` held up. */
function startReading(stream) {
  const state = stream._readableState;
  if ((state.bits & NEED_READABLE) !== 0) maybeReadMore(stream, state);
}

Readable.prototype.destroy = lifecycle.destroy;
Readable.prototype._undestroy = lifecycle.undestroy;
Readable.prototype._destroy = function _destroy(err, callback) {
  callback(err);
};

Readable.prototype[EventEmitter.captureRejectionSymbol] = function onRejection(err) {
  this.destroy(err);
};

Readable.prototype[Symbol.asyncDispose] = function asyncDispose() {
  let abort;
  if (!this.destroyed) {
    abort = this.readableEnded ? null : new AbortError();
    this.destroy(abort);
  }
  return new Promise((resolve, reject) => {
    finished(this, (err) => (err && err !== abort ? reject(err) : resolve(null)));
  });
};

// ---- the source's side ----

/**
 * Hands in the next chunk, or null at the end.
 * @param {Buffer | Uint8Array | string | null | unknown} chunk
 * @param {BufferEncoding} [encoding] of a string
 * @returns {boolean} there is room for more
 */
Readable.prototype.push = function push(chunk, encoding) {
  const state = this._readableState;
  if (chunk === null) {
    state.bits &= ~READING;
    endOfSource(this, state);
    return false;
  }
  if ((state.bits & OBJECT_MODE) === 0) {
    if (typeof chunk === 'string') {
      encoding ||= state.defaultEncoding;
      // A string in the encoding that the consumer asked for needs no decoding.
      if (state.encoding !== encoding) {
        chunk = Buffer.from(chunk, encoding);
        encoding = '';
      }
    } else {
      chunk = toBuffer(this, chunk);
      if (chunk === false) return false;
      encoding = '';
    }
    if (chunk === undefined || chunk.length === 0) {
      state.bits &= ~READING;
      maybeReadMore(this, state);
      return hasRoom(state);
    }
  }
  if (!acceptsChunk(this, state)) return false;
  state.bits &= ~READING;
  if ((state.bits & HAS_DECODER) !== 0 && !encoding) {
    chunk = state.decoder.write(chunk);
    if (chunk.length === 0 && (state.bits & OBJECT_MODE) === 0) {
      maybeReadMore(this, state);
      return hasRoom(state);
    }
  }
  addChunk(this, state, chunk, false);
  return hasRoom(state);
};

/**
 * Puts a chunk back in front of the queue.
 * @param {Buffer | Uint8Array | string | null | unknown} chunk
 * @param {BufferEncoding} [encoding] of a string
 * @returns {boolean} there is room for more
 */
Readable.prototype.unshift = function unshift(chunk, encoding) {
  const state = this._readableState;
  if (chunk === null) {
    state.bits &= ~READING;
    endOfSource(this, state);
    return false;
  }
  if ((state.bits & OBJECT_MODE) === 0) {
    chunk = typeof chunk === 'string' ? encodeForQueue(state, chunk, encoding) : toBuffer(this, chunk);
    if (chunk === false) return false;
    if (chunk === undefined || chunk.length === 0) return hasRoom(state);
  }
  if ((state.bits & END_EMITTED) !== 0) {
    errorOrDestroy(this, new codes.ERR_STREAM_UNSHIFT_AFTER_END_EVENT());
  } else if ((state.bits & (DESTROYED | ERRORED)) !== 0) {
    return false;
  } else {
    addChunk(this, state, chunk, true);
  }
  return hasRoom(state);
};

/** A string that goes back in, in the form the queue holds. */
function encodeForQueue(state, string, encoding) {
  encoding ||= state.defaultEncoding;
  if (state.encoding === encoding) return string;
  const buffer = Buffer.from(string, encoding);
  return state.encoding ? buffer.toString(state.encoding) : buffer;
}

/** @returns {Buffer | undefined | false} false when `chunk` is no bytes and the stream has failed for it */
function toBuffer(stream, chunk) {
  if (chunk instanceof Buffer || chunk === undefined) return chunk;
  if (ArrayBuffer.isView(chunk)) return viewToBuffer(chunk);
  errorOrDestroy(stream, new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk));
  return false;
}

function acceptsChunk(stream, state) {
  if ((state.bits & (ENDED | DESTROYED | ERRORED)) === 0) return true;
  if ((state.bits & ENDED) !== 0) errorOrDestroy(stream, new codes.ERR_STREAM_PUSH_AFTER_EOF());
  return false;
}

function hasRoom(state) {
  return (state.bits & ENDED) === 0 && (state.length < state.highWaterMark || state.length === 0);
}

function addChunk(stream, state, chunk, front) {
  if ((state.bits & (FLOWING | SYNC)) === FLOWING && state.length === 0 && stream.listenerCount('data') > 0) {
    forgetDrains(state);
    state.bits |= DATA_EMITTED;
    stream.emit('data', chunk);
  } else {
    state.length += (state.bits & OBJECT_MODE) !== 0 ? 1 : chunk.length;
    if (front) state.enqueueFront(chunk);
    else state.enqueue(chunk);
    if ((state.bits & NEED_READABLE) !== 0) emitReadable(stream);
  }
  maybeReadMore(stream, state);
}

function endOfSource(stream, state) {
  if ((state.bits & ENDED) !== 0) return;
  flushDecoder(state);
  state.bits |= ENDED;
  if ((state.bits & SYNC) !== 0) {
    // Inside `_read`: 'readable' waits until the reader has what this call returns. Who comes to listen later is told of what waits then.
    if ((state.bits & FLOWING) !== 0 || state.length === 0 || stream.listenerCount('readable') > 0) emitReadable(stream);
  } else {
    state.bits &= ~NEED_READABLE;
    state.bits |= EMITTED_READABLE;
    emitReadableNow(stream);
  }
}

function flushDecoder(state) {
  const rest = state.decoder?.end();
  if (!rest?.length) return;
  state.enqueue(rest);
  state.length += (state.bits & OBJECT_MODE) !== 0 ? 1 : rest.length;
}

function forgetDrains(state) {
  if ((state.bits & MULTI_AWAIT_DRAIN) !== 0) state.awaitDrainWriters.clear();
  else state.awaitDrainWriters = null;
}

/** Reads ahead up to the high water mark, without waiting for the consumer to ask. */
function maybeReadMore(stream, state) {
  if ((state.bits & (READING_MORE | CONSTRUCTED)) !== CONSTRUCTED) return;
  state.bits |= READING_MORE;
  process.nextTick(readMore, stream, state);
}

function readMore(stream, state) {
  while ((state.bits & (READING | ENDED)) === 0 &&
         (state.length < state.highWaterMark || ((state.bits & FLOWING) !== 0 && state.length === 0))) {
    const before = state.length;
    stream.read(0);
    if (before === state.length) break;
  }
  state.bits &= ~READING_MORE;
}

// ---- the consumer's side ----

/**
 * Takes what is buffered.
 * @param {number} [size] bytes or characters. Without it the first chunk, or all text of a stream with an encoding that does not flow.
 *   0 takes nothing and only makes the stream fill its buffer.
 * @returns {Buffer | string | unknown | null} null when less than `size` is there and more may come
 */
Readable.prototype.read = function read(size) {
  const wanted = size === undefined ? NaN : Number.isInteger(size) ? size : Number.parseInt(size, 10);
  const state = this._readableState;
  if (wanted > state.highWaterMark) state.highWaterMark = raiseMark(wanted);
  if (wanted !== 0) state.bits &= ~EMITTED_READABLE;

  if (wanted === 0 && (state.bits & NEED_READABLE) !== 0 && isFull(state)) {
    if (state.length === 0 && (state.bits & ENDED) !== 0) endReadable(this);
    else emitReadable(this);
    return null;
  }

  let n = amountToRead(wanted, state);
  if (n === 0 && (state.bits & ENDED) !== 0) {
    if (state.length === 0) endReadable(this);
    return null;
  }
  if (mustReadSource(state, n)) {
    callRead(this, state);
    // A source that pushed at once may have what was missing.
    if ((state.bits & READING) === 0) n = amountToRead(wanted, state);
  }

  const chunk = n > 0 ? state.take(n) : null;
  if (chunk === null) {
    if (state.length <= state.highWaterMark) state.bits |= NEED_READABLE;
    else state.bits &= ~NEED_READABLE;
    n = 0;
  } else {
    state.length -= n;
    forgetDrains(state);
  }
  if (state.length === 0) {
    if ((state.bits & ENDED) === 0) state.bits |= NEED_READABLE;
    // `!==` holds for NaN too, so a bare read() of the last data ends the stream.
    else if (wanted !== n) endReadable(this);
  }
  if (chunk !== null && (state.bits & (ERROR_EMITTED | CLOSE_EMITTED)) === 0) {
    state.bits |= DATA_EMITTED;
    this.emit('data', chunk);
  }
  return chunk;
};

/** Fetches data and pushes it. Every subclass has its own. */
Readable.prototype._read = function _read(size) { // eslint-disable-line no-unused-vars
  throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_read()');
};

/** The next power of two, so that repeated slightly larger reads do not raise the mark each time. */
function raiseMark(n) {
  if (n > LARGEST_MARK) throw new codes.ERR_OUT_OF_RANGE('size', '<= 1GiB', n);
  return 2 ** Math.ceil(Math.log2(n));
}

function isFull(state) {
  if ((state.bits & ENDED) !== 0) return true;
  return state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0;
}

function amountToRead(wanted, state) {
  if (wanted <= 0 || (state.length === 0 && (state.bits & ENDED) !== 0)) return 0;
  if ((state.bits & OBJECT_MODE) !== 0) return 1;
  if (Number.isNaN(wanted)) {
    if (state.length === 0) return 0;
    // Bytes come chunk by chunk, as they were pushed. Decoded text that waits comes whole.
    return (state.bits & FLOWING) !== 0 || !state.decoder ? state.buffer[state.bufferIndex].length : state.length;
  }
  if (wanted <= state.length) return wanted;
  return (state.bits & ENDED) !== 0 ? state.length : 0;
}

function mustReadSource(state, n) {
  if ((state.bits & CANNOT_READ) !== 0 || (state.bits & CONSTRUCTED) === 0) return false;
  return (state.bits & NEED_READABLE) !== 0 || state.length === 0 || state.length - n < state.highWaterMark;
}

function callRead(stream, state) {
  state.bits |= READING | SYNC;
  if (state.length === 0) state.bits |= NEED_READABLE;
  try {
    stream._read(state.highWaterMark);
  } catch (err) {
    errorOrDestroy(stream, err);
  }
  state.bits &= ~SYNC;
}

function emitReadable(stream) {
  const state = stream._readableState;
  state.bits &= ~NEED_READABLE;
  if ((state.bits & EMITTED_READABLE) !== 0) return;
  state.bits |= EMITTED_READABLE;
  process.nextTick(emitReadableNow, stream);
}

function emitReadableNow(stream) {
  const state = stream._readableState;
  if ((state.bits & (DESTROYED | ERRORED)) === 0 && (state.length > 0 || (state.bits & ENDED) !== 0)) {
    stream.emit('readable');
    state.bits &= ~EMITTED_READABLE;
  }
  if ((state.bits & (FLOWING | ENDED)) === 0 && state.length <= state.highWaterMark) state.bits |= NEED_READABLE;
  else state.bits &= ~NEED_READABLE;
  flow(stream);
}

function endReadable(stream) {
  const state = stream._readableState;
  if ((state.bits & END_EMITTED) !== 0) return;
  state.bits |= ENDED;
  process.nextTick(emitEnd, stream, state);
}

function emitEnd(stream, state) {
  if ((state.bits & (ERRORED | CLOSE_EMITTED | END_EMITTED)) !== 0 || state.length > 0) return;
  state.bits |= END_EMITTED;
  stream.emit('end');
  if (stream.writable && stream.allowHalfOpen === false) process.nextTick(endWritableSide, stream);
  else if ((state.bits & AUTO_DESTROY) !== 0 && isWritableSideDone(stream._writableState)) stream.destroy();
}

function isWritableSideDone(state) {
  // A writable side that destroys itself after it finishes will take the readable one with it.
  return !state || (state.autoDestroy && (state.finished || state.writable === false));
}

function endWritableSide(stream) {
  if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
}

/**
 * Gives strings out from now on, those in the queue included.
 * @param {BufferEncoding} encoding
 */
Readable.prototype.setEncoding = function setEncoding(encoding) {
  const state = this._readableState;
  state.decode(encoding);
  let content = '';
  for (let i = state.bufferIndex; i < state.buffer.length; i++) content += state.decoder.write(state.buffer[i]);
  state.clear();
  if (content !== '') state.enqueue(content);
  state.length = content.length;
  return this;
};

// ---- flowing and paused ----

Readable.prototype.isPaused = function isPaused() {
  const { bits } = this._readableState;
  return (bits & PAUSED) !== 0 || (bits & (HAS_FLOWING | FLOWING)) === HAS_FLOWING;
};

Readable.prototype.resume = function resume() {
  const state = this._readableState;
  if ((state.bits & FLOWING) === 0) {
    // A 'readable' listener does the reading itself; resume() then only makes data come.
    state.flowing = (state.bits & READABLE_LISTENING) === 0;
    scheduleResume(this, state);
  }
  state.bits &= ~PAUSED;
  return this;
};

function scheduleResume(stream, state) {
  if ((state.bits & RESUME_SCHEDULED) !== 0) return;
  state.bits |= RESUME_SCHEDULED;
  process.nextTick(resumeNow, stream, state);
}

function resumeNow(stream, state) {
  if ((state.bits & READING) === 0) stream.read(0);
  state.bits &= ~RESUME_SCHEDULED;
  stream.emit('resume');
  flow(stream);
  if ((state.bits & (FLOWING | READING)) === FLOWING) stream.read(0);
}

Readable.prototype.pause = function pause() {
  const state = this._readableState;
  if ((state.bits & (HAS_FLOWING | FLOWING)) !== HAS_FLOWING) {
    state.flowing = false;
    this.emit('pause');
  }
  state.bits |= PAUSED;
  return this;
};

function flow(stream) {
  const state = stream._readableState;
  while ((state.bits & FLOWING) !== 0 && stream.read() !== null);
}

/** Listening for 'data' starts the flow; listening for 'readable' stops it. */
Readable.prototype.on = function on(event, listener) {
  const result = Stream.prototype.on.call(this, event, listener);
  if (event === 'data') onDataListener(this);
  else if (event === 'readable') onReadableListener(this);
  return result;
};
Readable.prototype.addListener = Readable.prototype.on;

function onDataListener(stream) {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount('readable') > 0;
  if ((state.bits & (HAS_FLOWING | FLOWING)) !== HAS_FLOWING) stream.resume();
}

function onReadableListener(stream) {
  const state = stream._readableState;
  if ((state.bits & (END_EMITTED | READABLE_LISTENING)) !== 0) return;
  state.bits |= READABLE_LISTENING | NEED_READABLE | HAS_FLOWING;
  state.bits &= ~(EMITTED_READABLE | FLOWING);
  if (state.length > 0) emitReadable(stream);
  else if ((state.bits & READING) === 0) process.nextTick(readNothing, stream);
}

function readNothing(stream) {
  stream.read(0);
}

Readable.prototype.removeListener = function removeListener(event, listener) {
  const result = Stream.prototype.removeListener.call(this, event, listener);
  if (event === 'readable') process.nextTick(updateReadableListening, this);
  return result;
};
Readable.prototype.off = Readable.prototype.removeListener;

Readable.prototype.removeAllListeners = function removeAllListeners(...args) {
  const result = Stream.prototype.removeAllListeners.apply(this, args);
  if (args.length === 0 || args[0] === undefined || args[0] === 'readable') process.nextTick(updateReadableListening, this);
  return result;
};

/** Deferred to the next tick, because listeners are often swapped: 'readable' removed and 'data' added, or the reverse. */
function updateReadableListening(stream) {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount('readable') > 0;
  if ((state.bits & (RESUME_SCHEDULED | PAUSED)) === RESUME_SCHEDULED) state.flowing = true;
  else if (stream.listenerCount('data') > 0) stream.resume();
  else if ((state.bits & READABLE_LISTENING) === 0) state.flowing = null;
}

// ---- what a consumer can see ----

defineAccessors(Readable.prototype, {
  readable: {
    get() {
      const state = this._readableState;
      return Boolean(state) && state.readable !== false && (state.bits & (DESTROYED | ERROR_EMITTED | END_EMITTED)) === 0;
    },
    set(value) {
      if (this._readableState) this._readableState.readable = Boolean(value);
    },
  },
  readableDidRead: { get() { return this._readableState.dataEmitted; } },
  readableAborted: {
    get() {
      const state = this._readableState;
      return state.readable !== false && (state.bits & (DESTROYED | ERRORED)) !== 0 && (state.bits & END_EMITTED) === 0;
    },
  },
  readableHighWaterMark: { get() { return this._readableState.highWaterMark; } },
  readableBuffer: { get() { return this._readableState?.buffer; } },
  readableFlowing: {
    get() { return this._readableState.flowing; },
    set(value) { if (this._readableState) this._readableState.flowing = value; },
  },
  readableLength: { get() { return this._readableState.length; } },
  readableObjectMode: { get() { return this._readableState ? this._readableState.objectMode : false; } },
  readableEncoding: { get() { return this._readableState ? this._readableState.encoding : null; } },
  readableEnded: { get() { return this._readableState ? this._readableState.endEmitted : false; } },
  errored: { get() { return this._readableState ? this._readableState.errored : null; } },
  closed: { get() { return this._readableState ? this._readableState.closed : false; } },
  destroyed: {
    get() { return this._readableState ? this._readableState.destroyed : false; },
    // Userland subclasses from before `destroy` existed keep this flag themselves.
    set(value) { if (this._readableState) this._readableState.destroyed = value; },
  },
});

// ---- the parts in files of their own ----

require('internal:stream/readable_pipe').install(Readable);
require('internal:stream/readable_iterator').install(Readable);
require('internal:stream/readable_wrap').install(Readable);

/**
 * `Readable.fromWeb`.
 * @param {ReadableStream} readableStream
 * @param {object} [options]
 */
Readable.fromWeb = function fromWeb(readableStream, options) {
  return require('internal:stream/webstreams_adapters').newStreamReadableFromReadableStream(readableStream, options);
};

Readable.toWeb = function toWeb(streamReadable, options) {
  return require('internal:stream/webstreams_adapters').newReadableStreamFromStreamReadable(streamReadable, options);
};

module.exports = { Readable, takeReadableOptions, startReading };
