'use strict';

/** The part of CBOR (RFC 8949) that histograms need: whole numbers, floating point numbers, lists and maps of a known length. */

const UNSIGNED = 0;
const LIST = 4;
const MAP = 5;
const OTHER = 7;

/** Below this, the number stands in the first byte; from it on, the byte says how long the number is. */
const kLongForms = 24;
const kFloat32 = 26;
const kFloat64 = 27;

/** Deeper data is refused: what is read here has maps in a map. */
const kDeepest = 4;

/** @param {unknown} value maps, lists, whole numbers that are not negative, and `Float64Array`s of one number @returns {Uint8Array} */
function encode(value) {
  const bytes = [];
  write(bytes, value);
  return Uint8Array.from(bytes);
}

function write(bytes, value) {
  if (value instanceof Map) {
    writeHead(bytes, MAP, value.size);
    value.forEach((member, key) => {
      write(bytes, key);
      write(bytes, member);
    });
  } else if (Array.isArray(value)) {
    writeHead(bytes, LIST, value.length);
    value.forEach((member) => write(bytes, member));
  } else if (value instanceof Float64Array) {
    bytes.push(OTHER << 5 | kFloat64, ...bigEndian(8, (view) => view.setFloat64(0, value[0])));
  } else {
    writeHead(bytes, UNSIGNED, value);
  }
}

/** The kind and a number, in as few bytes as it needs. @param {number | bigint} number */
function writeHead(bytes, kind, number) {
  if (number < kLongForms) bytes.push(kind << 5 | Number(number));
  else if (number < 2 ** 8) bytes.push(kind << 5 | 24, Number(number));
  else if (number < 2 ** 16) bytes.push(kind << 5 | 25, ...bigEndian(2, (view) => view.setUint16(0, Number(number))));
  else if (number < 2 ** 32) bytes.push(kind << 5 | 26, ...bigEndian(4, (view) => view.setUint32(0, Number(number))));
  else bytes.push(kind << 5 | 27, ...bigEndian(8, (view) => view.setBigUint64(0, BigInt(number))));
}

function bigEndian(length, fill) {
  const view = new DataView(new ArrayBuffer(length));
  fill(view);
  return new Uint8Array(view.buffer);
}

/**
 * @param {Uint8Array} data what follows the value is not read
 * @returns {unknown} undefined where it is not whole, or is something else than what `encode` gives
 */
function decode(data) {
  try {
    return new Reader(data).read(0);
  } catch {
    return undefined;
  }
}

/** Throws where the data ends or has what is not read here. */
class Reader {
  /** @param {Uint8Array} data */
  constructor(data) {
    this.data = data;
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    this.at = 0;
  }

  read(depth) {
    const first = this.view.getUint8(this.at++);
    const [kind, form] = [first >> 5, first & 31];
    if (kind === OTHER) return this.readFloat(form);
    const number = this.readNumber(form);
    if (kind === UNSIGNED) return number;
    // Each member takes a byte at least: a length that cannot be is found out before there is a list of it.
    if (depth === kDeepest || number > this.data.length - this.at) throw new RangeError('CBOR that is not read here');
    if (kind === LIST) return Array.from({ length: number }, () => this.read(depth + 1));
    if (kind === MAP) return this.readMap(number, depth + 1);
    throw new RangeError('CBOR that is not read here');
  }

  readMap(size, depth) {
    const map = new Map();
    for (let i = 0; i < size; i++) map.set(this.read(depth), this.read(depth));
    return map;
  }

  /** @returns {number | bigint} a bigint where a number is not exact */
  readNumber(form) {
    if (form < kLongForms) return form;
    const length = 2 ** (form - kLongForms);
    if (length > 8) throw new RangeError('CBOR that is not read here');
    const { at } = this;
    this.at += length;
    if (length === 1) return this.view.getUint8(at);
    if (length === 2) return this.view.getUint16(at);
    if (length === 4) return this.view.getUint32(at);
    const number = this.view.getBigUint64(at);
    return number <= Number.MAX_SAFE_INTEGER ? Number(number) : number;
  }

  readFloat(form) {
    const { at } = this;
    this.at += form === kFloat64 ? 8 : 4;
    if (form === kFloat64) return this.view.getFloat64(at);
    if (form === kFloat32) return this.view.getFloat32(at);
    throw new RangeError('CBOR that is not read here');
  }
}

module.exports = { decode, encode };
