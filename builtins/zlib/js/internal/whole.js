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
 * @param {string} name @param {number} kind @param {Function} Class the stream class, for the `info` option
 */
function defineFunctions(name, kind, Class) {
  const functions = {
    [`${name}Sync`]: function syncBufferWrapper(buffer, options) {
      const input = asBytes(buffer, 'buffer');
      const checked = checkOptions(options, kind);
      const result = binding.convert(input, checked.setup, checked.maxOutputLength, checked.finishFlush);
      return resultOf(result, input, checked, Class, options);
    },
    [name]: function asyncBufferWrapper(buffer, options, callback) {
      if (typeof options === 'function') {
        callback = options;
        options = {};
      }
      validateFunction(callback, 'callback');
      const checked = checkOptions(options, kind);
      const input = asBytes(buffer ?? '', 'chunk');
      binding.convert(input, checked.setup, checked.maxOutputLength, checked.finishFlush, (error, result) => {
        finish(error, result, input, checked, Class, options, callback);
      });
    },
  };
  return functions;
}

function finish(error, result, input, checked, Class, options, callback) {
  let value;
  try {
    if (error) throw error;
    value = resultOf(result, input, checked, Class, options);
  } catch (failure) {
    callback(failure);
    return;
  }
  callback(null, value);
}

function asBytes(buffer, name) {
  if (typeof buffer === 'string') return Buffer.from(buffer);
  if (ArrayBuffer.isView(buffer)) return buffer;
  if (isAnyArrayBuffer(buffer)) return new Uint8Array(buffer);
  const types = ['string', 'Buffer', 'TypedArray', 'DataView'];
  throw new codes.ERR_INVALID_ARG_TYPE(name, name === 'buffer' ? [...types, 'ArrayBuffer'] : types, buffer);
}

/** @param {null | [Uint8Array, number] | [string, number, string]} result see src/whole.rs */
function resultOf(result, input, checked, Class, options) {
  if (result === null) throw new codes.ERR_BUFFER_TOO_LARGE(checked.maxOutputLength);
  if (typeof result[0] === 'string') throw zlibError(result);
  const { 0: bytes, 1: taken } = result;
  if (checked.rejectGarbageAfterEnd && taken < input.byteLength) throw new codes.ERR_TRAILING_JUNK_AFTER_STREAM_END();
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return checked.info ? { buffer, engine: engineOf(Class, options, taken) } : buffer;
}

/** The stream that would have done the work. */
function engineOf(Class, options, taken) {
  const engine = new Class(options);
  engine.bytesWritten = taken;
  engine._handle.close();
  engine._handle = null;
  return engine;
}

module.exports = { defineFunctions };
