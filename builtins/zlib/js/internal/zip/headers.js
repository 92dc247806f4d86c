'use strict';

/** Headers and records as they are written. */

const { Buffer } = require('node:buffer');
const { zip64Field } = require('internal:zlib/zip/extra_fields');
const {
  CENTRAL, DESCRIBED, DESCRIPTOR, END, END_64, LOCAL, LOCATOR_64, UNIX, ZSTD, kCentralLength, kEnd64Length, kEndLength, kLocalLength, kLocatorLength,
  kMax16, kMax32, writeU64,
} = require('internal:zlib/zip/format');

/** What a reader must know, in tenths (section 4.4.3). */
const kVersion = 20;
const kVersion64 = 45;
const kVersionZstd = 63;

const NOTHING = Buffer.alloc(0);

/**
 * What headers say of an entry.
 * @typedef {object} Facts
 * @property {number} madeBy
 * @property {number} flags
 * @property {number} method
 * @property {number} dosTime
 * @property {number} dosDate
 * @property {number} crc32
 * @property {number} compressedSize
 * @property {number} size
 * @property {number} internalAttributes
 * @property {number} attributes
 * @property {Buffer} name
 * @property {Buffer} extra without the field for 64 bits
 * @property {Buffer} comment
 */

/** Whether a reader must know fields of 64 bits. A streamed entry may become large. @param {Facts} facts @param {number} [offset] if that is said, too */
function isWide(facts, offset = 0) {
  return (facts.flags & DESCRIBED) !== 0 || Math.max(facts.size, facts.compressedSize, offset) >= kMax32;
}

function versionOf(method, wide) {
  if (method === ZSTD) return kVersionZstd;
  return wide ? kVersion64 : kVersion;
}

/** Before the content. Of a streamed entry it says neither sizes nor checksum. @param {Facts} facts */
function localHeader(facts) {
  const isStreamed = (facts.flags & DESCRIBED) !== 0;
  const { size, compressedSize } = isStreamed ? { size: 0, compressedSize: 0 } : facts;
  const wide = isWide(facts);
  const widened = wide ? zip64Field([size, compressedSize]) : NOTHING;
  const head = Buffer.alloc(kLocalLength);
  head.writeUInt32LE(LOCAL, 0);
  head.writeUInt16LE(versionOf(facts.method, wide), 4);
  writeCommon(head, 6, facts, isStreamed ? 0 : facts.crc32);
  head.writeUInt32LE(wide ? kMax32 : compressedSize, 18);
  head.writeUInt32LE(wide ? kMax32 : size, 22);
  head.writeUInt16LE(facts.name.length, 26);
  head.writeUInt16LE(widened.length + facts.extra.length, 28);
  return Buffer.concat([head, facts.name, widened, facts.extra]);
}

/** Flags, method, time and checksum, which both headers have in a row. */
function writeCommon(bytes, at, { flags, method, dosTime, dosDate }, crc32) {
  bytes.writeUInt16LE(flags, at);
  bytes.writeUInt16LE(method, at + 2);
  bytes.writeUInt16LE(dosTime, at + 4);
  bytes.writeUInt16LE(dosDate, at + 6);
  bytes.writeUInt32LE(crc32, at + 8);
}

/** Behind the content of a streamed entry. @param {Facts} facts */
function descriptor({ crc32, compressedSize, size }) {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(DESCRIPTOR, 0);
  bytes.writeUInt32LE(crc32, 4);
  writeU64(bytes, compressedSize, 8);
  writeU64(bytes, size, 16);
  return bytes;
}

/** In the directory. @param {Facts} facts @param {number} offset of the local header */
function centralHeader(facts, offset) {
  const { size, compressedSize } = facts;
  const large = [size, compressedSize, offset].filter((value) => value >= kMax32);
  const widened = large.length > 0 ? zip64Field(large) : NOTHING;
  const version = versionOf(facts.method, isWide(facts, offset));
  const head = Buffer.alloc(kCentralLength);
  head.writeUInt32LE(CENTRAL, 0);
  head.writeUInt16LE(facts.madeBy & 0xff00 | version, 4);
  head.writeUInt16LE(version, 6);
  writeCommon(head, 8, facts, facts.crc32);
  head.writeUInt32LE(Math.min(compressedSize, kMax32), 20);
  head.writeUInt32LE(Math.min(size, kMax32), 24);
  head.writeUInt16LE(facts.name.length, 28);
  head.writeUInt16LE(widened.length + facts.extra.length, 30);
  head.writeUInt16LE(facts.comment.length, 32);
  head.writeUInt16LE(facts.internalAttributes, 36);
  head.writeUInt32LE(facts.attributes, 38);
  head.writeUInt32LE(Math.min(offset, kMax32), 42);
  return Buffer.concat([head, facts.name, widened, facts.extra, facts.comment]);
}

/**
 * The directory and what ends it.
 * @param {Buffer[]} records one for each entry @param {number} offset where the first of them is @param {Buffer} comment @returns {Buffer[]}
 */
function directoryOf(records, offset, comment) {
  const length = records.reduce((sum, record) => sum + record.length, 0);
  return [...records, ...endRecords(records.length, length, offset, comment)];
}

/** Behind the directory: one record, or three where a number needs 64 bits. */
function endRecords(count, length, offset, comment) {
  const isLarge = count >= kMax16 || length >= kMax32 || offset >= kMax32;
  return isLarge ? [end64(count, length, offset), locator(offset + length), end(count, length, offset, comment)] : [end(count, length, offset, comment)];
}

function end(count, length, offset, comment) {
  const bytes = Buffer.alloc(kEndLength);
  bytes.writeUInt32LE(END, 0);
  bytes.writeUInt16LE(Math.min(count, kMax16), 8);
  bytes.writeUInt16LE(Math.min(count, kMax16), 10);
  bytes.writeUInt32LE(Math.min(length, kMax32), 12);
  bytes.writeUInt32LE(Math.min(offset, kMax32), 16);
  bytes.writeUInt16LE(comment.length, 20);
  return Buffer.concat([bytes, comment]);
}

function end64(count, length, offset) {
  const bytes = Buffer.alloc(kEnd64Length);
  bytes.writeUInt32LE(END_64, 0);
  writeU64(bytes, kEnd64Length - 12, 4);
  bytes.writeUInt16LE(UNIX << 8 | kVersion64, 12);
  bytes.writeUInt16LE(kVersion64, 14);
  writeU64(bytes, count, 24);
  writeU64(bytes, count, 32);
  writeU64(bytes, length, 40);
  writeU64(bytes, offset, 48);
  return bytes;
}

function locator(offset) {
  const bytes = Buffer.alloc(kLocatorLength);
  bytes.writeUInt32LE(LOCATOR_64, 0);
  writeU64(bytes, offset, 8);
  bytes.writeUInt32LE(1, 16);
  return bytes;
}

module.exports = { centralHeader, descriptor, directoryOf, localHeader };
