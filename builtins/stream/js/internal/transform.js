'use strict';

const { codes: { ERR_METHOD_NOT_IMPLEMENTED } } = require('internal:shared/errors');
const { Duplex } = require('internal:stream/duplex');
const { chooseHighWaterMark } = require('internal:stream/high_water_mark');

const kTransforming = Symbol('kTransforming');

/**
 * The chunk that `_transform` works on. The stream has one of these for all its chunks: writes never overlap, so a callback of its own
 * for each would only be garbage.
 */
class Transforming {
  constructor(stream) {
    // What the readable side held when `_transform` was called.
    this.lengthBefore = 0;
    // The write's callback, and whether it waits for the reader.
    this.callback = null;
    this.waiting = false;
    this.done = (err, value) => this.finish(stream, err, value);
  }

  finish(stream, err, value) {
    if (err) {
      this.callback(err);
      return;
    }
    if (value !== null && value !== undefined) stream.push(value);
    const readable = stream._readableState;
    // Whoever has nothing to wait for goes on: after the end, when nothing was pushed, or when there is room for more.
    if (stream._writableState.ended || this.lengthBefore === readable.length || readable.length < readable.highWaterMark) {
      this.callback();
    } else {
      this.waiting = true;
    }
  }

  resume() {
    if (!this.waiting) return;
    this.waiting = false;
    this.callback();
  }
}

/** A duplex whose output is made from its input. */
function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  Duplex.call(this, withoutBuffering(options));
  // `push` is called from `_transform` rather than from `_read`: nothing is synchronous to the reader.
  this._readableState.sync = false;
  this[kTransforming] = new Transforming(this);
  if (options) {
    if (typeof options.transform === 'function') this._transform = options.transform;
    if (typeof options.flush === 'function') this._flush = options.flush;
  }
  this.on('prefinish', onPrefinish);
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

/** With `readableHighWaterMark: 0` the writable side must not buffer either, or backpressure would arrive a chunk late. */
function withoutBuffering(options) {
  if (!options) return options;
  const objectMode = Boolean(options.objectMode || options.readableObjectMode);
  if (chooseHighWaterMark(options, objectMode, 'readableHighWaterMark', true) !== 0) return options;
  return {
    ...options,
    highWaterMark: null,
    readableHighWaterMark: 0,
    writableHighWaterMark: options.writableHighWaterMark || 0,
  };
}

/** Flushes before 'finish', so that whoever hears 'finish' knows that all output has been pushed. */
Transform.prototype._final = function _final(callback) {
  flush(this, callback);
};

const transformFinal = Transform.prototype._final;

/** A subclass with a `_final` of its own still gets its flush. */
function onPrefinish() {
  if (this._final !== transformFinal) flush(this, null);
}

function flush(stream, callback) {
  if (typeof stream._flush !== 'function' || stream.destroyed) {
    stream.push(null);
    callback?.();
    return;
  }
  stream._flush((err, data) => {
    if (err) {
      if (callback) callback(err);
      else stream.destroy(err);
      return;
    }
    if (data !== null && data !== undefined) stream.push(data);
    stream.push(null);
    callback?.();
  });
}

/** Every subclass has its own. */
Transform.prototype._transform = function _transform(chunk, encoding, callback) { // eslint-disable-line no-unused-vars
  throw new ERR_METHOD_NOT_IMPLEMENTED('_transform()');
};

Transform.prototype._write = function _write(chunk, encoding, callback) {
  const transforming = this[kTransforming];
  transforming.lengthBefore = this._readableState.length;
  transforming.callback = callback;
  this._transform(chunk, encoding, transforming.done);
};

Transform.prototype._read = function _read() {
  this[kTransforming].resume();
};

/** A transform that changes nothing. */
function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);

PassThrough.prototype._transform = function _transform(chunk, encoding, callback) {
  callback(null, chunk);
};

module.exports = { Transform, PassThrough };
