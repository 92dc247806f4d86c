'use strict';

/**
 * `Writable`. One chunk at a time goes to `_write`, and what comes meanwhile queues up:
 *
 *   write --> writeOrQueue --> _write --> onWrite --> afterWrite: callbacks, 'drain', then the next chunk or the end
 *                         \--> the queue --> writeQueue (`_writev` takes it whole)
 *   end --> maybeFinish --> _final, 'prefinish', 'finish'
 */

const process = require('internal:process/object');
const EventEmitter = require('node:events');
const { Buffer } = require('node:buffer');
const { codes, AbortError } = require('internal:shared/errors');
const { Stream } = require('internal:stream/legacy');
const { viewToBuffer } = require('internal:stream/bytes');
const { addAbortSignal } = require('internal:stream/add_abort_signal');
const { finished } = require('internal:stream/finished');
const lifecycle = require('internal:stream/lifecycle');
const { maybeFinish, runFinishCallbacks } = require('internal:stream/writable_finish');
const { OBJECT_MODE, CONSTRUCTED, SYNC, DESTROYED, ERRORED, defineAccessors } = require('internal:stream/bits');
const {
  WritableState, noop, NEED_DRAIN, ENDING, ENDED, FINISHED, DECODE_STRINGS, WRITING, BUFFER_PROCESSING, ALL_BUFFERS, ALL_NOOP,
  AFTER_WRITE_PENDING,
} = require('internal:stream/writable_state');

const { errorOrDestroy } = lifecycle;

function Writable(options) {
  if (!(this instanceof Writable)) return new Writable(options);
  // The events that every such stream sees, in one shape from the start.
  this._events ??= { close: undefined, error: undefined, prefinish: undefined, finish: undefined, drain: undefined };
  this._writableState = makeWritableState(this, options, false);
  if (options) {
    takeWritableOptions(this, options);
    if (typeof options.construct === 'function') this._construct = options.construct;
  }
  Stream.call(this, options);
  if (options?.signal) addAbortSignal(options.signal, this);
  lifecycle.construct(this, () => startWriting(this));
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);

Writable.WritableState = WritableState;

/** A duplex inherits from Readable only and is a Writable all the same. */
Object.defineProperty(Writable, Symbol.hasInstance, {
  __proto__: null,
  value: function hasInstance(object) {
    if (Function.prototype[Symbol.hasInstance].call(this, object)) return true;
    return this === Writable && Boolean(object) && object._writableState instanceof WritableState;
  },
});

function makeWritableState(stream, options, isDuplex) {
  const state = new WritableState(options, stream, isDuplex);
  state.onwrite = (err) => onWrite(stream, err);
  return state;
}

/** The implementation that the options bring along; `Duplex` takes it too. */
function takeWritableOptions(stream, options) {
  if (typeof options.write === 'function') stream._write = options.write;
  if (typeof options.writev === 'function') stream._writev = options.writev;
  if (typeof options.destroy === 'function') stream._destroy = options.destroy;
  if (typeof options.final === 'function') stream._final = options.final;
}

/** What `_construct` held up. */
function startWriting(stream) {
  const state = stream._writableState;
  if ((state.bits & WRITING) === 0) writeQueue(stream, state);
  if ((state.bits & ENDING) !== 0) maybeFinish(stream, state, false);
}

/** `Stream.prototype.pipe` must not be found on a stream that cannot be read. */
Writable.prototype.pipe = function pipe() {
  errorOrDestroy(this, new codes.ERR_STREAM_CANNOT_PIPE());
};

/**
 * @param {Buffer | Uint8Array | string | unknown} chunk
 * @param {BufferEncoding} [encoding] of a string
 * @param {(err?: Error | null) => void} [callback] once this chunk is written
 * @returns {boolean} false: wait for 'drain' before writing more
 */
Writable.prototype.write = function write(chunk, encoding, callback) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  return writeChunk(this, chunk, encoding, callback) === true;
};

/** @returns {boolean | Error} the error when the chunk comes too late */
function writeChunk(stream, chunk, encoding, callback) {
  const state = stream._writableState;
  if (typeof callback !== 'function') callback = noop;
  if (chunk === null) throw new codes.ERR_STREAM_NULL_VALUES();
  if ((state.bits & OBJECT_MODE) === 0) {
    if (!encoding) encoding = state.defaultEncoding;
    else if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    if (typeof chunk !== 'string') {
      chunk = bytesOf(chunk);
      encoding = 'buffer';
    } else if ((state.bits & DECODE_STRINGS) !== 0) {
      chunk = Buffer.from(chunk, encoding);
      encoding = 'buffer';
    }
  }
  if ((state.bits & (ENDING | DESTROYED)) !== 0) return refuseWrite(stream, state, callback);
  state.pendingcb++;
  return writeOrQueue(stream, state, chunk, encoding, callback);
}

function bytesOf(chunk) {
  if (chunk instanceof Buffer) return chunk;
  if (ArrayBuffer.isView(chunk)) return viewToBuffer(chunk);
  throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
}

function refuseWrite(stream, state, callback) {
  const err = (state.bits & ENDING) !== 0 ? new codes.ERR_STREAM_WRITE_AFTER_END() : new codes.ERR_STREAM_DESTROYED('write');
  process.nextTick(callback, err);
  errorOrDestroy(stream, err, true);
  return err;
}

function writeOrQueue(stream, state, chunk, encoding, callback) {
  const length = (state.bits & OBJECT_MODE) !== 0 ? 1 : chunk.length;
  state.length += length;
  const hasRoom = state.length < state.highWaterMark;
  if (!hasRoom) state.bits |= NEED_DRAIN;

  if (state.corked > 0 || (state.bits & (WRITING | ERRORED | CONSTRUCTED)) !== CONSTRUCTED) {
    state.buffered.push({ chunk, encoding, callback });
    if ((state.bits & ALL_BUFFERS) !== 0 && encoding !== 'buffer') state.bits &= ~ALL_BUFFERS;
    if ((state.bits & ALL_NOOP) !== 0 && callback !== noop) state.bits &= ~ALL_NOOP;
  } else {
    beginWrite(state, length, callback);
    stream._write(chunk, encoding, state.onwrite);
    state.bits &= ~SYNC;
  }
  return hasRoom && (state.bits & (ERRORED | DESTROYED)) === 0;
}

function beginWrite(state, length, callback) {
  state.writelen = length;
  state.writecb = callback;
  state.bits |= WRITING | SYNC;
}

/** Writes a chunk. A subclass has this, or `_writev`, or both. */
Writable.prototype._write = function _write(chunk, encoding, callback) {
  if (!this._writev) throw new codes.ERR_METHOD_NOT_IMPLEMENTED('_write()');
  this._writev([{ chunk, encoding }], callback);
};

Writable.prototype._writev = null;

// ---- after a write ----

/** What `_write` and `_writev` call. */
function onWrite(stream, err) {
  const state = stream._writableState;
  if ((state.bits & WRITING) === 0) {
    errorOrDestroy(stream, new codes.ERR_MULTIPLE_CALLBACK());
    return;
  }
  const callback = state.writecb ?? noop;
  const sync = (state.bits & SYNC) !== 0;
  state.bits &= ~WRITING;
  state.writecb = null;
  state.length -= state.writelen;
  state.writelen = 0;

  if (err) {
    failWrite(stream, state, err, callback, sync);
    return;
  }
  if (state.buffered.length > state.bufferedIndex) writeQueue(stream, state);
  if (!sync) afterWrite(stream, state, 1, callback);
  else if (callback === noop) settleSilently(stream, state);
  else settleOnNextTick(stream, state, callback);
}

/** A synchronous write that nobody waits for: only 'drain' needs a tick of its own. */
function settleSilently(stream, state) {
  if ((state.bits & (AFTER_WRITE_PENDING | NEED_DRAIN)) === NEED_DRAIN && state.length === 0) {
    state.bits |= AFTER_WRITE_PENDING;
    process.nextTick(afterWrite, stream, state, 1, noop);
    return;
  }
  state.pendingcb--;
  if ((state.bits & ENDING) !== 0) maybeFinish(stream, state, true);
}

/** Successive synchronous writes mostly carry the same callback; they share a tick. */
function settleOnNextTick(stream, state, callback) {
  const info = state.afterWriteTickInfo;
  if (info !== null && info.callback === callback) {
    info.count++;
    return;
  }
  state.afterWriteTickInfo = { count: 1, callback, stream, state };
  state.bits |= AFTER_WRITE_PENDING;
  process.nextTick(afterWriteTick, state.afterWriteTickInfo);
}

function afterWriteTick(info) {
  info.state.afterWriteTickInfo = null;
  afterWrite(info.stream, info.state, info.count, info.callback);
}

function afterWrite(stream, state, count, callback) {
  state.bits &= ~AFTER_WRITE_PENDING;
  if ((state.bits & (ENDING | NEED_DRAIN | DESTROYED)) === NEED_DRAIN && state.length === 0) {
    state.bits &= ~NEED_DRAIN;
    stream.emit('drain');
  }
  for (; count > 0; count--) {
    state.pendingcb--;
    callback(null);
  }
  if ((state.bits & DESTROYED) !== 0) failQueue(state);
  if ((state.bits & ENDING) !== 0) maybeFinish(stream, state, true);
}

function failWrite(stream, state, err, callback, sync) {
  err.stack; // eslint-disable-line no-unused-expressions -- see noteError in lifecycle.js
  if (!state.error) state.errored = err;
  // No read may start between now and the 'error' event.
  const readable = stream._readableState;
  if (readable && !readable.errored) readable.errored = err;
  if (sync) process.nextTick(reportWriteError, stream, state, err, callback);
  else reportWriteError(stream, state, err, callback);
}

function reportWriteError(stream, state, err, callback) {
  state.pendingcb--;
  callback(err);
  failQueue(state);
  // 'error' comes after all the callbacks.
  errorOrDestroy(stream, err);
}

/** Calls back for everything that will not be written any more. */
function failQueue(state) {
  if ((state.bits & WRITING) !== 0) return;
  const queued = state.getBuffer();
  state.clearBuffered();
  for (const { chunk, callback } of queued) {
    state.length -= (state.bits & OBJECT_MODE) !== 0 ? 1 : chunk.length;
    callback(state.error ?? new codes.ERR_STREAM_DESTROYED('write'));
  }
  runFinishCallbacks(state, state.error ?? new codes.ERR_STREAM_DESTROYED('end'));
}

// ---- the queue ----

/** Holds back writes, so that `uncork` can hand them to `_writev` together. */
Writable.prototype.cork = function cork() {
  this._writableState.corked++;
};

Writable.prototype.uncork = function uncork() {
  const state = this._writableState;
  if (state.corked === 0) return;
  state.corked--;
  if ((state.bits & WRITING) === 0) writeQueue(this, state);
};

function writeQueue(stream, state) {
  const count = state.buffered.length - state.bufferedIndex;
  if (count === 0 || state.corked > 0 || (state.bits & (DESTROYED | BUFFER_PROCESSING | CONSTRUCTED)) !== CONSTRUCTED) return;
  state.bits |= BUFFER_PROCESSING;
  if (count > 1 && stream._writev) writeQueueAtOnce(stream, state);
  else writeQueueOneByOne(stream, state);
  state.bits &= ~BUFFER_PROCESSING;
}

function writeQueueAtOnce(stream, state) {
  // The array is handed over when it starts at the first chunk; nothing else refers to it then.
  const chunks = state.bufferedIndex === 0 ? state.buffered : state.getBuffer();
  chunks.allBuffers = state.allBuffers;
  const callback = state.allNoop ? noop : (err) => {
    chunks.forEach((each) => each.callback(err));
  };
  // One callback stands for all.
  state.pendingcb -= chunks.length - 1;
  beginWrite(state, state.length, callback);
  state.clearBuffered();
  stream._writev(chunks, state.onwrite);
  state.bits &= ~SYNC;
}

function writeQueueOneByOne(stream, state) {
  const { buffered } = state;
  do {
    const { chunk, encoding, callback } = buffered[state.bufferedIndex];
    buffered[state.bufferedIndex++] = null;
    beginWrite(state, (state.bits & OBJECT_MODE) !== 0 ? 1 : chunk.length, callback);
    if ((state.bits & DESTROYED) !== 0) state.onwrite(new codes.ERR_STREAM_DESTROYED('write'));
    else stream._write(chunk, encoding, state.onwrite);
    state.bits &= ~SYNC;
  } while (state.bufferedIndex < buffered.length && (state.bits & WRITING) === 0);

  if (state.buffered !== buffered) return;
  if (state.bufferedIndex === buffered.length) {
    state.clearBuffered();
  } else if (state.bufferedIndex > 256) {
    buffered.splice(0, state.bufferedIndex);
    state.bufferedIndex = 0;
  }
}

/** @param {BufferEncoding} encoding of strings that come without one */
Writable.prototype.setDefaultEncoding = function setDefaultEncoding(encoding) {
  if (typeof encoding === 'string') encoding = encoding.toLowerCase();
  if (!Buffer.isEncoding(encoding)) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  this._writableState.defaultEncoding = encoding;
  return this;
};

// ---- the end ----

/**
 * @param {unknown} [chunk] a last one
 * @param {BufferEncoding} [encoding]
 * @param {(err?: Error | null) => void} [callback] at 'finish', or with the error that prevents it
 */
Writable.prototype.end = function end(chunk, encoding, callback) {
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  let err = null;
  if (chunk !== null && chunk !== undefined) {
    const result = writeChunk(this, chunk, encoding);
    if (result instanceof Error) err = result;
  }
  const state = this._writableState;
  if (state.corked > 0) {
    state.corked = 1;
    this.uncork();
  }
  err ??= beginEnd(this, state);
  if (typeof callback === 'function') awaitFinish(state, err, callback);
  return this;
};

function beginEnd(stream, state) {
  if ((state.bits & (ERRORED | ENDING)) === 0) {
    state.bits |= ENDING;
    maybeFinish(stream, state, true);
    state.bits |= ENDED;
    return null;
  }
  if ((state.bits & FINISHED) !== 0) return new codes.ERR_STREAM_ALREADY_FINISHED('end');
  return (state.bits & DESTROYED) !== 0 ? new codes.ERR_STREAM_DESTROYED('end') : null;
}

function awaitFinish(state, err, callback) {
  if (err) process.nextTick(callback, err);
  else if ((state.bits & ERRORED) !== 0) process.nextTick(callback, state.error);
  else if ((state.bits & FINISHED) !== 0) process.nextTick(callback);
  else (state.onFinished ??= []).push(callback);
}

Writable.prototype.destroy = function destroy(err, callback) {
  const state = this._writableState;
  if ((state.bits & DESTROYED) === 0 && (state.buffered.length > state.bufferedIndex || state.onFinished !== null)) {
    process.nextTick(failQueue, state);
  }
  lifecycle.destroy.call(this, err, callback);
  return this;
};
Writable.prototype._undestroy = lifecycle.undestroy;
Writable.prototype._destroy = function _destroy(err, callback) {
  callback(err);
};

Writable.prototype[EventEmitter.captureRejectionSymbol] = function onRejection(err) {
  this.destroy(err);
};

Writable.prototype[Symbol.asyncDispose] = function asyncDispose() {
  let abort;
  if (!this.destroyed) {
    abort = this.writableFinished ? null : new AbortError();
    this.destroy(abort);
  }
  return new Promise((resolve, reject) => {
    finished(this, (err) => (err && err.name !== 'AbortError' ? reject(err) : resolve(null)));
  });
};

// ---- what a producer can see ----

defineAccessors(Writable.prototype, {
  closed: { get() { return this._writableState ? this._writableState.closed : false; } },
  destroyed: {
    get() { return this._writableState ? this._writableState.destroyed : false; },
    // Userland subclasses from before `destroy` existed keep this flag themselves.
    set(value) { if (this._writableState) this._writableState.destroyed = value; },
  },
  writable: {
    get() {
      const state = this._writableState;
      return Boolean(state) && state.writable !== false && (state.bits & (DESTROYED | ERRORED | ENDING | ENDED)) === 0;
    },
    set(value) { if (this._writableState) this._writableState.writable = Boolean(value); },
  },
  writableFinished: { get() { return this._writableState ? this._writableState.finished : false; } },
  writableObjectMode: { get() { return this._writableState ? this._writableState.objectMode : false; } },
  writableBuffer: { get() { return this._writableState?.getBuffer(); } },
  writableEnded: { get() { return this._writableState ? this._writableState.ending : false; } },
  writableNeedDrain: {
    get() {
      const state = this._writableState;
      return Boolean(state) && (state.bits & (DESTROYED | ENDING | NEED_DRAIN)) === NEED_DRAIN;
    },
  },
  writableHighWaterMark: { get() { return this._writableState?.highWaterMark; } },
  writableCorked: { get() { return this._writableState ? this._writableState.corked : 0; } },
  writableLength: { get() { return this._writableState?.length; } },
  errored: { get() { return this._writableState ? this._writableState.errored : null; } },
  writableAborted: {
    get() {
      const state = this._writableState;
      return state.writable !== false && (state.bits & (DESTROYED | ERRORED)) !== 0 && (state.bits & FINISHED) === 0;
    },
  },
});

/** @param {WritableStream} writableStream */
Writable.fromWeb = function fromWeb(writableStream, options) {
  return require('internal:stream/webstreams_adapters').newStreamWritableFromWritableStream(writableStream, options);
};

Writable.toWeb = function toWeb(streamWritable) {
  return require('internal:stream/webstreams_adapters').newWritableStreamFromStreamWritable(streamWritable);
};

module.exports = { Writable, makeWritableState, takeWritableOptions, startWriting };
