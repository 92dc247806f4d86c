'use strict';

/**
 * Reading an archive's directory. The steps are generators that yield what they want to read, `[offset, length]`, and get the bytes: the same
 * ones read memory, files at once and files in the background.
 */

const { kMaxLength } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { widen } = require('internal:zlib/zip/extra_fields');
const {
  CENTRAL, DESCRIBED, ENCRYPTED, END, END_64, LOCAL, LOCATOR_64, invalid, kCentralLength, kEnd64Length, kEndLength, kLocalLength, kLocatorLength,
  kMax16, kMax32, readU64, unsupported,
} = require('internal:zlib/zip/format');

/**
 * What the directory says of a member.
 * @typedef {object} Member
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
 * @property {number} offset of its local header, from the start of the file
 * @property {number} limit where its data ends at the latest
 * @property {number} end of the file
 * @property {Buffer} name
 * @property {Buffer} extra
 * @property {Buffer} comment
 */

/** @param {Buffer} bytes the whole archive @param {Generator<[number, number], T, Buffer>} steps @returns {T} @template T */
function fromMemory(bytes, steps) {
  return drive(steps, (offset, length) => bytes.subarray(offset, offset + length));
}

/** @param {Generator<[number, number], T, Buffer>} steps @param {(offset: number, length: number) => Buffer} read @template T */
function drive(steps, read) {
  let step = steps.next();
  while (!step.done) step = steps.next(read(step.value[0], step.value[1]));
  return step.value;
}

/** @param {Generator<[number, number], T, Buffer>} steps @param {(offset: number, length: number) => Promise<Buffer>} read @template T */
async function driveAsync(steps, read) {
  let step = steps.next();
  while (!step.done) step = steps.next(await read(step.value[0], step.value[1]));
  return step.value;
}

/** Comment, members and start of the directory of an archive of `size` bytes. */
function* readDirectory(size) {
  const { count, length, start, prefix, comment } = yield* findDirectory(size);
  if (count * kCentralLength > length) throw inconsistent();
  if (length > kMaxLength) throw new codes.ERR_ZIP_ARCHIVE_TOO_LARGE(`the central directory of ${length} bytes does not fit into a buffer`);
  const bytes = yield [start, length];
  const members = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    const member = parseCentral(bytes, at, size - start);
    at += kCentralLength + member.name.length + member.extra.length + member.comment.length;
    member.offset += prefix;
    members.push(member);
  }
  if (at !== bytes.length) throw inconsistent();
  limitMembers(members, start, size);
  return { comment, members, start };
}

/** A member's data ends where the next one begins. */
function limitMembers(members, end, size) {
  const inOrder = members.toSorted((a, b) => a.offset - b.offset);
  inOrder.forEach((member, index) => {
    member.limit = inOrder[index + 1]?.offset ?? end;
    member.end = size;
  });
}

/** Where the directory is (sections 4.3.14 to 4.3.16). Bytes before the archive shift all its offsets. */
function* findDirectory(size) {
  const length = Math.min(size, kEndLength + kMax16 + kLocatorLength);
  const tail = yield [size - length, length];
  const at = findEnd(tail);
  const end = parseEnd(tail, at);
  const locatorAt = at - kLocatorLength;
  const hasLocator = locatorAt >= 0 && tail.readUInt32LE(locatorAt) === LOCATOR_64;
  const endOffset = size - length + at;
  const found = (hasLocator ? yield* readEnd64(tail, locatorAt, endOffset, end) : undefined) ?? { ...end, stop: endOffset };
  if (found.disk !== 0 || found.startDisk !== 0 || found.countHere !== found.count) throw multiDisk();
  const prefix = found.stop - found.length - found.offset;
  if (prefix < 0) throw invalid('central directory does not fit inside the archive');
  return { count: found.count, length: found.length, start: found.stop - found.length, prefix, comment: end.comment };
}

/** The last record whose comment is whole. */
function findEnd(tail) {
  for (let at = tail.length - kEndLength; at >= 0; at--) {
    if (tail[at] === 0x50 && tail.readUInt32LE(at) === END && at + kEndLength + tail.readUInt16LE(at + 20) <= tail.length) return at;
  }
  throw invalid('no end of central directory record found');
}

function parseEnd(tail, at) {
  return {
    disk: tail.readUInt16LE(at + 4),
    startDisk: tail.readUInt16LE(at + 6),
    countHere: tail.readUInt16LE(at + 8),
    count: tail.readUInt16LE(at + 10),
    length: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
    comment: tail.subarray(at + kEndLength, at + kEndLength + tail.readUInt16LE(at + 20)),
  };
}

/** The record before the locator, or the one that it leads to, which may have more in it than this version knows. */
function* readEnd64(tail, locatorAt, endOffset, classic) {
  if (tail.readUInt32LE(locatorAt + 4) !== 0 || tail.readUInt32LE(locatorAt + 16) > 1) throw multiDisk();
  const locatorOffset = endOffset - kLocatorLength;
  const end = (yield* endAt(locatorOffset - kEnd64Length, locatorOffset)) ?? (yield* endAt(readU64(tail, locatorAt + 8), locatorOffset));
  if (end !== undefined) return checked(end, classic);
  if (isComplete(classic)) return undefined;
  throw invalid('Zip64 end of central directory record not found');
}

function* endAt(stop, limit) {
  if (stop < 0 || stop + kEnd64Length > limit) return undefined;
  const bytes = yield [stop, kEnd64Length];
  return bytes.readUInt32LE(0) === END_64 ? { ...parseEnd64(bytes), stop } : undefined;
}

/** Whether the older record needs no other. */
function isComplete({ countHere, count, length, offset }) {
  return countHere !== kMax16 && count !== kMax16 && length !== kMax32 && offset !== kMax32;
}

function multiDisk() {
  return unsupported('multi-disk archives are not supported');
}

function inconsistent() {
  return invalid('central directory record count is inconsistent with its size');
}

function parseEnd64(bytes) {
  return {
    disk: bytes.readUInt32LE(16),
    startDisk: bytes.readUInt32LE(20),
    countHere: readU64(bytes, 24),
    count: readU64(bytes, 32),
    length: readU64(bytes, 40),
    offset: readU64(bytes, 48),
  };
}

/** What the older record says and could say in its fields is the same. */
function checked(end, classic) {
  const fits = (value, own, most) => own === most || own === value;
  const hasCounts = classic.countHere !== kMax16 && classic.count !== kMax16;
  if (hasCounts && classic.countHere !== classic.count) throw multiDisk();
  const agrees = fits(end.count, classic.count, kMax16)
    && fits(end.length, classic.length, kMax32) && fits(end.offset, classic.offset, kMax32);
  if (!agrees) throw invalid('Zip64 and classic end-of-central-directory records disagree');
  return end;
}

/** Section 4.3.12. @param {Buffer} bytes the directory @param {number} room from its start to the end of the file @returns {Member} */
function parseCentral(bytes, at, room) {
  if (at + kCentralLength > bytes.length) throw invalid('central directory header is out of bounds');
  if (bytes.readUInt32LE(at) !== CENTRAL) throw invalid('central directory header signature is invalid');
  const nameEnd = at + kCentralLength + bytes.readUInt16LE(at + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
  const end = extraEnd + bytes.readUInt16LE(at + 32);
  if (end > bytes.length) throw invalid(`central directory header is ${end > room ? 'truncated' : 'out of bounds'}`);
  const disk = bytes.readUInt16LE(at + 34);
  if (disk !== 0 && disk !== kMax16) throw multiDisk();
  const extra = bytes.subarray(nameEnd, extraEnd);
  const [size, compressedSize, offset] = widen(extra, [bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)]);
  return {
    madeBy: bytes.readUInt16LE(at + 4),
    flags: bytes.readUInt16LE(at + 8),
    method: bytes.readUInt16LE(at + 10),
    dosTime: bytes.readUInt16LE(at + 12),
    dosDate: bytes.readUInt16LE(at + 14),
    crc32: bytes.readUInt32LE(at + 16),
    compressedSize,
    size,
    internalAttributes: bytes.readUInt16LE(at + 36),
    attributes: bytes.readUInt32LE(at + 38),
    offset,
    limit: 0,
    end: 0,
    name: bytes.subarray(at + kCentralLength, nameEnd),
    extra,
    comment: bytes.subarray(extraEnd, end),
  };
}

/** Where the data of a member begins, its local extra field and flags: what its own header says must be what the directory says. */
function* readLocal(member) {
  const { offset } = member;
  const head = yield [offset, kLocalLength];
  if (head.length < kLocalLength) throw invalid('local file header is out of bounds');
  if (head.readUInt32LE(0) !== LOCAL) throw invalid('local file header signature is invalid');
  const nameLength = head.readUInt16LE(26);
  const extraLength = head.readUInt16LE(28);
  const rest = yield [offset + kLocalLength, nameLength + extraLength];
  if (rest.length < nameLength + extraLength) throw invalid('local file header is truncated');
  const extra = rest.subarray(nameLength);
  checkLocal(member, head, extra);
  const start = offset + kLocalLength + nameLength + extraLength;
  if (start + member.compressedSize > member.end) throw invalid('entry data is out of bounds');
  if (start + member.compressedSize > member.limit) {
    throw invalid(`entry ${JSON.stringify(member.name.toString())} overlaps the next entry or the central directory (possible zip bomb)`);
  }
  return { start, extra, flags: head.readUInt16LE(6) };
}

function checkLocal(member, head, extra) {
  const flags = head.readUInt16LE(6);
  if (head.readUInt16LE(8) !== member.method) throw invalid('local and central compression methods disagree');
  if ((flags & ENCRYPTED) !== (member.flags & ENCRYPTED)) throw invalid('local and central encryption flags disagree');
  const [size, compressedSize] = widen(extra, [head.readUInt32LE(22), head.readUInt32LE(18)]);
  // What stands behind the data may be left open before it.
  const isDescribed = (flags & DESCRIBED) !== 0;
  const agrees = (value, told) => value === told || (isDescribed && value === 0);
  if (agrees(head.readUInt32LE(14), member.crc32) && agrees(size, member.size) && agrees(compressedSize, member.compressedSize)) return;
  throw invalid('local and central header crc-32 or sizes disagree');
}

module.exports = { drive, driveAsync, fromMemory, readDirectory, readLocal };
