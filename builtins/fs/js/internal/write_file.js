'use strict';

/** `writeFile` and `appendFile`: a whole file from bytes or text. */

const { codes } = require('internal:shared/errors');
const { parseFileMode, validateBoolean } = require('internal:shared/validators');
const { toCallback, toFlags, toOptions } = require('internal:fs/arguments');
const { toBytes } = require('internal:fs/descriptor');
const { isFd, toPath, toPathOrFd } = require('internal:fs/paths');
const { traced } = require('internal:fs/promised');
const { abortError, abortable } = require('internal:fs/read_file');

const WRITE = Object.freeze({ encoding: 'utf8', mode: 0o666, flag: 'w', flush: false });
const APPEND = Object.freeze({ encoding: 'utf8', mode: 0o666, flag: 'a', flush: false });

function writeFile(path, data, options, callback) {
  callback = toCallback(callback || options);
  options = toWriteOptions(options, WRITE);
  const bytes = toData(data, options.encoding);
  start(toPathOrFd(path), bytes, options, callback);
}

function writeFileSync(path, data, options) {
  options = toWriteOptions(options, WRITE);
  writeNow(path, data, options);
}

function appendFile(path, data, options, callback) {
  callback = toCallback(callback || options);
  options = toWriteOptions(options, APPEND);
  const bytes = toData(data, options.encoding);
  start(toPathOrFd(path), bytes, options, callback);
}

function appendFileSync(path, data, options) {
  options = toWriteOptions(options, APPEND);
  writeNow(path, data, options);
}

function toWriteOptions(options, defaults) {
  options = toOptions(options, defaults);
  if (options === defaults) return options;
  const merged = {
    encoding: options.encoding ?? defaults.encoding,
    mode: options.mode,
    flag: options.flag ?? defaults.flag,
    flush: options.flush ?? false,
    signal: options.signal,
  };
  validateBoolean(merged.flush, 'options.flush');
  return merged;
}

function toMode(options) {
  return parseFileMode(options.mode, 'mode', WRITE.mode);
}

function toData(data, encoding) {
  if (ArrayBuffer.isView(data)) return data;
  if (typeof data === 'string') return toBytes(data, encoding === 'buffer' ? 'utf8' : encoding);
  throw new codes.ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
}

function writeNow(path, data, options) {
  const flags = toFlags(options.flag);
  const mode = toMode(options);
  const isText = typeof data === 'string' && (options.encoding === 'utf8' || options.encoding === 'utf-8');
  const content = isText ? data : toData(data, options.encoding);
  path = toPathOrFd(path);
  if (options.flush) {
    writeAndFlushNow(path, content, flags, mode);
    return;
  }
  (isText ? binding.writeFileUtf8 : binding.writeFile)(path, content, flags, mode);
}

/** The flush goes through the public function, which programs wrap to see or delay it. */
function writeAndFlushNow(path, content, flags, mode) {
  const fs = require('node:fs');
  const fd = isFd(path) ? path : binding.open(path, flags, mode);
  try {
    (typeof content === 'string' ? binding.writeFileUtf8 : binding.writeFile)(fd, content, flags, mode);
    fs.fsyncSync(fd);
  } finally {
    if (fd !== path) binding.close(fd);
  }
}

/** Writes on the pool. */
function start(target, bytes, options, callback) {
  const flags = toFlags(options.flag);
  const mode = toMode(options);
  if (options.signal) callback = abortable(options.signal, callback);
  if (callback === null) return;
  if (options.flush) writeAndFlush(target, bytes, flags, mode, callback);
  else binding.writeFile(target, bytes, flags, mode, callback);
}

function writeAndFlush(target, bytes, flags, mode, callback) {
  if (isFd(target)) {
    writeThenSync(target, bytes, flags, mode, callback);
    return;
  }
  binding.open(target, flags, mode, (openError, fd) => {
    if (openError) {
      callback(openError);
      return;
    }
    writeThenSync(fd, bytes, flags, mode, (error) => {
      binding.close(fd, (closeError) => callback(error ?? closeError ?? null));
    });
  });
}

function writeThenSync(fd, bytes, flags, mode, callback) {
  binding.writeFile(fd, bytes, flags, mode, (error) => {
    if (error) callback(error);
    else require('node:fs').fsync(fd, callback);
  });
}

function startPromised(target, bytes, options) {
  return traced(
    new Promise((resolve, reject) => {
      start(target, bytes, options, (error) => (error ? reject(error) : resolve()));
    }),
  );
}

const promises = {
  async writeFile(path, data, options) {
    options = toWriteOptions(options, WRITE);
    await writePromised(path, data, options);
  },
  async appendFile(path, data, options) {
    options = toWriteOptions(options, APPEND);
    await writePromised(path, data, options);
  },
};

async function writePromised(path, data, options) {
  const { FileHandle } = require('internal:fs/file_handle');
  if (path instanceof FileHandle) {
    await path.writeFile(data, options);
    return;
  }
  if (!isIterable(data)) {
    await startPromised(toPath(path), toData(data, options.encoding), options);
    return;
  }
  path = toPath(path);
  if (options.signal?.aborted) throw abortError(options.signal);
  const { open } = require('internal:fs/file_handle');
  const handle = await open(path, toFlags(options.flag), toMode(options));
  try {
    await writeChunks(handle.fd, data, options);
    if (options.flush) await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whether the data comes in chunks, from an iterator or a stream. */
function isIterable(data) {
  if (data === null || typeof data !== 'object' || ArrayBuffer.isView(data)) return false;
  return typeof data[Symbol.asyncIterator] === 'function' || typeof data[Symbol.iterator] === 'function';
}

/** Writes chunk after chunk, from where the file stands; bytes and texts may alternate. */
async function writeChunks(fd, chunks, { encoding, signal }) {
  for await (const chunk of chunks) {
    if (signal?.aborted) throw abortError(signal);
    await startPromised(fd, toData(chunk, encoding), { flag: 'w', flush: false });
  }
  if (signal?.aborted) throw abortError(signal);
}

module.exports = {
  APPEND,
  WRITE,
  appendFile,
  appendFileSync,
  isIterable,
  promises,
  startPromised,
  toData,
  toWriteOptions,
  writeChunks,
  writeFile,
  writeFileSync,
};
