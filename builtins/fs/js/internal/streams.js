'use strict';

/** `ReadStream` and `WriteStream`: files as streams, opened when the stream is constructed. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateFunction, validateInteger } = require('internal:shared/validators');
const { toFd, toOptions } = require('internal:fs/arguments');
const { toPath } = require('internal:fs/paths');
const { Readable, Writable, finished } = require('node:stream');

const DEFAULT_FILE_MODE = 0o666;
const READ_BUFFER_SIZE = 64 * 1024;
/** How often in a row a write may move nothing before the stream fails. */
const MOST_EMPTY_WRITES = 5;

/** The functions that open, read, write and close: of `node:fs`, of a FileHandle, or the user's own. */
const kFs = Symbol('kFs');
/** Whether a read or write is under way, which a close has to wait for. */
const kIsPerformingIO = Symbol('kIsPerformingIO');
/** Called when that read or write is done. */
const kWhenIdle = Symbol('kWhenIdle');

// Functions rather than classes: programs have extended these constructors with `ReadStream.call(this, path)`.

function ReadStream(path, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(path, options);
  options = toStreamOptions(options);
  options.highWaterMark ??= READ_BUFFER_SIZE;
  const required = options.fd == null ? ['open', 'read', 'close'] : ['read', 'close'];
  takeFile(this, path, options, 'r', required);
  this.start = options.start;
  this.end = options.end ?? Infinity;
  this.pos = undefined;
  this.bytesRead = 0;
  validateRange(this);
  Reflect.apply(Readable, this, [options]);
  if (options.encoding) this.setEncoding(options.encoding);
}
inherit(ReadStream, Readable);

function WriteStream(path, options) {
  if (!(this instanceof WriteStream)) return new WriteStream(path, options);
  options = toStreamOptions(options);
  // Strings become bytes before they reach `_write`.
  options.decodeStrings = true;
  const required = options.fd == null ? ['open'] : [];
  required.push(options.fs?.writev ? 'writev' : 'write', 'close');
  takeFile(this, path, options, 'w', required);
  this.flush = options.flush ?? false;
  validateBoolean(this.flush, 'options.flush');
  // Without one of the two the stream does all its writes by the other.
  if (!this[kFs].write) this._write = null;
  if (!this[kFs].writev) this._writev = null;
  this.start = options.start;
  this.pos = undefined;
  this.bytesWritten = 0;
  if (this.start !== undefined) {
    validateInteger(this.start, 'start', 0);
    this.pos = this.start;
  }
  Reflect.apply(Writable, this, [options]);
  if (options.encoding) this.setDefaultEncoding(options.encoding);
}
inherit(WriteStream, Writable);

function inherit(Stream, Base) {
  Object.setPrototypeOf(Stream.prototype, Base.prototype);
  Object.setPrototypeOf(Stream, Base);
}

/** A copy, inherited options included, in which closing the file means destroying the stream. */
function toStreamOptions(given) {
  given = toOptions(given, {});
  const options = {};
  for (const name in given) options[name] = given[name];
  options.autoDestroy = options.autoClose ?? true;
  return options;
}

/** Sets what the stream works on: a path to be opened, a descriptor or a FileHandle. */
function takeFile(stream, path, options, flags, required) {
  const { fd } = options;
  stream[kIsPerformingIO] = false;
  stream[kWhenIdle] = null;
  if (isFileHandle(fd)) {
    takeHandle(stream, fd, options);
    return;
  }
  if (fd == null) {
    stream.fd = null;
    stream.path = toPath(path);
    stream.flags = options.flags ?? flags;
    stream.mode = options.mode ?? DEFAULT_FILE_MODE;
  } else if (typeof fd === 'number') {
    stream.fd = toFd(fd);
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE('options.fd', ['number', 'FileHandle'], fd);
  }
  stream[kFs] = options.fs || require('node:fs');
  if (options.fs) for (const name of required) validateFunction(options.fs[name], `options.fs.${name}`);
}

function isFileHandle(fd) {
  return typeof fd === 'object' && fd !== null && fd instanceof require('internal:fs/file_handle').FileHandle;
}

/** The handle stays open as long as the stream, and takes the stream along when it is closed. */
function takeHandle(stream, handle, options) {
  if (options.fs) throw new codes.ERR_METHOD_NOT_IMPLEMENTED('FileHandle with fs');
  const { kRef } = require('internal:fs/file_handle');
  stream.fd = toFd(handle.fd);
  stream[kFs] = functionsOf(handle);
  handle[kRef]();
  handle.on('close', () => stream.close());
}

/** The methods of a FileHandle in the form of the functions of `node:fs`. */
function functionsOf(handle) {
  const settle = (promise, callback, pick) => {
    promise.then(
      (value) => process.nextTick(callback, null, pick(value)),
      (error) => process.nextTick(callback, error, 0),
    );
  };
  const { kUnref } = require('internal:fs/file_handle');
  return {
    read(fd, buffer, offset, length, position, callback) {
      settle(handle.read(buffer, offset, length, position), callback, (result) => result.bytesRead);
    },
    write(fd, buffer, offset, length, position, callback) {
      settle(handle.write(buffer, offset, length, position), callback, (result) => result.bytesWritten);
    },
    writev(fd, buffers, position, callback) {
      settle(handle.writev(buffers, position), callback, (result) => result.bytesWritten);
    },
    fsync(fd, callback) {
      settle(handle.sync(), callback, nothing);
    },
    close(fd, callback) {
      handle[kUnref]();
      settle(handle.close(), callback, nothing);
    },
  };
}

function nothing() {}

function validateRange(stream) {
  if (stream.start !== undefined) {
    validateInteger(stream.start, 'start', 0);
    stream.pos = stream.start;
  }
  if (stream.end === Infinity) return;
  validateInteger(stream.end, 'end', 0);
  if (stream.start !== undefined && stream.start > stream.end) {
    throw new codes.ERR_OUT_OF_RANGE('start', `<= "end" (here: ${stream.end})`, stream.start);
  }
}

// --- Opening and closing, the same for both --------------------------------------------------------------------------

function construct(callback) {
  if (typeof this.fd === 'number') {
    callback();
  } else if (typeof this.open === 'function') {
    constructByOpenMethod(this, callback);
  } else {
    this[kFs].open(this.path, this.flags, this.mode, (error, fd) => {
      if (error) {
        callback(error);
        return;
      }
      this.fd = fd;
      callback();
      this.emit('open', fd);
      this.emit('ready');
    });
  }
}

/** Older programs add an `open` method, which opens the file and says so by an event. */
function constructByOpenMethod(stream, callback) {
  const { emit } = stream;
  stream.emit = function (...args) {
    const { 0: event, 1: error } = args;
    if (event !== 'open' && event !== 'error') return Reflect.apply(emit, this, args);
    this.emit = emit;
    callback(event === 'error' ? error : undefined);
    return event === 'error' ? false : Reflect.apply(emit, this, args);
  };
  stream.open();
}

/** Closes the file, once no read or write is under way on its descriptor. */
function destroy(error, callback) {
  if (this[kIsPerformingIO]) {
    this[kWhenIdle] = (ioError) => closeFile(this, error || ioError, callback);
  } else {
    closeFile(this, error, callback);
  }
}

function closeFile(stream, error, callback) {
  const { fd } = stream;
  if (typeof fd !== 'number') {
    callback(error);
    return;
  }
  const close = (flushError) => {
    stream[kFs].close(fd, (closeError) => callback(error || flushError || closeError));
    stream.fd = null;
  };
  if (stream.flush && !error) stream[kFs].fsync(fd, close);
  else close(null);
}

/** Ends a read or write. Returns whether the stream was destroyed meanwhile, so that there is nothing to do but close. */
function leaveIO(stream, error) {
  stream[kIsPerformingIO] = false;
  if (stream[kWhenIdle] === null) return false;
  stream[kWhenIdle](error);
  return true;
}

for (const Stream of [ReadStream, WriteStream]) {
  Stream.prototype._construct = construct;
  Stream.prototype._destroy = destroy;
  Object.defineProperty(Stream.prototype, 'pending', {
    __proto__: null,
    get() {
      return this.fd === null;
    },
    configurable: true,
  });
}

defineAutoClose(ReadStream, '_readableState');
defineAutoClose(WriteStream, '_writableState');

function defineAutoClose(Stream, state) {
  Object.defineProperty(Stream.prototype, 'autoClose', {
    __proto__: null,
    get() {
      if (this[state] === undefined) throw new codes.ERR_INVALID_THIS(Stream.name);
      return this[state].autoDestroy;
    },
    set(value) {
      if (this[state] === undefined) throw new codes.ERR_INVALID_THIS(Stream.name);
      this[state].autoDestroy = value;
    },
    enumerable: false,
    configurable: true,
  });
}

// --- Reading ---------------------------------------------------------------------------------------------------------

ReadStream.prototype._read = function _read(size) {
  const position = this.pos === undefined ? this.bytesRead : this.pos;
  const wanted = Math.min(this.end - position + 1, size);
  if (wanted <= 0) {
    this.push(null);
    return;
  }
  const { Buffer } = require('node:buffer');
  const buffer = Buffer.allocUnsafeSlow(wanted);
  this[kIsPerformingIO] = true;
  this[kFs].read(this.fd, buffer, 0, wanted, this.pos, (error, count, given = buffer) => {
    if (leaveIO(this, error)) return;
    if (error) fail(this, error);
    else receive(this, given, count);
  });
};

/** A stream that does not close its file lives on after an error. */
function fail(stream, error) {
  if (stream.autoClose) stream.destroy(error);
  else stream.emit('error', error);
}

function receive(stream, buffer, count) {
  if (count <= 0) {
    stream.push(null);
    return;
  }
  if (stream.pos !== undefined) stream.pos += count;
  stream.bytesRead += count;
  stream.push(count === buffer.length ? buffer : trimmed(buffer, count));
}

/** A copy of the used part, so that a short read does not hold the memory of a long one. */
function trimmed(buffer, count) {
  const { Buffer } = require('node:buffer');
  const copy = Buffer.allocUnsafeSlow(count);
  buffer.copy(copy, 0, 0, count);
  return copy;
}

ReadStream.prototype.close = function close(callback) {
  if (typeof callback === 'function') finished(this, callback);
  this.destroy();
};

// --- Writing ---------------------------------------------------------------------------------------------------------

WriteStream.prototype._write = function _write(data, encoding, callback) {
  writeAll(this, [data], data.byteLength, callback);
};

WriteStream.prototype._writev = function _writev(chunks, callback) {
  const buffers = chunks.map(({ chunk }) => chunk);
  writeAll(this, buffers, buffers.reduce((sum, { byteLength }) => sum + byteLength, 0), callback);
};

/** Writes until all is out: the system may take less than it is given, or nothing for now. */
function writeAll(stream, buffers, size, callback, emptyWrites = 0) {
  stream[kIsPerformingIO] = true;
  const done = (error, count) => {
    // "Not now" is a write of nothing.
    if (error?.code === 'EAGAIN') {
      error = null;
      count = 0;
    }
    stream[kIsPerformingIO] = false;
    if (stream.destroyed || error) {
      if (!leaveIO(stream, error)) callback(error || new codes.ERR_STREAM_DESTROYED('write'));
      return;
    }
    stream.bytesWritten += count;
    if (stream.pos !== undefined) stream.pos += count;
    emptyWrites = count > 0 ? 0 : emptyWrites + 1;
    if (emptyWrites > MOST_EMPTY_WRITES) callback(new codes.ERR_SYSTEM_ERROR(stuckWrite()));
    else if (count < size) writeAll(stream, rest(buffers, count), size - count, callback, emptyWrites);
    else callback();
  };
  if (buffers.length === 1 && stream[kFs].write) {
    stream[kFs].write(stream.fd, buffers[0], 0, size, stream.pos, done);
  } else {
    stream[kFs].writev(stream.fd, buffers, stream.pos, done);
  }
}

/** The buffers without their first `count` bytes. */
function rest(buffers, count) {
  const left = [];
  for (const buffer of buffers) {
    if (count >= buffer.byteLength) {
      count -= buffer.byteLength;
    } else {
      left.push(count === 0 ? buffer : buffer.subarray(count));
      count = 0;
    }
  }
  return left;
}

function stuckWrite() {
  return { code: 'EAGAIN', message: 'resource temporarily unavailable', errno: -11, syscall: 'write' };
}

WriteStream.prototype.close = function close(callback) {
  if (callback) {
    if (this.closed) {
      process.nextTick(callback);
      return;
    }
    this.on('close', callback);
  }
  // Nothing else would close the file.
  if (!this.autoClose) this.on('finish', this.destroy);
  this.end();
};

WriteStream.prototype.destroySoon = WriteStream.prototype.end;

module.exports = { ReadStream, WriteStream };
