'use strict';

/** The stream classes: a Transform around a codec each. */

const process = require('internal:process/object');
const { Transform, finished } = require('node:stream');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { checkRangesOrGetDefault } = require('internal:shared/validators');
const constants = require('internal:zlib/constants');
const { checkOptions, flushModes } = require('internal:zlib/options');
const { zlibError } = require('internal:zlib/failure');
const { Handle } = require('internal:zlib/handle');

const kFlushFlag = Symbol('kFlushFlag');
const kError = Symbol('kError');
/** The chunk in work: `{ chunk, flush, offset, left, callback }`. */
const kWork = Symbol('kWork');

/** Chunks that only carry a flush through the stream, in order with the data. */
const flushChunks = Array.from({ length: constants.Z_BLOCK + 1 }, (_, flag) => Object.assign(Buffer.alloc(0), { [kFlushFlag]: flag }));
const NOTHING = Buffer.alloc(0);

/** The base of all; `kind` is the number of the format. */
function ZlibBase(options, kind) {
  const checked = checkOptions(options, kind);
  Transform.call(this, { autoDestroy: true, ...options });
  this[kError] = null;
  this[kWork] = { chunk: NOTHING, flush: 0, offset: 0, left: 0, callback: undefined };
  this.bytesWritten = 0;
  /** Room left and input left after a step, where packages look for them. */
  this._writeState = new Uint32Array(2);
  this._handle = new Handle(checked.setup, this._writeState, () => goOn(this));
  this._handle.onerror = (message, errno, code) => fail(this, zlibError([message, errno, code]));
  this._outBuffer = Buffer.allocUnsafe(checked.chunkSize);
  this._outOffset = 0;
  this._chunkSize = checked.chunkSize;
  this._defaultFlushFlag = checked.flush;
  this._finishFlushFlag = checked.finishFlush;
  this._defaultFullFlushFlag = checked.fullFlush;
  this._flushBoundIdx = flushModes(kind).last;
  this._info = checked.info;
  this._maxOutputLength = checked.maxOutputLength;
  this._rejectGarbageAfterEnd = checked.rejectGarbageAfterEnd;
}
Object.setPrototypeOf(ZlibBase.prototype, Transform.prototype);
Object.setPrototypeOf(ZlibBase, Transform);

const { prototype } = ZlibBase;

Object.defineProperty(prototype, '_closed', { __proto__: null, configurable: true, enumerable: true, get() {
  return !this._handle;
} });

prototype.reset = function reset() {
  if (!this._handle) throw new codes.ERR_INTERNAL_ASSERTION('zlib binding closed');
  this._handle.reset();
};

prototype._transform = function _transform(chunk, encoding, callback) {
  let flush = this._defaultFlushFlag;
  if (typeof chunk[kFlushFlag] === 'number') flush = chunk[kFlushFlag];
  if (this.writableEnded && this.writableLength === chunk.byteLength) flush = strongest(flush, this._finishFlushFlag);
  convert(this, chunk, flush, callback);
};

prototype._flush = function _flush(callback) {
  this._transform(NOTHING, '', callback);
};

/** Of two flush modes the one that flushes more; Z_BLOCK flushes least but none. The numbers of the other libraries are in order. */
const STRENGTH = [0, 2, 3, 4, 5, 1];

function strongest(a, b) {
  return STRENGTH[a] > STRENGTH[b] ? a : b;
}

// --- A chunk's way through the codec -------------------------------------------------------------------------------------

function convert(stream, chunk, flush, callback) {
  if (!stream._handle) {
    process.nextTick(callback);
    return;
  }
  const work = stream[kWork];
  work.chunk = chunk;
  work.flush = flush;
  work.offset = 0;
  work.left = chunk.byteLength;
  work.callback = callback;
  // The first answer is never taken within the write: a flush is over before the next chunk's output shows, and no reader is called
  // inside of `write`.
  if (step(stream)) process.nextTick(goOn, stream);
}

/** Tells whether the step is done; else it is on the pool, or it failed. */
function step(stream) {
  const work = stream[kWork];
  const room = stream._chunkSize - stream._outOffset;
  return stream._handle.write(work.flush, work.chunk, work.offset, work.left, stream._outBuffer, stream._outOffset, room);
}

/** Steps until the chunk is done, the reader wants no more, or a step is on the pool. */
function run(stream) {
  while (stream._handle && step(stream) && settle(stream));
}

/** After a step whose answer waits. */
function goOn(stream) {
  if (settle(stream)) run(stream);
}

/** Takes what a step gave; tells whether another follows at once. */
function settle(stream) {
  const work = stream[kWork];
  if (stream.destroyed) return end(work);
  const room = stream._writeState[0];
  const left = stream._writeState[1];
  const taken = work.left - left;
  work.offset += taken;
  work.left = left;
  stream.bytesWritten += taken;
  const isFull = !pushOutput(stream, room);
  if (stream.destroyed) return end(work);
  if (room === 0) return isFull ? waitForRead(stream) : true;
  // Input beside room: the data ended before the input did.
  if (left > 0) {
    if (stream._rejectGarbageAfterEnd) {
      stream.destroy(new codes.ERR_TRAILING_JUNK_AFTER_STREAM_END());
      return false;
    }
    stream.push(null);
  }
  return end(work);
}

/** Gives the reader what lies in the buffer; tells whether it wants more. */
function pushOutput(stream, room) {
  const start = stream._outOffset;
  const finish = stream._chunkSize - room;
  stream._outOffset = finish;
  const wantsMore = finish === start || stream.push(stream._outBuffer.subarray(start, finish));
  if (finish >= stream._chunkSize) {
    stream._outOffset = 0;
    stream._outBuffer = Buffer.allocUnsafe(stream._chunkSize);
  }
  return wantsMore;
}

/** The next read goes on with the chunk in hand. */
function waitForRead(stream) {
  const own = Object.hasOwn(stream, '_read') ? stream._read : undefined;
  stream._read = (size) => {
    if (own) stream._read = own;
    else delete stream._read;
    run(stream);
    if (stream[kWork].callback === undefined) stream._read(size);
  };
  return false;
}

function end(work) {
  const { callback } = work;
  work.chunk = NOTHING;
  work.callback = undefined;
  callback();
  return false;
}

function fail(stream, error) {
  stream[kError] = error;
  stream.destroy(error);
}

/** Converts a chunk at once and returns the output, or as a stream does when there is a callback. */
prototype._processChunk = function _processChunk(chunk, flush, callback) {
  if (typeof callback === 'function') {
    convert(this, chunk, flush, callback);
    return undefined;
  }
  return convertSync(this, chunk, flush);
};

function convertSync(stream, chunk, flush) {
  const handle = stream._handle;
  if (!handle) throw new codes.ERR_INTERNAL_ASSERTION('zlib binding closed');
  const pieces = [];
  let [offset, total] = [0, 0];
  let failure;
  const { onerror } = handle;
  handle.onerror = (message, errno, code) => {
    failure = zlibError([message, errno, code]);
  };
  for (;;) {
    const start = stream._outOffset;
    handle.writeSync(flush, chunk, offset, chunk.byteLength - offset, stream._outBuffer, start, stream._chunkSize - start);
    if (failure !== undefined) break;
    const [room, left] = stream._writeState;
    offset = chunk.byteLength - left;
    const made = stream._chunkSize - room - start;
    total += made;
    if (made > 0) pieces.push(stream._outBuffer.subarray(start, start + made));
    stream._outOffset += made;
    if (total > stream._maxOutputLength) failure = new codes.ERR_BUFFER_TOO_LARGE(stream._maxOutputLength);
    if (stream._outOffset >= stream._chunkSize) {
      stream._outOffset = 0;
      stream._outBuffer = Buffer.allocUnsafe(stream._chunkSize);
    }
    if (room > 0 || failure !== undefined) break;
  }
  handle.onerror = onerror;
  stream.bytesWritten += offset;
  if (failure === undefined) return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, total);
  release(stream);
  throw failure;
}

// --- Methods -------------------------------------------------------------------------------------------------------------

/** Flushes what was written so far. @param {number} [kind] @param {() => void} [callback] */
prototype.flush = function flush(kind, callback) {
  if (typeof kind === 'function' || (kind === undefined && !callback)) {
    callback = kind;
    kind = this._defaultFullFlushFlag;
  }
  kind = checkRangesOrGetDefault(kind, 'kind', 0, this._flushBoundIdx, this._defaultFullFlushFlag);
  if (this.writableFinished) {
    if (callback) process.nextTick(callback);
  } else if (this.writableEnded) {
    if (callback) this.once('end', callback);
  } else {
    this.write(flushChunks[kind], '', callback);
  }
};

prototype.close = function close(callback) {
  if (callback) finished(this, callback);
  this.destroy();
};

prototype._destroy = function _destroy(error, callback) {
  release(this);
  callback(error);
};

function release(stream) {
  stream._handle?.close();
  stream._handle = null;
}

/** The base of deflate and its relatives, whose level and strategy can change on the way. */
function Zlib(options, kind) {
  ZlibBase.call(this, options, kind);
  const given = options ?? {};
  this._level = given.level === undefined || Number.isNaN(given.level) ? constants.Z_DEFAULT_COMPRESSION : given.level;
  this._strategy = given.strategy === undefined || Number.isNaN(given.strategy) ? constants.Z_DEFAULT_STRATEGY : given.strategy;
  this._mode = kind;
}
Object.setPrototypeOf(Zlib.prototype, prototype);
Object.setPrototypeOf(Zlib, ZlibBase);

/** @param {number} level @param {number} strategy @param {(error?: Error) => void} callback */
Zlib.prototype.params = function params(level, strategy, callback) {
  checkRangesOrGetDefault(level, 'level', constants.Z_MIN_LEVEL, constants.Z_MAX_LEVEL);
  checkRangesOrGetDefault(strategy, 'strategy', constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED);
  if (this._level === level && this._strategy === strategy) {
    process.nextTick(callback);
    return;
  }
  this.flush(constants.Z_SYNC_FLUSH, (error) => {
    if (!error && this._handle) {
      this._handle.params(level, strategy);
      if (!this.destroyed) {
        this._level = level;
        this._strategy = strategy;
      }
    }
    if (error) callback?.(error);
    else callback?.();
  });
};

/** The base of a library without such changes. */
function plainBase(name) {
  const Base = function (options, kind) {
    ZlibBase.call(this, options, kind);
  };
  Object.defineProperty(Base, 'name', { __proto__: null, value: name, configurable: true });
  Object.setPrototypeOf(Base.prototype, prototype);
  Object.setPrototypeOf(Base, ZlibBase);
  return Base;
}

const Brotli = plainBase('Brotli');
const Zstd = plainBase('Zstd');

/** A class for one format; the older ones also work without `new`. @param {string} name @param {number} kind */
function defineClass(name, kind) {
  const Base = name.startsWith('Brotli') ? Brotli : name.startsWith('Zstd') ? Zstd : Zlib;
  const Class = function (options) {
    if (!(this instanceof Class)) return withoutNew(Class, options);
    Base.call(this, options, kind);
  };
  Object.defineProperty(Class, 'name', { __proto__: null, value: name, configurable: true });
  Object.setPrototypeOf(Class.prototype, Base.prototype);
  Object.setPrototypeOf(Class, Base);
  return Class;
}

function withoutNew(Class, options) {
  if (Object.getPrototypeOf(Class) === Zstd) throw new TypeError(`Class constructor ${Class.name} cannot be invoked without 'new'`);
  if (!hasWarned) {
    hasWarned = true;
    process.emitWarning(`Instantiating ${Class.name} without the 'new' keyword has been deprecated.`, 'DeprecationWarning', 'DEP0184');
  }
  return new Class(options);
}

/** Whether a class was called without `new` before. */
let hasWarned = false;

module.exports = { defineClass };
