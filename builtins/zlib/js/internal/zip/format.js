'use strict';

/** Numbers of the ZIP format (APPNOTE.TXT of PKWARE, version 6.3.10; sections are its), and how they are read. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { isAnyArrayBuffer } = require('internal:util/types');

/** Sections 4.3.7 to 4.3.16. */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const DESCRIPTOR = 0x08074b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;

/** Of the fixed parts, in bytes. */
const kLocalLength = 30;
const kCentralLength = 46;
const kEndLength = 22;
const kEnd64Length = 56;
const kLocatorLength = 20;

/** What a field of 16 or 32 bits holds when the value stands elsewhere. */
const kMax16 = 0xffff;
const kMax32 = 0xffffffff;

/** General purpose flags, section 4.4.4. */
const ENCRYPTED = 1;
/** Sizes and checksum stand behind the content. */
const DESCRIBED = 8;
const UTF8 = 0x800;

/** Compression methods, section 4.4.5. */
const STORE = 0;
const DEFLATE = 8;
const ZSTD = 93;

/** The upper byte of "version made by": the attributes are those of Unix. */
const UNIX = 3;

function invalid(what) {
  return new codes.ERR_ZIP_INVALID_ARCHIVE(what);
}

function unsupported(what) {
  return new codes.ERR_ZIP_UNSUPPORTED_FEATURE(what);
}

/** @param {Buffer} bytes @param {number} at */
function readU64(bytes, at) {
  const high = bytes.readUInt32LE(at + 4);
  if (high > 0x1fffff) throw invalid('64-bit field exceeds the safe integer range');
  return high * 2 ** 32 + bytes.readUInt32LE(at);
}

function writeU64(bytes, value, at) {
  bytes.writeUInt32LE(value % 2 ** 32, at);
  bytes.writeUInt32LE(Math.floor(value / 2 ** 32), at + 4);
}

/** The same memory as a Buffer. @param {unknown} value @param {string} name */
function asBuffer(value, name) {
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (isAnyArrayBuffer(value)) return Buffer.from(value);
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], value);
}

module.exports = {
  CENTRAL, DEFLATE, DESCRIBED, DESCRIPTOR, ENCRYPTED, END, END_64, LOCAL, LOCATOR_64, STORE, UNIX, UTF8, ZSTD, asBuffer, invalid, kCentralLength,
  kEnd64Length, kEndLength, kLocalLength, kLocatorLength, kMax16, kMax32, readU64, unsupported, writeU64,
};
