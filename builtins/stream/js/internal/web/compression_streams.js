'use strict';

const { kState, slots, finishClass } = require('internal:stream/web/slots');
const { codes } = require('internal:shared/errors');

/** A web stream pair over a transform of `node:zlib`. */
function makePair(format, constructors) {
  const name = constructors[format];
  if (name === undefined) throw new codes.ERR_INVALID_ARG_VALUE('format', format, `must be one of: ${Object.keys(constructors).join(', ')}`);
  const zlib = require('node:zlib');
  const { newReadableWritablePairFromDuplex } = require('internal:stream/webstreams_adapters');
  return newReadableWritablePairFromDuplex(new zlib[name]());
}

class CompressionStream {
  /** @param {'deflate' | 'deflate-raw' | 'gzip' | 'brotli'} format */
  constructor(format) {
    const names = { '__proto__': null, 'deflate': 'Deflate', 'deflate-raw': 'DeflateRaw', 'gzip': 'Gzip', 'brotli': 'BrotliCompress' };
    this[kState] = { kind: 'CompressionStream', ...makePair(format, names) };
  }

  get readable() {
    return slots(this, 'CompressionStream').readable;
  }

  get writable() {
    return slots(this, 'CompressionStream').writable;
  }
}

class DecompressionStream {
  /** @param {'deflate' | 'deflate-raw' | 'gzip' | 'brotli'} format */
  constructor(format) {
    const names = { '__proto__': null, 'deflate': 'Inflate', 'deflate-raw': 'InflateRaw', 'gzip': 'Gunzip', 'brotli': 'BrotliDecompress' };
    this[kState] = { kind: 'DecompressionStream', ...makePair(format, names) };
  }

  get readable() {
    return slots(this, 'DecompressionStream').readable;
  }

  get writable() {
    return slots(this, 'DecompressionStream').writable;
  }
}

const describe = ({ readable, writable }) => ({ readable, writable });
finishClass(CompressionStream, ['readable', 'writable'], describe);
finishClass(DecompressionStream, ['readable', 'writable'], describe);

module.exports = { CompressionStream, DecompressionStream };
