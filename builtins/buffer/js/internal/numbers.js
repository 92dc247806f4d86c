'use strict';

/**
 * Reading and writing numbers. Whole numbers up to 32 bits are put together from bytes, which V8 compiles to a few loads; floats and
 * 64 bits go through one shared array, in the order of the machine, which is little-endian wherever V8 is built for us.
 *
 * A read or write asks for its first and its last byte: where both are there, those between them are. Reads of 16 and 32 bits do so
 * themselves, as what V8 learns of an access is then of one method's buffers and offsets; through one function for all it takes 1.5 times
 * as long. Those of 64 bits share a function for each order of bytes, and writes ask `checkOffset`.
 */

const { codes } = require('internal:shared/errors');
const { validateNumber } = require('internal:shared/validators');

const bytes = new Uint8Array(8);
const float32 = new Float32Array(bytes.buffer, 0, 1);
const float64 = new Float64Array(bytes.buffer);
const int64 = new BigInt64Array(bytes.buffer);
const uint64 = new BigUint64Array(bytes.buffer);

/** The error for an offset that a read or write of `size` bytes cannot use. Called only when an access failed. */
function badOffset(value, limit, name = 'offset') {
  if (typeof value !== 'number') validateNumber(value, name);
  if (Math.floor(value) !== value) return new codes.ERR_OUT_OF_RANGE(name, 'an integer', value);
  if (limit < 0) return new codes.ERR_BUFFER_OUT_OF_BOUNDS();
  return new codes.ERR_OUT_OF_RANGE(name, `>= ${name === 'offset' ? 0 : 1} and <= ${limit}`, value);
}

/** Throws unless `size` bytes can be accessed at `offset`. */
function checkOffset(buffer, offset, size) {
  if (typeof offset !== 'number') validateNumber(offset, 'offset');
  if (buffer[offset] === undefined || buffer[offset + size - 1] === undefined) throw badOffset(offset, buffer.length - size);
}

/** Throws unless `value` is in the range; NaN and undefined are, and write zeros. */
function checkValue(value, min, max, byteLength) {
  if (value > max || value < min) throw badValue(value, min, max, byteLength);
}

function badValue(value, min, max, byteLength) {
  const suffix = typeof min === 'bigint' ? 'n' : '';
  let range;
  if (byteLength > 4) {
    const bits = byteLength * 8;
    range = min === 0 || min === 0n ?
      `>= 0${suffix} and < 2${suffix} ** ${bits}${suffix}` :
      `>= -(2${suffix} ** ${bits - 1}${suffix}) and < 2${suffix} ** ${bits - 1}${suffix}`;
  } else {
    range = `>= ${min}${suffix} and <= ${max}${suffix}`;
  }
  return new codes.ERR_OUT_OF_RANGE('value', range, value);
}

function checkByteLength(byteLength) {
  if (typeof byteLength !== 'number') validateNumber(byteLength, 'byteLength');
  if (!(byteLength >= 1 && byteLength <= 6) || Math.floor(byteLength) !== byteLength) throw badOffset(byteLength, 6, 'byteLength');
}

const reads = {
  readUInt8(offset = 0) {
    if (typeof offset !== 'number') validateNumber(offset, 'offset');
    const value = this[offset];
    if (value === undefined) throw badOffset(offset, this.length - 1);
    return value;
  },
  readInt8(offset = 0) {
    if (typeof offset !== 'number') validateNumber(offset, 'offset');
    const value = this[offset];
    if (value === undefined) throw badOffset(offset, this.length - 1);
    return (value << 24) >> 24;
  },
  readUInt16LE(offset = 0) {
    if (typeof offset !== 'number') validateNumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 1];
    if (first === undefined || last === undefined) throw badOffset(offset, this.length - 2);
    return first + last * 0x100;
  },
  readUInt16BE(offset = 0) {
    if (typeof offset !== 'number') validateNumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 1];
    if (first === undefined || last === undefined) throw badOffset(offset, this.length - 2);
    return first * 0x100 + last;
  },
  readInt16LE(offset = 0) {
    if (typeof offset !== 'number') validateNumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 1];
    if (first === undefined || last === undefined) throw badOffset(offset, this.length - 2);
    return ((first + last * 0x100) << 16) >> 16;
  },
  readInt16BE(offset = 0) {
    if (typeof offset !== 'number') validateNumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 1];
    if (first === undefined || last === undefined) throw badOffset(offset, this.length - 2);
    return ((first * 0x100 + last) << 16) >> 16;
  },
  readUInt32LE(offset = 0) {
    if (typeof offset !== 'number') validateNumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 3];
    if (first === undefined || last === undefined) throw badOffset(offset, this.length - 4);
    return first + this[offset + 1] * 0x100 + this[offset + 2] * 0x10000 + last * 0x1000000;
  },
  readUInt32BE(offset = 0) {
    if (typeof offset !== 'number') validateNumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 3];
    if (first === undefined || last === undefined) throw badOffset(offset, this.length - 4);
    return first * 0x1000000 + this[offset + 1] * 0x10000 + this[offset + 2] * 0x100 + last;
  },
  readInt32LE(offset = 0) {
    if (typeof offset !== 'number') validateNumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 3];
    if (first === undefined || last === undefined) throw badOffset(offset, this.length - 4);
    return first + this[offset + 1] * 0x100 + this[offset + 2] * 0x10000 + (last << 24);
  },
  readInt32BE(offset = 0) {
    if (typeof offset !== 'number') validateNumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 3];
    if (first === undefined || last === undefined) throw badOffset(offset, this.length - 4);
    return (first << 24) + this[offset + 1] * 0x10000 + this[offset + 2] * 0x100 + last;
  },
  readUIntLE(offset, byteLength) {
    checkSizedRead(this, offset, byteLength);
    if (byteLength <= 4) return lowestFirst(this, offset, byteLength) >>> 0;
    return (lowestFirst(this, offset, 4) >>> 0) + lowestFirst(this, offset + 4, byteLength - 4) * 2 ** 32;
  },
  readUIntBE(offset, byteLength) {
    checkSizedRead(this, offset, byteLength);
    if (byteLength <= 4) return highestFirst(this, offset, byteLength) >>> 0;
    return highestFirst(this, offset, byteLength - 4) * 2 ** 32 + (highestFirst(this, offset + byteLength - 4, 4) >>> 0);
  },
  readIntLE(offset, byteLength) {
    checkSizedRead(this, offset, byteLength);
    if (byteLength <= 4) return signed(lowestFirst(this, offset, byteLength), byteLength);
    const high = signed(lowestFirst(this, offset + 4, byteLength - 4), byteLength - 4);
    return (lowestFirst(this, offset, 4) >>> 0) + high * 2 ** 32;
  },
  readIntBE(offset, byteLength) {
    checkSizedRead(this, offset, byteLength);
    if (byteLength <= 4) return signed(highestFirst(this, offset, byteLength), byteLength);
    const high = signed(highestFirst(this, offset, byteLength - 4), byteLength - 4);
    return high * 2 ** 32 + (highestFirst(this, offset + byteLength - 4, 4) >>> 0);
  },
  readBigUInt64LE(offset = 0) {
    loadForward(this, offset);
    return uint64[0];
  },
  readBigUInt64BE(offset = 0) {
    loadBackward(this, offset);
    return uint64[0];
  },
  readBigInt64LE(offset = 0) {
    loadForward(this, offset);
    return int64[0];
  },
  readBigInt64BE(offset = 0) {
    loadBackward(this, offset);
    return int64[0];
  },
  readFloatLE(offset = 0) {
    if (typeof offset !== 'number') validateNumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 3];
    if (first === undefined || last === undefined) throw badOffset(offset, this.length - 4);
    bytes[0] = first;
    bytes[1] = this[offset + 1];
    bytes[2] = this[offset + 2];
    bytes[3] = last;
    return float32[0];
  },
  readFloatBE(offset = 0) {
    if (typeof offset !== 'number') validateNumber(offset, 'offset');
    const first = this[offset];
    const last = this[offset + 3];
    if (first === undefined || last === undefined) throw badOffset(offset, this.length - 4);
    bytes[3] = first;
    bytes[2] = this[offset + 1];
    bytes[1] = this[offset + 2];
    bytes[0] = last;
    return float32[0];
  },
  readDoubleLE(offset = 0) {
    loadForward(this, offset);
    return float64[0];
  },
  readDoubleBE(offset = 0) {
    loadBackward(this, offset);
    return float64[0];
  },
};

const writes = {
  writeUInt8(value, offset = 0) { return writeByte(this, +value, offset, 0, 0xff); },
  writeInt8(value, offset = 0) { return writeByte(this, +value, offset, -0x80, 0x7f); },
  writeUInt16LE(value, offset = 0) { return write16LE(this, +value, offset, 0, 0xffff); },
  writeUInt16BE(value, offset = 0) { return write16BE(this, +value, offset, 0, 0xffff); },
  writeInt16LE(value, offset = 0) { return write16LE(this, +value, offset, -0x8000, 0x7fff); },
  writeInt16BE(value, offset = 0) { return write16BE(this, +value, offset, -0x8000, 0x7fff); },
  writeUInt32LE(value, offset = 0) { return write32LE(this, +value, offset, 0, 0xffffffff); },
  writeUInt32BE(value, offset = 0) { return write32BE(this, +value, offset, 0, 0xffffffff); },
  writeInt32LE(value, offset = 0) { return write32LE(this, +value, offset, -0x80000000, 0x7fffffff); },
  writeInt32BE(value, offset = 0) { return write32BE(this, +value, offset, -0x80000000, 0x7fffffff); },
  writeUIntLE(value, offset, byteLength) { return writeSized(this, value, offset, byteLength, true, false); },
  writeUIntBE(value, offset, byteLength) { return writeSized(this, value, offset, byteLength, false, false); },
  writeIntLE(value, offset, byteLength) { return writeSized(this, value, offset, byteLength, true, true); },
  writeIntBE(value, offset, byteLength) { return writeSized(this, value, offset, byteLength, false, true); },
  writeBigUInt64LE(value, offset = 0) {
    takeBigInt(this, value, offset, 0n, 0xffffffffffffffffn);
    return storeForward(this, offset);
  },
  writeBigUInt64BE(value, offset = 0) {
    takeBigInt(this, value, offset, 0n, 0xffffffffffffffffn);
    return storeBackward(this, offset);
  },
  writeBigInt64LE(value, offset = 0) {
    takeBigInt(this, value, offset, -0x8000000000000000n, 0x7fffffffffffffffn);
    return storeForward(this, offset);
  },
  writeBigInt64BE(value, offset = 0) {
    takeBigInt(this, value, offset, -0x8000000000000000n, 0x7fffffffffffffffn);
    return storeBackward(this, offset);
  },
  writeFloatLE(value, offset = 0) {
    const number = +value;
    checkOffset(this, offset, 4);
    float32[0] = Number.isNaN(number) ? NaN : number;
    this[offset] = bytes[0];
    this[offset + 1] = bytes[1];
    this[offset + 2] = bytes[2];
    this[offset + 3] = bytes[3];
    return offset + 4;
  },
  writeFloatBE(value, offset = 0) {
    const number = +value;
    checkOffset(this, offset, 4);
    float32[0] = Number.isNaN(number) ? NaN : number;
    this[offset] = bytes[3];
    this[offset + 1] = bytes[2];
    this[offset + 2] = bytes[1];
    this[offset + 3] = bytes[0];
    return offset + 4;
  },
  writeDoubleLE(value, offset = 0) {
    takeDouble(this, +value, offset);
    return storeForward(this, offset);
  },
  writeDoubleBE(value, offset = 0) {
    takeDouble(this, +value, offset);
    return storeBackward(this, offset);
  },
};

// ---- whole numbers ----

function checkSizedRead(buffer, offset, byteLength) {
  if (offset === undefined) throw new codes.ERR_INVALID_ARG_TYPE('offset', 'number', offset);
  checkByteLength(byteLength);
  checkOffset(buffer, offset, byteLength);
}

/** The 32 bits of up to four bytes, the first of them the lowest. */
function lowestFirst(buffer, offset, size) {
  let bits = buffer[offset];
  if (size > 1) bits += buffer[offset + 1] * 0x100;
  if (size > 2) bits += buffer[offset + 2] * 0x10000;
  return size > 3 ? bits + (buffer[offset + 3] << 24) : bits;
}

/** The same with the first of them the highest. */
function highestFirst(buffer, offset, size) {
  let bits = buffer[offset];
  if (size > 1) bits = bits * 0x100 + buffer[offset + 1];
  if (size > 2) bits = bits * 0x100 + buffer[offset + 2];
  return size > 3 ? (bits << 8) + buffer[offset + 3] : bits;
}

/** Up to four bytes in two's complement as a number. */
function signed(bits, size) {
  const above = 32 - 8 * size;
  return (bits << above) >> above;
}

function writeByte(buffer, number, offset, min, max) {
  if (typeof offset !== 'number') validateNumber(offset, 'offset');
  checkValue(number, min, max, 1);
  if (buffer[offset] === undefined) throw badOffset(offset, buffer.length - 1);
  buffer[offset] = number;
  return offset + 1;
}

function write16LE(buffer, number, offset, min, max) {
  checkValue(number, min, max, 2);
  checkOffset(buffer, offset, 2);
  buffer[offset] = number;
  buffer[offset + 1] = number >>> 8;
  return offset + 2;
}

function write16BE(buffer, number, offset, min, max) {
  checkValue(number, min, max, 2);
  checkOffset(buffer, offset, 2);
  buffer[offset] = number >>> 8;
  buffer[offset + 1] = number;
  return offset + 2;
}

function write32LE(buffer, number, offset, min, max) {
  checkValue(number, min, max, 4);
  checkOffset(buffer, offset, 4);
  buffer[offset] = number;
  buffer[offset + 1] = number >>> 8;
  buffer[offset + 2] = number >>> 16;
  buffer[offset + 3] = number >>> 24;
  return offset + 4;
}

function write32BE(buffer, number, offset, min, max) {
  checkValue(number, min, max, 4);
  checkOffset(buffer, offset, 4);
  buffer[offset] = number >>> 24;
  buffer[offset + 1] = number >>> 16;
  buffer[offset + 2] = number >>> 8;
  buffer[offset + 3] = number;
  return offset + 4;
}

function writeSized(buffer, value, offset, byteLength, littleEndian, isSigned) {
  checkByteLength(byteLength);
  const range = 2 ** (8 * byteLength);
  return isSigned ?
    writeInteger(buffer, value, offset, byteLength, littleEndian, -range / 2, range / 2 - 1) :
    writeInteger(buffer, value, offset, byteLength, littleEndian, 0, range - 1);
}

function writeInteger(buffer, value, offset, size, littleEndian, min, max) {
  const number = +value;
  checkValue(number, min, max, size);
  checkOffset(buffer, offset, size);
  return writeBytes(buffer, Number.isNaN(number) ? 0 : Math.trunc(number), offset, size, littleEndian);
}

function writeBytes(buffer, value, offset, size, littleEndian) {
  // Negative numbers in two's complement; Math.floor keeps it right beyond 32 bits.
  let rest = value < 0 ? value + 2 ** (8 * size) : value;
  if (littleEndian) {
    for (let i = 0; i < size; i++) {
      buffer[offset + i] = rest;
      rest = Math.floor(rest / 256);
    }
  } else {
    for (let i = size - 1; i >= 0; i--) {
      buffer[offset + i] = rest;
      rest = Math.floor(rest / 256);
    }
  }
  return offset + size;
}

// ---- through the shared array ----

function loadForward(buffer, offset) {
  if (typeof offset !== 'number') validateNumber(offset, 'offset');
  const first = buffer[offset];
  const last = buffer[offset + 7];
  if (first === undefined || last === undefined) throw badOffset(offset, buffer.length - 8);
  bytes[0] = first;
  bytes[1] = buffer[offset + 1];
  bytes[2] = buffer[offset + 2];
  bytes[3] = buffer[offset + 3];
  bytes[4] = buffer[offset + 4];
  bytes[5] = buffer[offset + 5];
  bytes[6] = buffer[offset + 6];
  bytes[7] = last;
}

function loadBackward(buffer, offset) {
  if (typeof offset !== 'number') validateNumber(offset, 'offset');
  const first = buffer[offset];
  const last = buffer[offset + 7];
  if (first === undefined || last === undefined) throw badOffset(offset, buffer.length - 8);
  bytes[7] = first;
  bytes[6] = buffer[offset + 1];
  bytes[5] = buffer[offset + 2];
  bytes[4] = buffer[offset + 3];
  bytes[3] = buffer[offset + 4];
  bytes[2] = buffer[offset + 5];
  bytes[1] = buffer[offset + 6];
  bytes[0] = last;
}

function takeDouble(buffer, number, offset) {
  checkOffset(buffer, offset, 8);
  // The engine keeps the bits of a NaN, and those of undefined are its own.
  float64[0] = Number.isNaN(number) ? NaN : number;
}

function takeBigInt(buffer, value, offset, min, max) {
  checkValue(value, min, max, 8);
  checkOffset(buffer, offset, 8);
  // An operator takes bigints and objects that stand for one only, an element also booleans and texts.
  uint64[0] = typeof value === 'bigint' ? value : value & 0xffffffffffffffffn;
}

function storeForward(buffer, offset) {
  buffer[offset] = bytes[0];
  buffer[offset + 1] = bytes[1];
  buffer[offset + 2] = bytes[2];
  buffer[offset + 3] = bytes[3];
  buffer[offset + 4] = bytes[4];
  buffer[offset + 5] = bytes[5];
  buffer[offset + 6] = bytes[6];
  buffer[offset + 7] = bytes[7];
  return offset + 8;
}

function storeBackward(buffer, offset) {
  buffer[offset] = bytes[7];
  buffer[offset + 1] = bytes[6];
  buffer[offset + 2] = bytes[5];
  buffer[offset + 3] = bytes[4];
  buffer[offset + 4] = bytes[3];
  buffer[offset + 5] = bytes[2];
  buffer[offset + 6] = bytes[1];
  buffer[offset + 7] = bytes[0];
  return offset + 8;
}

/** Puts all methods on `prototype`, with Node's second spelling (`readUint8`) for each unsigned one. */
function addNumberMethods(prototype) {
  for (const [name, method] of [...Object.entries(reads), ...Object.entries(writes)]) {
    prototype[name] = method;
    if (name.includes('UInt')) prototype[name.replace('UInt', 'Uint')] = method;
  }
}

module.exports = { addNumberMethods };
