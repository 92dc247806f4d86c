'use strict';

/** Comparing, searching, filling and copying. */

const { codes } = require('internal:shared/errors');
const { validateInteger } = require('internal:shared/validators');
const { encodingNamed, requireEncoding, utf8 } = require('internal:buffer/encodings');

function isUint8Array(value) {
  return value instanceof Uint8Array || (ArrayBuffer.isView(value) && value[Symbol.toStringTag] === 'Uint8Array');
}

function requireUint8Array(value, name) {
  if (!isUint8Array(value)) throw new codes.ERR_INVALID_ARG_TYPE(name, ['Buffer', 'Uint8Array'], value);
}

/** `Buffer.compare()` */
function compare(buf1, buf2) {
  requireUint8Array(buf1, 'buf1');
  requireUint8Array(buf2, 'buf2');
  return buf1 === buf2 ? 0 : binding.compare(buf1, buf2);
}

function position(value, fallback, max, name) {
  if (value === undefined) return fallback;
  validateInteger(value, name, 0, max);
  return value;
}

const methods = {
  equals(otherBuffer) {
    requireUint8Array(otherBuffer, 'otherBuffer');
    if (this === otherBuffer) return true;
    return this.byteLength === otherBuffer.byteLength && binding.compare(this, otherBuffer) === 0;
  },

  compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
    requireUint8Array(target, 'target');
    if (arguments.length === 1) return binding.compare(this, target);
    const from = position(targetStart, 0, undefined, 'targetStart');
    const to = position(targetEnd, target.length, target.length, 'targetEnd');
    const ownFrom = position(sourceStart, 0, undefined, 'sourceStart');
    const ownTo = position(sourceEnd, this.length, this.length, 'sourceEnd');
    if (ownFrom >= ownTo) return from >= to ? 0 : -1;
    if (from >= to) return 1;
    return binding.compare(bytesOf(this, ownFrom, ownTo), bytesOf(target, from, to));
  },

  indexOf(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, true);
  },

  lastIndexOf(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, false);
  },

  includes(value, byteOffset, encoding) {
    return search(this, value, byteOffset, encoding, true) !== -1;
  },

  fill(value, offset, end, encoding) {
    return fill(this, value, offset, end, encoding);
  },

  copy(target, targetStart, sourceStart, sourceEnd) {
    return copy(this, target, targetStart, sourceStart, sourceEnd);
  },

  swap16() { return swap(this, 2); },
  swap32() { return swap(this, 4); },
  swap64() { return swap(this, 8); },
};

function bytesOf(buffer, start, end) {
  return new Uint8Array(buffer.buffer, buffer.byteOffset + start, end - start);
}

function search(buffer, value, byteOffset, encoding, forward) {
  if (typeof byteOffset === 'string') {
    encoding = byteOffset;
    byteOffset = undefined;
  } else if (byteOffset > 0x7fffffff) {
    byteOffset = 0x7fffffff;
  } else if (byteOffset < -0x80000000) {
    byteOffset = -0x80000000;
  }
  let offset = +byteOffset;
  if (Number.isNaN(offset)) offset = forward ? 0 : buffer.length;
  offset = Math.trunc(offset);
  if (typeof value === 'number') return searchByte(buffer, value >>> 0, offset, forward);
  if (typeof value === 'string') {
    const ops = encoding === undefined ? utf8 : requireEncoding(encoding);
    if (ops === utf8 && value.length > 0) return searchText(buffer, value, offset, forward);
    return searchBytes(buffer, bytesOfText(value, ops), offset, forward, ops.name === 'utf16le');
  }
  if (isUint8Array(value)) {
    const wide = encoding !== undefined && encodingNamed(encoding)?.name === 'utf16le';
    return searchBytes(buffer, value, offset, forward, wide);
  }
  throw new codes.ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
}

function bytesOfText(text, ops) {
  const bytes = new Uint8Array(ops.byteLength(text));
  const written = ops.write(bytes, text, 0, bytes.length);
  return written === bytes.length ? bytes : bytes.subarray(0, written);
}

function searchByte(buffer, byte, offset, forward) {
  const { length } = buffer;
  if (offset < 0) offset += length;
  if (offset < 0) {
    if (!forward) return -1;
    offset = 0;
  }
  if (length === 0 || (forward && offset >= length)) return -1;
  return binding.indexOfByte(buffer, byte & 0xff, offset, forward);
}

function searchText(buffer, text, offset, forward) {
  const { length } = buffer;
  if (offset < 0) offset += length;
  if (offset < 0) {
    if (!forward) return -1;
    offset = 0;
  }
  return length === 0 ? -1 : binding.indexOfText(buffer, text, offset, forward);
}

function searchBytes(buffer, needle, offset, forward, wide) {
  const { length } = buffer;
  if (offset < 0) offset += length;
  if (offset < 0) {
    if (!forward) return needle.length === 0 ? 0 : -1;
    offset = 0;
  }
  if (needle.length === 0) return Math.min(offset, length);
  // UTF-16 is searched by units.
  if (wide) offset = Math.min(offset, length) & ~1;
  if (length === 0 || needle.length > length || (forward && offset + needle.length > length)) return -1;
  if (wide && (length < 2 || needle.length < 2)) return -1;
  return binding.indexOfBytes(buffer, needle, offset, forward, wide);
}

/** `buf.fill()`, and the filling of `Buffer.alloc()`. */
function fill(buffer, value, offset, end, encoding) {
  if (typeof value === 'string') {
    if (offset === undefined || typeof offset === 'string') [encoding, offset, end] = [offset, 0, buffer.length];
    else if (typeof end === 'string') [encoding, end] = [end, buffer.length];
    if (encoding !== undefined && typeof encoding !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('encoding', 'string', encoding);
    if (encoding !== undefined && encodingNamed(encoding) === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  }
  if (offset === undefined) {
    offset = 0;
    end = buffer.length;
  } else {
    validateInteger(offset, 'offset', 0);
    if (end === undefined) end = buffer.length;
    else validateInteger(end, 'end', 0, buffer.length);
    if (offset >= end) return buffer;
  }
  if (typeof value === 'string' && value.length > 0) fillBytes(buffer, bytesOfText(value, encodingNamed(encoding)), offset, end, value);
  else if (ArrayBuffer.isView(value)) fillBytes(buffer, value, offset, end, value);
  else binding.fillByte(buffer, typeof value === 'boolean' ? +value : (value === '' ? 0 : value & 255), offset, end);
  return buffer;
}

function fillBytes(buffer, pattern, offset, end, value) {
  if (pattern.byteLength === 0) throw new codes.ERR_INVALID_ARG_VALUE('value', value);
  if (pattern.byteLength === 1 && isUint8Array(pattern)) Uint8Array.prototype.fill.call(buffer, pattern[0], offset, end);
  else binding.fillBytes(buffer, pattern, offset, end);
}

function copy(source, target, targetStart, sourceStart, sourceEnd) {
  if (!ArrayBuffer.isView(source)) throw new codes.ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  if (!ArrayBuffer.isView(target)) throw new codes.ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
  // Views of wider elements count and are copied as bytes.
  if (!isUint8Array(source)) source = bytesOf(source, 0, source.byteLength);
  if (!isUint8Array(target)) target = bytesOf(target, 0, target.byteLength);
  const to = integer(targetStart);
  if (to < 0) throw new codes.ERR_OUT_OF_RANGE('targetStart', '>= 0', targetStart);
  const from = integer(sourceStart);
  if (from < 0 || from > source.length) throw new codes.ERR_OUT_OF_RANGE('sourceStart', `>= 0 && <= ${source.length}`, sourceStart);
  const end = sourceEnd === undefined ? source.length : integer(sourceEnd);
  if (end < 0) throw new codes.ERR_OUT_OF_RANGE('sourceEnd', '>= 0', sourceEnd);
  if (to >= target.length || from >= end) return 0;
  const count = Math.min(end - from, target.length - to, source.length - from);
  const whole = from === 0 && count === source.length;
  Uint8Array.prototype.set.call(target, whole ? source : bytesOf(source, from, from + count), to);
  return count;
}

/** What is no position at all is 0. */
function integer(value) {
  const number = Math.trunc(+value);
  return Number.isSafeInteger(number) ? number : 0;
}

function swap(buffer, size) {
  if (buffer.length % size !== 0) throw new codes.ERR_INVALID_BUFFER_SIZE(`${size * 8}-bits`);
  binding.swap(buffer, size);
  return buffer;
}

module.exports = { methods, compare, fill, isUint8Array };
