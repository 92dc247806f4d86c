'use strict';

/** The options of zlib streams and functions, checked. */

const { codes } = require('internal:shared/errors');
const { checkRangesOrGetDefault } = require('internal:shared/validators');
const { isAnyArrayBuffer } = require('internal:util/types');
const { kMaxLength } = require('node:buffer');
const constants = require('internal:zlib/constants');

const { Z_BLOCK, Z_FINISH, Z_NO_FLUSH, GZIP, GUNZIP, INFLATE, UNZIP } = constants;

/**
 * @param {object | undefined} options
 * @param {number} format
 */
function checkOptions(options, format) {
  const given = options ?? {};
  return {
    chunkSize: checkRangesOrGetDefault(given.chunkSize, 'options.chunkSize', constants.Z_MIN_CHUNK, kMaxLength, constants.Z_DEFAULT_CHUNK),
    flush: checkRangesOrGetDefault(given.flush, 'options.flush', Z_NO_FLUSH, Z_BLOCK, Z_NO_FLUSH),
    finishFlush: checkRangesOrGetDefault(given.finishFlush, 'options.finishFlush', Z_NO_FLUSH, Z_BLOCK, Z_FINISH),
    maxOutputLength: checkRangesOrGetDefault(given.maxOutputLength, 'options.maxOutputLength', 1, kMaxLength, kMaxLength),
    windowBits: checkWindowBits(given.windowBits, format),
    level: checkRangesOrGetDefault(given.level, 'options.level', -1, 9, constants.Z_DEFAULT_LEVEL),
    memLevel: checkRangesOrGetDefault(given.memLevel, 'options.memLevel', 1, 9, constants.Z_DEFAULT_MEMLEVEL),
    strategy: checkRangesOrGetDefault(given.strategy, 'options.strategy', 0, constants.Z_FIXED, constants.Z_DEFAULT_STRATEGY),
    dictionary: checkDictionary(given.dictionary),
    info: Boolean(given.info),
  };
}

/** A decompressor may take the window from the data. */
function checkWindowBits(windowBits, format) {
  const decompresses = format === INFLATE || format === GUNZIP || format === UNZIP;
  if ((windowBits === undefined || windowBits === null || windowBits === 0) && decompresses) return 0;
  const least = format === GZIP ? 9 : constants.Z_MIN_WINDOWBITS;
  return checkRangesOrGetDefault(windowBits, 'options.windowBits', least, constants.Z_MAX_WINDOWBITS, constants.Z_DEFAULT_WINDOWBITS);
}

function checkDictionary(dictionary) {
  if (dictionary === undefined || ArrayBuffer.isView(dictionary)) return dictionary;
  if (isAnyArrayBuffer(dictionary)) return new Uint8Array(dictionary);
  throw new codes.ERR_INVALID_ARG_TYPE('options.dictionary', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], dictionary);
}

module.exports = { checkOptions };
