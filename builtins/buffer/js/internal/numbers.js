'use strict';

/**
 * Reading and writing numbers. Whole numbers up to 32 bits are put together from bytes, which V8 compiles to a few loads; floats go
 * through one shared array.
 */

const { codes } = require('internal:shared/errors');
const { validateNumber } = require('internal:shared/validators');

const float32 = new Float32Array(1);
const float32Bytes = new Uint8Array(float32.buffer);
const float64 = new Float64Array(1);
const float64Bytes = new Uint8Array(float64.buffer);
const kLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

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
  const limit = buffer.length - size;
  if (!(offset >= 0 && offset <= limit) || Math.floor(offset) !== offset) throw badOffset(offset, limit);
}

function checkValue(value, min, max, byteLength) {
  if (value >= min && value <= max) return;
  // NaN and undefined write zeros.
  if (!(value > max || value < min)) return;
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
  throw new codes.ERR_OUT_OF_RANGE('value', range, value);
}

function readUIntBytes(buffer, offset, size, littleEndian) {
  checkOffset(buffer, offset, size);
  let value = 0;
  if (littleEndian) for (let i = size - 1; i >= 0; i--) value = value * 256 + buffer[offset + i];
  else for (let i = 0; i < size; i++) value = value * 256 + buffer[offset + i];
  return value;
}

function readIntBytes(buffer, offset, size, littleEndian) {
  const value = readUIntBytes(buffer, offset, size, littleEndian);
  const half = 2 ** (8 * size - 1);
  return value >= half ? value - 2 * half : value;
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

function writeInteger(buffer, value, offset, size, littleEndian, min, max) {
  const number = +value;
  checkValue(number, min, max, size);
  checkOffset(buffer, offset, size);
  return writeBytes(buffer, Number.isNaN(number) ? 0 : Math.trunc(number), offset, size, littleEndian);
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
    checkOffset(this, offset, 2);
    return this[offset] | (this[offset + 1] << 8);
  },
  readUInt16BE(offset = 0) {
    checkOffset(this, offset, 2);
    return (this[offset] << 8) | this[offset + 1];
  },
  readInt16LE(offset = 0) {
    checkOffset(this, offset, 2);
    return ((this[offset] | (this[offset + 1] << 8)) << 16) >> 16;
  },
  readInt16BE(offset = 0) {
    checkOffset(this, offset, 2);
    return (((this[offset] << 8) | this[offset + 1]) << 16) >> 16;
  },
  readUInt32LE(offset = 0) {
    checkOffset(this, offset, 4);
    return (this[offset] | (this[offset + 1] << 8) | (this[offset + 2] << 16) | (this[offset + 3] << 24)) >>> 0;
  },
  readUInt32BE(offset = 0) {
    checkOffset(this, offset, 4);
    return ((this[offset] << 24) | (this[offset + 1] << 16) | (this[offset + 2] << 8) | this[offset + 3]) >>> 0;
  },
  readInt32LE(offset = 0) {
    checkOffset(this, offset, 4);
    return this[offset] | (this[offset + 1] << 8) | (this[offset + 2] << 16) | (this[offset + 3] << 24);
  },
  readInt32BE(offset = 0) {
    checkOffset(this, offset, 4);
    return (this[offset] << 24) | (this[offset + 1] << 16) | (this[offset + 2] << 8) | this[offset + 3];
  },
  readUIntLE(offset, byteLength) {
    checkByteLength(offset, byteLength);
    return readUIntBytes(this, offset, byteLength, true);
  },
  readUIntBE(offset, byteLength) {
    checkByteLength(offset, byteLength);
    return readUIntBytes(this, offset, byteLength, false);
  },
  readIntLE(offset, byteLength) {
    checkByteLength(offset, byteLength);
    return readIntBytes(this, offset, byteLength, true);
  },
  readIntBE(offset, byteLength) {
    checkByteLength(offset, byteLength);
    return readIntBytes(this, offset, byteLength, false);
  },
  readBigUInt64LE(offset = 0) {
    checkOffset(this, offset, 8);
    return (BigInt(reads.readUInt32LE.call(this, offset + 4)) << 32n) + BigInt(reads.readUInt32LE.call(this, offset));
  },
  readBigUInt64BE(offset = 0) {
    checkOffset(this, offset, 8);
    return (BigInt(reads.readUInt32BE.call(this, offset)) << 32n) + BigInt(reads.readUInt32BE.call(this, offset + 4));
  },
  readBigInt64LE(offset = 0) {
    checkOffset(this, offset, 8);
    return (BigInt(reads.readInt32LE.call(this, offset + 4)) << 32n) + BigInt(reads.readUInt32LE.call(this, offset));
  },
  readBigInt64BE(offset = 0) {
    checkOffset(this, offset, 8);
    return (BigInt(reads.readInt32BE.call(this, offset)) << 32n) + BigInt(reads.readUInt32BE.call(this, offset + 4));
  },
  readFloatLE(offset = 0) { return readFloat(this, offset, float32, float32Bytes, 4, kLittleEndian); },
  readFloatBE(offset = 0) { return readFloat(this, offset, float32, float32Bytes, 4, !kLittleEndian); },
  readDoubleLE(offset = 0) { return readFloat(this, offset, float64, float64Bytes, 8, kLittleEndian); },
  readDoubleBE(offset = 0) { return readFloat(this, offset, float64, float64Bytes, 8, !kLittleEndian); },
};

const writes = {
  writeUInt8(value, offset = 0) {
    const number = +value;
    checkValue(number, 0, 0xff, 1);
    checkOffset(this, offset, 1);
    this[offset] = number;
    return offset + 1;
  },
  writeInt8(value, offset = 0) {
    const number = +value;
    checkValue(number, -0x80, 0x7f, 1);
    checkOffset(this, offset, 1);
    this[offset] = number;
    return offset + 1;
  },
  writeUInt16LE(value, offset = 0) { return writeInteger(this, value, offset, 2, true, 0, 0xffff); },
  writeUInt16BE(value, offset = 0) { return writeInteger(this, value, offset, 2, false, 0, 0xffff); },
  writeInt16LE(value, offset = 0) { return writeInteger(this, value, offset, 2, true, -0x8000, 0x7fff); },
  writeInt16BE(value, offset = 0) { return writeInteger(this, value, offset, 2, false, -0x8000, 0x7fff); },
  writeUInt32LE(value, offset = 0) { return writeUInt32(this, value, offset, true, 0, 0xffffffff); },
  writeUInt32BE(value, offset = 0) { return writeUInt32(this, value, offset, false, 0, 0xffffffff); },
  writeInt32LE(value, offset = 0) { return writeUInt32(this, value, offset, true, -0x80000000, 0x7fffffff); },
  writeInt32BE(value, offset = 0) { return writeUInt32(this, value, offset, false, -0x80000000, 0x7fffffff); },
  writeUIntLE(value, offset, byteLength) { return writeSized(this, value, offset, byteLength, true, false); },
  writeUIntBE(value, offset, byteLength) { return writeSized(this, value, offset, byteLength, false, false); },
  writeIntLE(value, offset, byteLength) { return writeSized(this, value, offset, byteLength, true, true); },
  writeIntBE(value, offset, byteLength) { return writeSized(this, value, offset, byteLength, false, true); },
  writeBigUInt64LE(value, offset = 0) { return writeBigInt(this, value, offset, true, 0n, 0xffffffffffffffffn); },
  writeBigUInt64BE(value, offset = 0) { return writeBigInt(this, value, offset, false, 0n, 0xffffffffffffffffn); },
  writeBigInt64LE(value, offset = 0) { return writeBigInt(this, value, offset, true, -0x8000000000000000n, 0x7fffffffffffffffn); },
  writeBigInt64BE(value, offset = 0) { return writeBigInt(this, value, offset, false, -0x8000000000000000n, 0x7fffffffffffffffn); },
  writeFloatLE(value, offset = 0) { return writeFloat(this, value, offset, float32, float32Bytes, 4, kLittleEndian); },
  writeFloatBE(value, offset = 0) { return writeFloat(this, value, offset, float32, float32Bytes, 4, !kLittleEndian); },
  writeDoubleLE(value, offset = 0) { return writeFloat(this, value, offset, float64, float64Bytes, 8, kLittleEndian); },
  writeDoubleBE(value, offset = 0) { return writeFloat(this, value, offset, float64, float64Bytes, 8, !kLittleEndian); },
};

function checkByteLength(offset, byteLength) {
  if (offset === undefined) throw new codes.ERR_INVALID_ARG_TYPE('offset', 'number', offset);
  if (typeof byteLength !== 'number') validateNumber(byteLength, 'byteLength');
  if (!(byteLength >= 1 && byteLength <= 6) || Math.floor(byteLength) !== byteLength) throw badOffset(byteLength, 6, 'byteLength');
}

function writeSized(buffer, value, offset, byteLength, littleEndian, signed) {
  checkByteLength(offset, byteLength);
  const range = 2 ** (8 * byteLength);
  return signed ?
    writeInteger(buffer, value, offset, byteLength, littleEndian, -range / 2, range / 2 - 1) :
    writeInteger(buffer, value, offset, byteLength, littleEndian, 0, range - 1);
}

function writeUInt32(buffer, value, offset, littleEndian, min, max) {
  const number = +value;
  checkValue(number, min, max, 4);
  checkOffset(buffer, offset, 4);
  if (littleEndian) {
    buffer[offset] = number;
    buffer[offset + 1] = number >>> 8;
    buffer[offset + 2] = number >>> 16;
    buffer[offset + 3] = number >>> 24;
  } else {
    buffer[offset] = number >>> 24;
    buffer[offset + 1] = number >>> 16;
    buffer[offset + 2] = number >>> 8;
    buffer[offset + 3] = number;
  }
  return offset + 4;
}

function writeBigInt(buffer, value, offset, littleEndian, min, max) {
  checkValue(value, min, max, 8);
  checkOffset(buffer, offset, 8);
  const low = Number(value & 0xffffffffn);
  const high = Number((value >> 32n) & 0xffffffffn);
  writeUInt32(buffer, littleEndian ? low : high, offset, littleEndian, 0, 0xffffffff);
  writeUInt32(buffer, littleEndian ? high : low, offset + 4, littleEndian, 0, 0xffffffff);
  return offset + 8;
}

function readFloat(buffer, offset, array, bytes, size, sameOrder) {
  checkOffset(buffer, offset, size);
  for (let i = 0; i < size; i++) bytes[sameOrder ? i : size - 1 - i] = buffer[offset + i];
  return array[0];
}

function writeFloat(buffer, value, offset, array, bytes, size, sameOrder) {
  const number = +value;
  checkOffset(buffer, offset, size);
  // The engine keeps the bits of a NaN, and those of undefined are its own.
  array[0] = Number.isNaN(number) ? NaN : number;
  for (let i = 0; i < size; i++) buffer[offset + i] = bytes[sameOrder ? i : size - 1 - i];
  return offset + size;
}

/** Puts all methods on `prototype`, with Node's second spelling (`readUint8`) for each unsigned one. */
function addNumberMethods(prototype) {
  for (const [name, method] of [...Object.entries(reads), ...Object.entries(writes)]) {
    prototype[name] = method;
    if (name.includes('UInt')) prototype[name.replace('UInt', 'Uint')] = method;
  }
}

module.exports = { addNumberMethods };
