'use strict';

/** `readFile`: a whole file, as bytes or as text, in one crossing. */

const process = require('internal:process/object');
const { counts } = require('internal:async_hooks/resources');
const { AbortError } = require('internal:shared/errors');
const { toCallback, toFd, toFlags, toOptions } = require('internal:fs/arguments');
const { asBuffer, isFd, toPath } = require('internal:fs/paths');
const { traced } = require('internal:fs/promised');

const DEFAULTS = Object.freeze({ flag: 'r' });

/**
 * @param {string | Uint8Array | URL | number} path
 * @param {object | string | Function} options
 * @param {Function} callback
 */
function readFile(path, options, callback) {
  callback = toCallback(callback || options);
  options = toOptions(options, DEFAULTS);
  path = isFd(path) ? toFd(path) : toPath(path);
  start(path, options, callback);
}

function readFileSync(path, options) {
  options = toOptions(options, DEFAULTS);
  path = isFd(path) ? toFd(path) : toPath(path);
  const flags = toFlags(options.flag);
  if (isUtf8(options.encoding)) return binding.readFileUtf8(path, flags);
  return decode(binding.readFile(path, flags), options.encoding);
}

/**
 * Reads on the pool.
 * @param {string | Uint8Array | number} source
 * @param {{ encoding?: string, flag?: string | number, signal?: AbortSignal }} options
 */
function start(source, options, callback) {
  const { encoding, signal } = options;
  const flags = toFlags(options.flag);
  if (signal) callback = abortable(signal, callback);
  if (callback === null) return;
  if (counts.hooks !== 0) {
    require('internal:fs/read_file_steps').readInSteps(source, flags, whole);
  } else if (isUtf8(encoding)) {
    binding.readFileUtf8(source, flags, callback);
  } else {
    binding.readFile(source, flags, whole);
  }
  function whole(error, bytes) {
    if (error) callback(error);
    else finish(bytes, encoding, callback);
  }
}

/** A text that is too long is an error of the call, and not of its callback. */
function finish(bytes, encoding, callback) {
  let content;
  try {
    content = decode(bytes, encoding);
  } catch (error) {
    callback(error);
    return;
  }
  callback(null, content);
}

/**
 * A callback that reports an abort instead of the outcome. The work itself is one job of the pool and runs to its end.
 * @returns {Function | null} null if the signal is aborted already and the callback will be told
 */
function abortable(signal, callback) {
  if (signal.aborted) {
    process.nextTick(callback, abortError(signal));
    return null;
  }
  return (error, value) => {
    if (signal.aborted) callback(abortError(signal));
    else callback(error, value);
  };
}

function abortError(signal) {
  return new AbortError(undefined, { cause: signal.reason });
}

function decode(bytes, encoding) {
  const buffer = asBuffer(bytes);
  return encoding ? buffer.toString(encoding) : buffer;
}

function isUtf8(encoding) {
  return encoding === 'utf8' || encoding === 'utf-8';
}

/** `readFile` of a path or descriptor as a promise. */
function readFilePromised(source, options) {
  return traced(
    new Promise((resolve, reject) => {
      start(source, options, (error, content) => (error ? reject(error) : resolve(content)));
    }),
  );
}

const promises = {
  async readFile(path, options) {
    options = toOptions(options, DEFAULTS);
    const { FileHandle } = require('internal:fs/file_handle');
    if (path instanceof FileHandle) return await path.readFile(options);
    return await readFilePromised(toPath(path), options);
  },
};

module.exports = { DEFAULTS, abortError, abortable, promises, readFile, readFilePromised, readFileSync };
