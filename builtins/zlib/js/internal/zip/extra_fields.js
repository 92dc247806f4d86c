'use strict';

/** Extra fields of headers: pairs of a kind and its data (section 4.5). */

const { Buffer } = require('node:buffer');
const { crc32 } = require('node:zlib');
const { invalid, kMax32, readU64, writeU64 } = require('internal:zlib/zip/format');

/** Sizes and offset of 64 bits. */
const ZIP64 = 0x0001;
const NTFS = 0x000a;
/** Info-ZIP's "extended timestamp". */
const TIMES = 0x5455;
/** Info-ZIP's first field for Unix. */
const UNIX_1 = 0x5855;
const UNICODE_PATH = 0x7075;

/** From 1601 to 1970, in milliseconds. */
const kNtfsEpoch = 11_644_473_600_000;

/** The whole fields by their kind; of one kind the first counts. @param {Buffer} bytes @returns {Map<number, Buffer>} */
function parseExtra(bytes) {
  const fields = new Map();
  for (const { kind, data } of fieldsOf(bytes)) {
    if (!fields.has(kind)) fields.set(kind, data);
  }
  return fields;
}

/** Up to the first that is not whole. */
function* fieldsOf(bytes) {
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt16LE(at + 2);
    if (end > bytes.length) return;
    yield { kind: bytes.readUInt16LE(at), data: bytes.subarray(at + 4, end), end };
    at = end;
  }
}

/** What is written again: sizes and offset may not be what they were. @param {Buffer} bytes */
function withoutZip64(bytes) {
  const kept = [];
  let at = 0;
  for (const { kind, end } of fieldsOf(bytes)) {
    if (kind !== ZIP64) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

/**
 * Replaces those of `values` that do not fit into 32 bits by what the field for 64 bits says, in its order.
 * @param {Buffer} extra @param {number[]} values
 */
function widen(extra, values) {
  if (!values.includes(kMax32)) return values;
  const field = parseExtra(extra).get(ZIP64);
  if (field === undefined && !isWhole(extra)) throw invalid('extra field is malformed');
  if (field === undefined) throw invalid('a field is 0xFFFFFFFF but the Zip64 extended information extra field is missing');
  let at = 0;
  return values.map((value) => {
    if (value !== kMax32) return value;
    if (at + 8 > field.length) throw invalid('the Zip64 extended information extra field is truncated');
    at += 8;
    return readU64(field, at - 8);
  });
}

function isWhole(bytes) {
  let whole = 0;
  for (const { end } of fieldsOf(bytes)) whole = end;
  return whole === bytes.length;
}

/** The time of the last change, or nothing. @param {Map<number, Buffer>} fields */
function modifiedOf(fields) {
  return ntfsTime(fields.get(NTFS)) ?? extendedTime(fields.get(TIMES)) ?? unixTime(fields.get(UNIX_1));
}

/** Attribute 1 has three times in steps of 100 nanoseconds; the first is the one. */
function ntfsTime(field) {
  for (let at = 4; field !== undefined && at + 4 <= field.length; at += 4 + field.readUInt16LE(at + 2)) {
    if (field.readUInt16LE(at) !== 1) continue;
    if (at + 12 > field.length) return undefined;
    return new Date(Number(field.readBigUInt64LE(at + 4) / 10_000n) - kNtfsEpoch);
  }
  return undefined;
}

function extendedTime(field) {
  if (field === undefined || field.length < 5 || (field[0] & 1) === 0) return undefined;
  return new Date(field.readInt32LE(1) * 1000);
}

function unixTime(field) {
  return field === undefined || field.length < 8 ? undefined : new Date(field.readInt32LE(4) * 1000);
}

/** The name in UTF-8, if the field was made for this one. @param {Map<number, Buffer>} fields @param {Buffer} name */
function unicodePathOf(fields, name) {
  const field = fields.get(UNICODE_PATH);
  if (field === undefined || field.length < 5 || field[0] !== 1) return undefined;
  return field.readUInt32LE(1) === crc32(name) ? field.toString('utf8', 5) : undefined;
}

/** A field of one or more numbers of 64 bits. @param {number[]} values */
function zip64Field(values) {
  const bytes = fieldOf(ZIP64, values.length * 8);
  values.forEach((value, index) => writeU64(bytes, value, 4 + index * 8));
  return bytes;
}

/** For a time that the header's own field does not hold; nothing for others. @param {Date} modified */
function timesField(modified) {
  const milliseconds = modified.getTime();
  const seconds = Math.floor(milliseconds / 1000);
  if (milliseconds % 2000 === 0 || seconds < -(2 ** 31) || seconds >= 2 ** 31) return Buffer.alloc(0);
  const bytes = fieldOf(TIMES, 5);
  bytes[4] = 1;
  bytes.writeInt32LE(seconds, 5);
  return bytes;
}

function fieldOf(kind, length) {
  const bytes = Buffer.alloc(4 + length);
  bytes.writeUInt16LE(kind, 0);
  bytes.writeUInt16LE(length, 2);
  return bytes;
}

module.exports = { modifiedOf, parseExtra, timesField, unicodePathOf, widen, withoutZip64, zip64Field };
