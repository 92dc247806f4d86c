'use strict';

/** The encodings of strings: for each how to slice, write, measure and make. Looked up by any spelling Node knows. */

const { codes } = require('internal:shared/errors');

class Encoding {
  constructor(name, slice, write, length) {
    this.name = name;
    /** (bytes, start, end) => string */
    this.slice = slice;
    /** (bytes, string, offset, length) => bytes written */
    this.write = write;
    /** string => bytes it takes; for base64 an upper bound is exact unless the text has foreign characters */
    this.byteLength = length;
  }
}

function base64Length(text) {
  let length = text.length;
  if (length > 0 && text.charCodeAt(length - 1) === 0x3d) length--;
  if (length > 1 && text.charCodeAt(length - 1) === 0x3d) length--;
  return (length * 3) >>> 2;
}

const utf8 = new Encoding('utf8', binding.utf8Slice, binding.utf8Write, binding.utf8Length);
const utf16le = new Encoding('utf16le', binding.ucs2Slice, binding.ucs2Write, (text) => text.length * 2);
const latin1 = new Encoding('latin1', binding.latin1Slice, binding.latin1Write, (text) => text.length);
const ascii = new Encoding('ascii', binding.asciiSlice, binding.latin1Write, (text) => text.length);
const hex = new Encoding('hex', binding.hexSlice, binding.hexWrite, (text) => text.length >>> 1);
const base64 = new Encoding('base64', binding.base64Slice, binding.base64Write, base64Length);
const base64url = new Encoding('base64url', binding.base64urlSlice, binding.base64Write, base64Length);

const byName = new Map([
  ['utf8', utf8], ['utf-8', utf8],
  ['ucs2', utf16le], ['ucs-2', utf16le], ['utf16le', utf16le], ['utf-16le', utf16le],
  ['latin1', latin1], ['binary', latin1],
  ['ascii', ascii], ['hex', hex], ['base64', base64], ['base64url', base64url],
]);

/**
 * @param {unknown} name
 * @returns {Encoding | undefined}
 */
function encodingNamed(name) {
  if (name === undefined || name === 'utf8') return utf8;
  const known = byName.get(name);
  if (known !== undefined) return known;
  return typeof name === 'string' ? byName.get(name.toLowerCase()) : byName.get(`${name}`.toLowerCase());
}

/** The same, where an unknown name is an error. */
function requireEncoding(name) {
  const encoding = encodingNamed(name);
  if (encoding === undefined) throw new codes.ERR_UNKNOWN_ENCODING(name);
  return encoding;
}

/** @param {unknown} name @returns {boolean} */
function isEncoding(name) {
  return typeof name === 'string' && name.length !== 0 && encodingNamed(name) !== undefined;
}

module.exports = { encodingNamed, requireEncoding, isEncoding, utf8, utf16le, latin1, ascii, hex, base64, base64url };
