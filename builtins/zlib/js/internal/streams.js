'use strict';

/** The stream classes: a Transform around a native codec each. */

const { Transform, finished } = require('node:stream');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { checkRangesOrGetDefault } = require('internal:shared/validators');
const constants = require('internal:zlib/constants');
const { checkOptions } = require('internal:zlib/options');
const { zlibError } = require('internal:zlib/failure');

const { Z_FINISH, Z_FULL_FLUSH, Z_NO_FLUSH } = constants;

/** The steps' progress, see src/codec.rs. */
const OUTPUT_FULL = 0;
const ENDED = 2;

const kFlushFlag = Symbol('kFlushFlag');
const kOptions = Symbol('kOptions');
/** Chunks that only carry a flush through the stream, in order with the data. */
const flushChunks = Array.from({ length: 6 }, (_, flag) => Object.assign(Buffer.alloc(0), { [kFlushFlag]: flag }));

function ZlibBase(options, format) {
  const checked = checkOptions(options, format);
  Transform.call(this, { autoDestroy: true, ...options });
  this[kOptions] = checked;
  this.bytesWritten = 0;
  this._handle = new binding.Zlib(format, checked.level, checked.windowBits, checked.dictionary);
  this._level = checked.level;
  this._strategy = checked.strategy;
  this._chunkSize = checked.chunkSize;
  this._defaultFlushFlag = checked.flush;
  this._finishFlushFlag = checked.finishFlush;
  this._maxOutputLength = checked.maxOutputLength;
  this._info = checked.info;
}
Object.setPrototypeOf(ZlibBase.prototype, Transform.prototype);
Object.setPrototypeOf(ZlibBase, Transform);

const { prototype } = ZlibBase;

Object.defineProperties(prototype, {
  _closed: { __proto__: null, configurable: true, enumerable: true, get() {
    return !this._handle;
  } },
  bytesRead: { __proto__: null, configurable: true, enumerable: true, get() {
    return this.bytesWritten;
  }, set(value) {
    this.bytesWritten = value;
  } },
});

prototype.reset = function reset() {
  if (!this._handle) throw new codes.ERR_INTERNAL_ASSERTION('zlib binding closed');
  this._handle.reset();
};

prototype._transform = function _transform(chunk, encoding, callback) {
  let flush = this._defaultFlushFlag;
  if (typeof chunk[kFlushFlag] === 'number') flush = chunk[kFlushFlag];
  else if (this.writableEnded && this.writableLength === chunk.byteLength) flush = strongest(flush, this._finishFlushFlag);
  convert(this, chunk, flush, callback);
};

prototype._flush = function _flush(callback) {
  convert(this, Buffer.alloc(0), this._finishFlushFlag, callback);
};

/** Of two flush modes the one that flushes more; Z_BLOCK flushes least but none. */
function strongest(a, b) {
  const order = [Z_NO_FLUSH, constants.Z_BLOCK, constants.Z_PARTIAL_FLUSH, constants.Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

/** Runs `chunk` through the codec. When the reader wants no more, the rest waits for its next read. */
function convert(stream, chunk, flush, callback) {
  let offset = 0;
  stream.bytesWritten += chunk.byteLength;
  const go = () => {
    for (;;) {
      if (!stream._handle || stream.destroyed) return;
      const [taken, output, progress] = stream._handle.step(chunk, offset, flush, stream._chunkSize);
      if (typeof taken === 'string') {
        stream.destroy(zlibError(taken, output));
        return;
      }
      offset += taken;
      const accepted = output.length === 0 || stream.push(Buffer.from(output.buffer, output.byteOffset, output.byteLength));
      if (isDone(progress, taken, offset, chunk)) break;
      if (!accepted) {
        stream._read = resumeOnRead(stream, go);
        return;
      }
    }
    callback();
  };
  go();
}

function isDone(progress, taken, offset, chunk) {
  if (progress === OUTPUT_FULL) return false;
  const left = chunk.byteLength - offset;
  if (left === 0) return true;
  return progress === ENDED ? taken === 0 : false;
}

/** The next read goes on with the chunk in hand. */
function resumeOnRead(stream, go) {
  return () => {
    delete stream._read;
    go();
  };
}

/** Flushes what was written so far. @param {number} [kind] @param {() => void} [callback] */
prototype.flush = function flush(kind, callback) {
  if (typeof kind === 'function' || (kind === undefined && !callback)) {
    callback = kind;
    kind = Z_FULL_FLUSH;
  }
  if (this.writableFinished) {
    if (callback) process.nextTick(callback);
  } else if (this.writableEnded) {
    if (callback) this.once('end', callback);
  } else {
    this.write(flushChunks[kind], '', callback);
  }
};

/** @param {number} level @param {number} strategy @param {(error?: Error) => void} callback */
prototype.params = function params(level, strategy, callback) {
  checkRangesOrGetDefault(level, 'level', -1, 9);
  checkRangesOrGetDefault(strategy, 'strategy', 0, constants.Z_FIXED);
  if (this._level === level && this._strategy === strategy) {
    process.nextTick(callback);
    return;
  }
  this.flush(constants.Z_SYNC_FLUSH, () => {
    this._handle?.setLevel(level);
    this._level = level;
    this._strategy = strategy;
    callback?.();
  });
};

prototype.close = function close(callback) {
  if (callback) finished(this, callback);
  this.destroy();
};

prototype._destroy = function _destroy(error, callback) {
  this._handle?.close();
  this._handle = null;
  callback(error);
};

/** A class for one format; it also works without `new`. */
function defineClass(name, format) {
  function Class(options) {
    if (!(this instanceof Class)) return new Class(options);
    ZlibBase.call(this, options, format);
  }
  Object.defineProperty(Class, 'name', { value: name });
  Object.setPrototypeOf(Class.prototype, ZlibBase.prototype);
  Object.setPrototypeOf(Class, ZlibBase);
  return Class;
}

module.exports = { defineClass };
