'use strict';

/** `node:zlib`. */

const { Buffer } = require('node:buffer');
const { codes: errorCodes } = require('internal:shared/errors');
const { defineLazyProperties } = require('internal:shared/lazy');
const { validateUint32 } = require('internal:shared/validators');
const constants = require('internal:zlib/constants');
const { defineClass } = require('internal:zlib/streams');
const { defineFunctions } = require('internal:zlib/whole');

/** Formats by the name of their class. */
const formats = {
  Deflate: constants.DEFLATE,
  Inflate: constants.INFLATE,
  Gzip: constants.GZIP,
  Gunzip: constants.GUNZIP,
  DeflateRaw: constants.DEFLATERAW,
  InflateRaw: constants.INFLATERAW,
  Unzip: constants.UNZIP,
  BrotliCompress: constants.BROTLI_ENCODE,
  BrotliDecompress: constants.BROTLI_DECODE,
  ZstdCompress: constants.ZSTD_COMPRESS,
  ZstdDecompress: constants.ZSTD_DECOMPRESS,
};

for (const name of Object.keys(formats)) {
  const Class = defineClass(name, formats[name]);
  exports[name] = Class;
  const create = `create${name}`;
  // Packages call these with `new` too, which needs a plain function.
  exports[create] = { [create]: function (options) { return new Class(options); } }[create];
  Object.assign(exports, defineFunctions(name[0].toLowerCase() + name.slice(1), formats[name], Class));
}

/** @param {string | NodeJS.ArrayBufferView} data @param {number} [value] */
exports.crc32 = function crc32(data, value = 0) {
  if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
    throw new errorCodes.ERR_INVALID_ARG_TYPE('data', ['Buffer', 'TypedArray', 'DataView', 'string'], data);
  }
  validateUint32(value, 'value');
  return binding.crc32(typeof data === 'string' ? Buffer.from(data) : data, value);
};

// ZIP archives.
defineLazyProperties(exports, 'internal:zlib/zip/entry', ['ZipEntry']);
defineLazyProperties(exports, 'internal:zlib/zip/file', ['ZipFile']);
defineLazyProperties(exports, 'internal:zlib/zip/buffer', ['ZipBuffer']);
defineLazyProperties(exports, 'internal:zlib/zip/archive', ['createZipArchive', 'createZipArchiveSync', 'zipFiles']);
defineLazyProperties(exports, 'internal:zlib/zip/limits', ['getMaxZipContentSize', 'setMaxZipContentSize']);

/** Names and numbers of zlib's results, both ways. */
const codes = Object.freeze({
  Z_OK: constants.Z_OK,
  Z_STREAM_END: constants.Z_STREAM_END,
  Z_NEED_DICT: constants.Z_NEED_DICT,
  Z_ERRNO: constants.Z_ERRNO,
  Z_STREAM_ERROR: constants.Z_STREAM_ERROR,
  Z_DATA_ERROR: constants.Z_DATA_ERROR,
  Z_MEM_ERROR: constants.Z_MEM_ERROR,
  Z_BUF_ERROR: constants.Z_BUF_ERROR,
  Z_VERSION_ERROR: constants.Z_VERSION_ERROR,
  0: 'Z_OK',
  1: 'Z_STREAM_END',
  2: 'Z_NEED_DICT',
  '-1': 'Z_ERRNO',
  '-2': 'Z_STREAM_ERROR',
  '-3': 'Z_DATA_ERROR',
  '-4': 'Z_MEM_ERROR',
  '-5': 'Z_BUF_ERROR',
  '-6': 'Z_VERSION_ERROR',
});

for (const [name, value] of [['codes', codes], ['constants', constants]]) {
  Object.defineProperty(exports, name, { __proto__: null, enumerable: true, configurable: false, writable: false, value });
}

// The constants' names of old.
for (const name of Object.keys(constants)) {
  if (name.startsWith('BROTLI')) continue;
  Object.defineProperty(exports, name, { __proto__: null, enumerable: false, value: constants[name] });
}
