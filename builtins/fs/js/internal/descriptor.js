'use strict';

/** What is done with open files: open, close, read, write, truncate, sync. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { customPromisifyArgs } = require('internal:shared/constants');
const {
  kValidateObjectAllowNullable,
  parseFileMode,
  validateBuffer,
  validateEncoding,
  validateInt32,
  validateInteger,
  validateObject,
} = require('internal:shared/validators');
const { toCallback, toFd, toFlags, toLength } = require('internal:fs/arguments');
const { toPath } = require('internal:fs/paths');

const DEFAULT_FILE_MODE = 0o666;
/** What stands for "where the file stands" at the border. */
const CURRENT = -1;
const LARGEST_POSITION = 2n ** 63n - 1n;

// --- Open and close --------------------------------------------------------------------------------------------------

function open(path, flags, mode, callback) {
  path = toPath(path);
  if (arguments.length < 3) {
    callback = flags;
    flags = 'r';
    mode = DEFAULT_FILE_MODE;
  } else if (typeof mode === 'function') {
    callback = mode;
    mode = DEFAULT_FILE_MODE;
  } else {
    mode = parseFileMode(mode, 'mode', DEFAULT_FILE_MODE);
  }
  flags = toFlags(flags);
  binding.open(path, flags, mode, toCallback(callback));
}

function openSync(path, flags, mode) {
  return binding.open(toPath(path), toFlags(flags), parseFileMode(mode, 'mode', DEFAULT_FILE_MODE));
}

/** Without a callback an error is thrown, as `fs.close(fd)` is documented to do. */
function close(fd, callback = throwError) {
  fd = toFd(fd);
  if (callback !== throwError) callback = toCallback(callback);
  binding.close(fd, callback);
}

function throwError(error) {
  if (error) throw error;
}

function closeSync(fd) {
  binding.close(toFd(fd));
}

// --- Read ------------------------------------------------------------------------------------------------------------

/** `read(fd, buffer, offset, length, position, callback)`, `read(fd[, buffer][, options], callback)`. */
function read(fd, buffer, offsetOrOptions, length, position, callback) {
  fd = toFd(fd);
  let offset = offsetOrOptions;
  if (arguments.length <= 4) {
    ({ buffer, offset, length, position, callback } = looseReadArguments(arguments));
  }
  validateBuffer(buffer);
  callback = toCallback(callback);
  const range = toReadRange(buffer, offset, length);
  if (range.length === 0) {
    process.nextTick(callback, null, 0, buffer);
    return;
  }
  refuseEmpty(buffer);
  position = toReadPosition(position, range.length);
  binding.read(fd, buffer, range.offset, range.length, position, (error, count) => {
    // The buffer stays referenced until here: the pool writes into it.
    callback(error, count || 0, buffer);
  });
}

/** The forms of `read` with few arguments. */
function looseReadArguments(args) {
  if (args.length === 2) return { ...ownBuffer(undefined), callback: args[1] };
  if (args.length === 3) {
    const callback = args[2];
    if (!ArrayBuffer.isView(args[1])) return { ...ownBuffer(args[1]), callback };
    return { buffer: args[1], offset: 0, length: undefined, position: null, callback };
  }
  const options = args[2];
  if (options != null) validateObject(options, 'options');
  return { buffer: args[1], offset: 0, ...pickRange(options), callback: args[3] };
}

/** A call without a buffer gets one. */
function ownBuffer(options) {
  if (options != null) validateObject(options, 'options');
  const { buffer = require('node:buffer').Buffer.alloc(16384) } = options ?? {};
  return { buffer, ...pickRange(options) };
}

function pickRange(options) {
  const { offset = 0, length, position = null } = options ?? {};
  return { offset, length, position };
}

function readSync(fd, buffer, offsetOrOptions, length, position) {
  fd = toFd(fd);
  validateBuffer(buffer);
  let offset = offsetOrOptions;
  if (arguments.length <= 3 || (offsetOrOptions !== null && typeof offsetOrOptions === 'object')) {
    if (offsetOrOptions !== undefined) validateObject(offsetOrOptions, 'options', kValidateObjectAllowNullable);
    ({ offset, length, position } = pickRange(offsetOrOptions));
  }
  const range = toReadRange(buffer, offset, length);
  if (range.length === 0) return 0;
  refuseEmpty(buffer);
  return binding.read(fd, buffer, range.offset, range.length, toReadPosition(position, range.length));
}

/** Checks which part of the buffer is to be filled. */
function toReadRange(buffer, offset, length) {
  if (offset == null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  length = length === undefined ? buffer.byteLength - offset : length | 0;
  if (length !== 0 && buffer.byteLength > 0) validateLength(buffer, offset, length);
  return { offset, length };
}

function refuseEmpty(buffer) {
  if (buffer.byteLength === 0) {
    throw new codes.ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
  }
}

function validateLength(buffer, offset, length) {
  if (length < 0) throw new codes.ERR_OUT_OF_RANGE('length', '>= 0', length);
  if (length > buffer.byteLength - offset) {
    throw new codes.ERR_OUT_OF_RANGE('length', `<= ${buffer.byteLength - offset}`, length);
  }
}

/** A number or bigint; null, undefined and -1 are where the file stands. */
function toReadPosition(position, length) {
  if (position == null) return CURRENT;
  if (typeof position === 'number') {
    validateInteger(position, 'position', CURRENT);
    return position;
  }
  if (typeof position !== 'bigint') {
    throw new codes.ERR_INVALID_ARG_TYPE('position', ['bigint', 'integer'], position);
  }
  const last = LARGEST_POSITION - BigInt(length);
  if (position < -1n || position > last) {
    throw new codes.ERR_OUT_OF_RANGE('position', `>= -1 && <= ${last}`, position);
  }
  return position;
}

function readv(fd, buffers, position, callback) {
  fd = toFd(fd);
  validateViews(buffers);
  callback = toCallback(callback || position);
  binding.readv(fd, buffers, toVectorPosition(position), (error, count) => callback(error, count || 0, buffers));
}

function readvSync(fd, buffers, position) {
  fd = toFd(fd);
  validateViews(buffers);
  return binding.readv(fd, buffers, toVectorPosition(position));
}

function validateViews(buffers) {
  if (!Array.isArray(buffers) || !buffers.every(ArrayBuffer.isView)) {
    throw new codes.ERR_INVALID_ARG_TYPE('buffers', 'ArrayBufferView[]', buffers);
  }
}

function toVectorPosition(position) {
  return typeof position === 'number' ? position : CURRENT;
}

// --- Write -----------------------------------------------------------------------------------------------------------

/** `write(fd, buffer[, offset[, length[, position]]], callback)`, `write(fd, string[, position[, encoding]], callback)`. */
function write(fd, data, offsetOrOptions, length, position, callback) {
  fd = toFd(fd);
  const done = (error, count) => callback(error, count || 0, data);
  if (ArrayBuffer.isView(data)) {
    callback = toCallback(callback || position || length || offsetOrOptions);
    const part = toWritePart(data, offsetOrOptions, length, position);
    binding.write(fd, data, part.offset, part.length, part.position, done);
    return;
  }
  validateWritable(data);
  const { 0: at, 1: encoding, 2: last } = writeTextArguments(offsetOrOptions, length, position);
  const bytes = toBytes(data, encoding);
  callback = toCallback(callback || last);
  binding.write(fd, bytes, 0, bytes.byteLength, at, done);
}

function writeTextArguments(position, encoding, callback) {
  if (typeof encoding === 'function') return [toWritePosition(position), 'utf8', encoding];
  if (typeof position === 'function') return [CURRENT, 'utf8', position];
  return [toWritePosition(position), encoding, callback];
}

function writeSync(fd, data, offsetOrOptions, length, position) {
  fd = toFd(fd);
  if (ArrayBuffer.isView(data)) {
    const part = toWritePart(data, offsetOrOptions, length, position);
    return binding.write(fd, data, part.offset, part.length, part.position);
  }
  validateWritable(data);
  const bytes = toBytes(data, length);
  return binding.write(fd, bytes, 0, bytes.byteLength, toWritePosition(offsetOrOptions));
}

function validateWritable(data) {
  if (typeof data !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
}

function toBytes(text, encoding) {
  encoding = encoding || 'utf8';
  validateEncoding(text, encoding);
  return require('node:buffer').Buffer.from(text, encoding);
}

/** Which part of the buffer goes where. */
function toWritePart(buffer, offsetOrOptions, length, position) {
  let offset = offsetOrOptions;
  if (typeof offset === 'object' && offset !== null) {
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions);
  }
  if (offset == null || typeof offset === 'function') offset = 0;
  else validateInteger(offset, 'offset', 0);
  if (typeof length !== 'number') length = buffer.byteLength - offset;
  validateWriteRange(buffer.byteLength, offset, length);
  return { offset, length, position: toWritePosition(position) };
}

function validateWriteRange(size, offset, length) {
  if (offset > size) throw new codes.ERR_OUT_OF_RANGE('offset', `<= ${size}`, offset);
  if (length > size - offset) throw new codes.ERR_OUT_OF_RANGE('length', `<= ${size - offset}`, length);
  if (length < 0) throw new codes.ERR_OUT_OF_RANGE('length', '>= 0', length);
  validateInt32(length, 'length', 0);
}

function toWritePosition(position) {
  return typeof position === 'number' || typeof position === 'bigint' ? position : CURRENT;
}

function writev(fd, buffers, position, callback) {
  fd = toFd(fd);
  validateViews(buffers);
  callback = toCallback(callback || position);
  if (buffers.length === 0) {
    process.nextTick(callback, null, 0, buffers);
    return;
  }
  binding.writev(fd, buffers, toVectorPosition(position), (error, count) => callback(error, count || 0, buffers));
}

function writevSync(fd, buffers, position) {
  fd = toFd(fd);
  validateViews(buffers);
  return buffers.length === 0 ? 0 : binding.writev(fd, buffers, toVectorPosition(position));
}

// --- The whole open file ---------------------------------------------------------------------------------------------

function ftruncate(fd, len, callback) {
  if (typeof len === 'function') {
    callback = len;
    len = undefined;
  }
  fd = toFd(fd);
  len = toLength(len);
  binding.ftruncate(fd, len, toCallback(callback));
}

function ftruncateSync(fd, len) {
  fd = toFd(fd);
  binding.ftruncate(fd, toLength(len));
}

function fsync(fd, callback) {
  fd = toFd(fd);
  binding.fsync(fd, toCallback(callback));
}

function fsyncSync(fd) {
  binding.fsync(toFd(fd));
}

function fdatasync(fd, callback) {
  fd = toFd(fd);
  binding.fdatasync(fd, toCallback(callback));
}

function fdatasyncSync(fd) {
  binding.fdatasync(toFd(fd));
}

// `util.promisify` gives an object for the calls that call back with several values.
for (const [fn, names] of [
  [read, ['bytesRead', 'buffer']],
  [readv, ['bytesRead', 'buffers']],
  [write, ['bytesWritten', 'buffer']],
  [writev, ['bytesWritten', 'buffers']],
]) {
  Object.defineProperty(fn, customPromisifyArgs, { __proto__: null, value: names });
}

/** What a worker opens stays open when it ends. */
function leaveDescriptorsOpen() {
  binding.leaveDescriptorsOpen();
}

module.exports = {
  CURRENT,
  close,
  closeSync,
  fdatasync,
  fdatasyncSync,
  fsync,
  fsyncSync,
  ftruncate,
  ftruncateSync,
  leaveDescriptorsOpen,
  open,
  openSync,
  pickRange,
  read,
  readSync,
  readv,
  readvSync,
  toBytes,
  toReadPosition,
  toReadRange,
  toWritePart,
  toWritePosition,
  validateViews,
  validateWritable,
  write,
  writeSync,
  writev,
  writevSync,
};
