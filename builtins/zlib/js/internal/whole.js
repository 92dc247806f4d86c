'use strict';

/** The functions that convert a whole buffer: `gzipSync(buffer)` and `gzip(buffer, callback)`. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateFunction } = require('internal:shared/validators');
const { isAnyArrayBuffer } = require('internal:util/types');
const { checkOptions } = require('internal:zlib/options');
const { zlibError } = require('internal:zlib/failure');

/**
 * The pair of functions for one format.
 * @param {string} name @param {number} format @param {Function} Class the stream class, for the `info` option
 */
function defineFunctions(name, format, Class) {
  const whole = (buffer, options, callback) => {
    const checked = checkOptions(options, format);
    const args = [asBytes(buffer), format, checked.level, checked.windowBits, checked.dictionary, checked.maxOutputLength, checked.finishFlush];
    if (callback === undefined) return resultOf(binding.convert(...args), checked, Class, options);
    binding.convert(...args, (error, result) => {
      let value;
      try {
        if (error) throw error;
        value = resultOf(result, checked, Class, options);
      } catch (failure) {
        callback(failure);
        return;
      }
      callback(null, value);
    });
    return undefined;
  };
  return {
    [`${name}Sync`](buffer, options) {
      return whole(buffer, options);
    },
    [name](buffer, options, callback) {
      if (typeof options === 'function') {
        callback = options;
        options = {};
      }
      validateFunction(callback, 'callback');
      whole(buffer, options, callback);
    },
  };
}

function asBytes(buffer) {
  if (typeof buffer === 'string') return Buffer.from(buffer);
  if (ArrayBuffer.isView(buffer) || isAnyArrayBuffer(buffer)) return buffer;
  throw new codes.ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], buffer);
}

function resultOf(result, checked, Class, options) {
  if (result === null) throw new codes.ERR_BUFFER_TOO_LARGE(checked.maxOutputLength);
  if (Array.isArray(result)) throw zlibError(result[0], result[1]);
  const buffer = Buffer.from(result.buffer, result.byteOffset, result.byteLength);
  return checked.info ? { buffer, engine: new Class(options) } : buffer;
}

module.exports = { defineFunctions };
