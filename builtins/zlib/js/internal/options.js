'use strict';

/**
 * The options of zlib streams and functions, checked, and what they mean to a codec.
 *
 * @typedef {object} Setup what `binding.Codec` takes
 * @property {number} kind the number of the format
 * @property {number[]} numbers zlib: window, level, memory and strategy; the others: keys and values in turn
 * @property {ArrayBufferView} [dictionary]
 * @property {number} [pledgedSize]
 * @property {boolean} oneMember
 *
 * @typedef {object} Checked
 * @property {Setup} setup
 * @property {number} chunkSize
 * @property {number} flush
 * @property {number} finishFlush
 * @property {number} fullFlush what `flush()` means without a kind
 * @property {number} maxOutputLength
 * @property {boolean} rejectGarbageAfterEnd
 * @property {boolean} info
 */

const { codes } = require('internal:shared/errors');
const { checkRangesOrGetDefault, validateBoolean } = require('internal:shared/validators');
const { isAnyArrayBuffer } = require('internal:util/types');
const { kMaxLength } = require('node:buffer');
const constants = require('internal:zlib/constants');

const { GZIP, GUNZIP, INFLATE, UNZIP, BROTLI_DECODE, BROTLI_ENCODE, ZSTD_COMPRESS, ZSTD_DECOMPRESS } = constants;

/** Flush modes by family: the bounds, and what none, the end and `flush()` mean. */
const ZLIB = {
  last: constants.Z_BLOCK, none: constants.Z_NO_FLUSH, finish: constants.Z_FINISH, full: constants.Z_FULL_FLUSH,
};
const BROTLI = {
  last: constants.BROTLI_OPERATION_EMIT_METADATA,
  none: constants.BROTLI_OPERATION_PROCESS,
  finish: constants.BROTLI_OPERATION_FINISH,
  full: constants.BROTLI_OPERATION_FLUSH,
};
const ZSTD = {
  last: constants.ZSTD_e_end, none: constants.ZSTD_e_continue, finish: constants.ZSTD_e_end, full: constants.ZSTD_e_flush,
};

/** @param {number} kind */
function flushModes(kind) {
  if (kind === BROTLI_DECODE || kind === BROTLI_ENCODE) return BROTLI;
  return kind === ZSTD_COMPRESS || kind === ZSTD_DECOMPRESS ? ZSTD : ZLIB;
}

/**
 * @param {object | undefined} options
 * @param {number} kind
 * @returns {Checked}
 */
function checkOptions(options, kind) {
  const given = options ?? {};
  const modes = flushModes(kind);
  const setup = { kind, numbers: undefined, dictionary: undefined, pledgedSize: undefined, oneMember: false };
  const numbers = modes === ZLIB ? undefined : checkParams(given.params, kind);
  if (kind === ZSTD_COMPRESS || kind === ZSTD_DECOMPRESS) setup.pledgedSize = checkPledgedSize(given.pledgedSrcSize);
  const checked = {
    setup,
    chunkSize: checkRangesOrGetDefault(given.chunkSize, 'options.chunkSize', constants.Z_MIN_CHUNK, Infinity, constants.Z_DEFAULT_CHUNK),
    flush: checkRangesOrGetDefault(given.flush, 'options.flush', modes.none, modes.last, modes.none),
    finishFlush: checkRangesOrGetDefault(given.finishFlush, 'options.finishFlush', modes.none, modes.last, modes.finish),
    fullFlush: modes.full,
    maxOutputLength: checkRangesOrGetDefault(given.maxOutputLength, 'options.maxOutputLength', 1, kMaxLength, kMaxLength),
    rejectGarbageAfterEnd: checkRejectGarbage(given.rejectGarbageAfterEnd),
    info: Boolean(given.info),
  };
  setup.numbers = numbers ?? checkZlibNumbers(given, kind);
  setup.dictionary = checkDictionary(given.dictionary);
  setup.oneMember = checked.rejectGarbageAfterEnd;
  return checked;
}

function checkRejectGarbage(value) {
  if (value === undefined) return false;
  validateBoolean(value, 'options.rejectGarbageAfterEnd');
  return value;
}

// --- zlib ----------------------------------------------------------------------------------------------------------------

/** @returns {number[]} window, level, memory, strategy */
function checkZlibNumbers(given, kind) {
  return [
    checkWindowBits(given.windowBits, kind),
    checkRangesOrGetDefault(given.level, 'options.level', constants.Z_MIN_LEVEL, constants.Z_MAX_LEVEL, constants.Z_DEFAULT_LEVEL),
    checkRangesOrGetDefault(given.memLevel, 'options.memLevel', constants.Z_MIN_MEMLEVEL, constants.Z_MAX_MEMLEVEL, constants.Z_DEFAULT_MEMLEVEL),
    checkRangesOrGetDefault(given.strategy, 'options.strategy', constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_DEFAULT_STRATEGY),
  ];
}

/** A decompressor may take the window from the data. */
function checkWindowBits(windowBits, kind) {
  const decompresses = kind === INFLATE || kind === GUNZIP || kind === UNZIP;
  if ((windowBits === undefined || windowBits === null || windowBits === 0) && decompresses) return 0;
  // zlib has no gzip window of 256 bytes.
  const least = constants.Z_MIN_WINDOWBITS + (kind === GZIP ? 1 : 0);
  return checkRangesOrGetDefault(windowBits, 'options.windowBits', least, constants.Z_MAX_WINDOWBITS, constants.Z_DEFAULT_WINDOWBITS);
}

function checkDictionary(dictionary) {
  if (dictionary === undefined || ArrayBuffer.isView(dictionary)) return dictionary;
  if (isAnyArrayBuffer(dictionary)) return new Uint8Array(dictionary);
  throw new codes.ERR_INVALID_ARG_TYPE('options.dictionary', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], dictionary);
}

// --- Brotli and Zstandard ------------------------------------------------------------------------------------------------

/** The highest number of a parameter, by format; made on first use from the constants' names. */
const highest = new Map();

function highestParam(kind) {
  if (!highest.has(kind)) {
    const prefix = {
      [BROTLI_ENCODE]: 'BROTLI_PARAM_', [BROTLI_DECODE]: 'BROTLI_DECODER_PARAM_', [ZSTD_COMPRESS]: 'ZSTD_c_', [ZSTD_DECOMPRESS]: 'ZSTD_d_',
    }[kind];
    // Node holds Brotli's decompressor to the numbers of the compressor.
    const names = Object.keys(constants).filter((name) => name.startsWith(kind === BROTLI_DECODE ? 'BROTLI_PARAM_' : prefix));
    highest.set(kind, Math.max(...names.map((name) => constants[name])));
  }
  return highest.get(kind);
}

/** A value by which Node marks parameters that are not set. */
const kUnset = 0xffff_ffff;

/** @param {Record<number, number | boolean> | undefined} params @returns {number[]} keys and values in turn */
function checkParams(params, kind) {
  const numbers = [];
  const seen = new Set();
  const Invalid = flushModes(kind) === BROTLI ? codes.ERR_BROTLI_INVALID_PARAM : codes.ERR_ZSTD_INVALID_PARAM;
  for (const name of Object.keys(params ?? {})) {
    const key = Number(name);
    if (!Number.isInteger(key) || key < 0 || key > highestParam(kind) || seen.has(key)) throw new Invalid(name);
    const value = params[name];
    if (typeof value !== 'number' && typeof value !== 'boolean') {
      throw new codes.ERR_INVALID_ARG_TYPE('options.params[key]', 'number', value);
    }
    seen.add(key);
    if (Number(value) >>> 0 !== kUnset) numbers.push(key, Number(value));
  }
  return numbers;
}

function checkPledgedSize(size) {
  if (size === undefined) return undefined;
  if (typeof size !== 'number') throw withCode(new TypeError('pledgedSrcSize must be a number'), 'ERR_INVALID_ARG_TYPE');
  if (size < 0) throw withCode(new RangeError('pledgedSrcSize must be non-negative'), 'ERR_OUT_OF_RANGE');
  if (!Number.isSafeInteger(size)) throw withCode(new RangeError('pledgedSrcSize must be a safe integer'), 'ERR_OUT_OF_RANGE');
  return size;
}

function withCode(error, code) {
  error.code = code;
  return error;
}

module.exports = { checkOptions, flushModes };
