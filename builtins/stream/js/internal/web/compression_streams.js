'use strict';

const { codes } = require('internal:shared/errors');
const { isAnyArrayBuffer, isSharedArrayBuffer } = require('node:util').types;
const { finishClass } = require('internal:stream/web/slots');

const kCompressors = {
  '__proto__': null, 'deflate': 'createDeflate', 'deflate-raw': 'createDeflateRaw', 'gzip': 'createGzip', 'brotli': 'createBrotliCompress',
};
const kDecompressors = {
  '__proto__': null, 'deflate': 'createInflate', 'deflate-raw': 'createInflateRaw', 'gzip': 'createGunzip', 'brotli': 'createBrotliDecompress',
};

class CompressionStream {
  #pair;

  /** @param {'deflate' | 'deflate-raw' | 'gzip' | 'brotli'} format */
  constructor(format) {
    this.#pair = makePair(format, kCompressors);
  }

  get readable() {
    return this.#pair.readable;
  }

  get writable() {
    return this.#pair.writable;
  }
}

class DecompressionStream {
  #pair;

  /** @param {'deflate' | 'deflate-raw' | 'gzip' | 'brotli'} format */
  constructor(format) {
    this.#pair = makePair(format, kDecompressors, { rejectGarbageAfterEnd: true });
  }

  get readable() {
    return this.#pair.readable;
  }

  get writable() {
    return this.#pair.writable;
  }
}

/** A web stream pair over a transform of `node:zlib`. */
function makePair(format, creators, options) {
  const { validateOneOf } = require('internal:shared/validators');
  const { newReadableWritablePairFromDuplex } = require('internal:stream/webstreams_adapters');
  validateOneOf(format, 'format', Object.keys(creators));
  const transform = require('node:zlib')[creators[format]](options);
  return newReadableWritablePairFromDuplex(transform, { convertChunk: toView, translateError: toTypeError });
}

/** The standard takes a BufferSource, which a Node stream knows as a view only, and no shared memory. */
function toView(chunk) {
  if (isSharedArrayBuffer(chunk) || (ArrayBuffer.isView(chunk) && isSharedArrayBuffer(chunk.buffer))) {
    throw new codes.ERR_INVALID_ARG_TYPE('chunk', ['Buffer', 'TypedArray', 'DataView'], chunk);
  }
  if (isAnyArrayBuffer(chunk)) return new Uint8Array(chunk);
  return chunk;
}

/** Corrupt data is a TypeError to the standard. */
function toTypeError(err) {
  if (err instanceof TypeError || err.name === 'AbortError') return err;
  const error = new TypeError(err.message, { cause: err });
  error.code = err.code;
  return error;
}

const describe = ({ readable, writable }) => ({ readable, writable });
finishClass(CompressionStream, ['readable', 'writable'], describe);
finishClass(DecompressionStream, ['readable', 'writable'], describe);

module.exports = { CompressionStream, DecompressionStream };
