'use strict';

/** What the arguments of many functions have in common: options, flags, modes, descriptors, callbacks. */

const { codes } = require('internal:shared/errors');
const {
  validateAbortSignal,
  validateBoolean,
  validateFunction,
  validateInt32,
  validateInteger,
  validateObject,
  validateUint32,
} = require('internal:shared/validators');
const constants = require('internal:fs/constants');

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_SYNC, O_TRUNC, O_WRONLY } = constants;
const LARGEST_FD = 2147483647;
const LARGEST_ID = 4294967295;
const BITS_OF_ACCESS = 7;
const BITS_OF_COPY = 7;

/** @type {Map<string, number>} the words of `open`'s flags */
const FLAG_WORDS = flagWords();

function flagWords() {
  const words = new Map([
    ['r', O_RDONLY],
    ['rs', O_RDONLY | O_SYNC],
    ['r+', O_RDWR],
    ['rs+', O_RDWR | O_SYNC],
  ]);
  const writing = [['w', O_TRUNC | O_CREAT], ['a', O_APPEND | O_CREAT]];
  for (const [word, bits] of writing) {
    for (const [plus, access] of [['', O_WRONLY], ['+', O_RDWR]]) {
      words.set(word + plus, bits | access);
      words.set(`${word}x${plus}`, bits | access | O_EXCL);
    }
  }
  for (const plus of ['', '+']) words.set(`as${plus}`, words.get(`a${plus}`) | O_SYNC);
  // The two letters stand in either order.
  for (const word of [...words.keys()]) {
    if (/^[a-z]{2}/.test(word)) words.set(word[1] + word[0] + word.slice(2), words.get(word));
  }
  return words;
}

/**
 * Flags of `open` as a number.
 * @param {string | number | null | undefined} flags
 */
function toFlags(flags, name = 'flags') {
  if (typeof flags === 'number') {
    validateInt32(flags, name);
    return flags;
  }
  if (flags == null) return O_RDONLY;
  const bits = FLAG_WORDS.get(flags);
  if (bits === undefined) throw new codes.ERR_INVALID_ARG_VALUE(name, flags);
  return bits;
}

function toAccessMode(mode) {
  return toSmallMode(mode, constants.F_OK, BITS_OF_ACCESS);
}

function toCopyMode(mode) {
  return toSmallMode(mode, 0, BITS_OF_COPY);
}

/** A set of bits; these two messages have a form of their own. */
function toSmallMode(mode, fallback, largest) {
  if (mode == null) return fallback;
  if (!Number.isInteger(mode) || mode !== (mode | 0)) {
    throw coded(new TypeError('mode must be int32 or null/undefined'), 'ERR_INVALID_ARG_TYPE');
  }
  if (mode < 0 || mode > largest) {
    throw coded(new RangeError(`mode is out of range: >= 0 && <= ${largest}`), 'ERR_OUT_OF_RANGE');
  }
  return mode;
}

function coded(error, code) {
  error.code = code;
  return error;
}

/** Returns the descriptor; -0 is 0. */
function toFd(fd) {
  validateInt32(fd, 'fd', 0, LARGEST_FD);
  return fd | 0;
}

/** -1 leaves an owner as it is. */
function validateId(id, name) {
  validateInteger(id, name, -1, LARGEST_ID);
}

/** The length to cut a file to. */
function toLength(len = 0) {
  validateInteger(len, 'len');
  return Math.max(0, len);
}

function toCallback(callback) {
  validateFunction(callback, 'cb');
  return callback;
}

/**
 * The options of a call: an object, the name of an encoding, or nothing.
 * @template {object} T
 * @param {Partial<T> | string | null | undefined | Function} options
 * @param {T} defaults
 * @returns {T}
 */
function toOptions(options, defaults) {
  if (options == null || typeof options === 'function') return defaults;
  if (typeof options === 'string') {
    options = { ...defaults, encoding: options };
  } else if (typeof options !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('options', ['string', 'Object'], options);
  }
  if (options.encoding !== 'buffer') validateEncodingName(options.encoding);
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  return options;
}

function validateEncodingName(encoding, name = 'encoding') {
  if (encoding && !require('node:buffer').Buffer.isEncoding(encoding)) {
    throw new codes.ERR_INVALID_ARG_VALUE(name, encoding, 'is invalid encoding');
  }
}

/** Seconds since 1970, from a date, a number or the text of one. */
function toUnixTime(time, name = 'time') {
  if (typeof time === 'string' && +time == time) return +time;
  if (Number.isFinite(time)) return time < 0 ? Date.now() / 1000 : time;
  if (require('node:util').types.isDate(time)) return time.getTime() / 1000;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['Date', 'Time in seconds'], time);
}

const RM_DEFAULTS = { recursive: false, force: false, retryDelay: 100, maxRetries: 0 };

/** @returns {typeof RM_DEFAULTS} */
function toRmOptions(options) {
  if (options === undefined) return RM_DEFAULTS;
  validateObject(options, 'options');
  options = { ...RM_DEFAULTS, ...options };
  validateBoolean(options.recursive, 'options.recursive');
  validateBoolean(options.force, 'options.force');
  validateInt32(options.retryDelay, 'options.retryDelay', 0);
  validateUint32(options.maxRetries, 'options.maxRetries');
  return options;
}

module.exports = {
  toAccessMode,
  toCallback,
  toCopyMode,
  toFd,
  toFlags,
  toLength,
  toOptions,
  toRmOptions,
  toUnixTime,
  validateEncodingName,
  validateId,
};
