'use strict';

/** `ZipEntry`: a file or directory of an archive. */

const { Buffer } = require('node:buffer');
const { isDate, isUint8Array } = require('internal:util/types');
const { promisify } = require('node:util');
const { Readable, pipeline } = require('node:stream');
const zlib = require('node:zlib');
const { codes } = require('internal:shared/errors');
const { validateString, validateUint32 } = require('internal:shared/validators');
const { MemoryContent, StreamContent } = require('internal:zlib/zip/content');
const { checkReadable, decode, decodePieces, decodeSync } = require('internal:zlib/zip/decoding');
const { fromMemory, readDirectory, readLocal } = require('internal:zlib/zip/directory');
const { modifiedOf, parseExtra, timesField, unicodePathOf, withoutZip64 } = require('internal:zlib/zip/extra_fields');
const { DEFLATE, DESCRIBED, STORE, UNIX, UTF8, ZSTD, asBuffer, kMax16 } = require('internal:zlib/zip/format');
const { descriptor, localHeader } = require('internal:zlib/zip/headers');
const { getMaxZipContentSize, warnOnce } = require('internal:zlib/zip/limits');
const { decodeText, encodeText, fromDosTime, toDosTime } = require('internal:zlib/zip/text');

/** Kinds of files in the upper bits of a mode, and the bit of a directory in the attributes of DOS. */
const kRegular = 0o100000;
const kDirectory = 0o040000;
const kSymlink = 0o120000;
const kKindMask = 0o170000;
const kPermissionMask = 0o7777;
const kDosDirectory = 0x10;

const methods = { __proto__: null, deflate: DEFLATE, store: STORE, zstd: ZSTD };
const compressors = new Map([
  [DEFLATE, { sync: zlib.deflateRawSync, inBackground: promisify(zlib.deflateRaw), create: zlib.createDeflateRaw }],
  [ZSTD, { sync: zlib.zstdCompressSync, inBackground: promisify(zlib.zstdCompress), create: zlib.createZstdCompress }],
]);

const kMake = Symbol('make');
let factsOf;
let contentOf;
let moveTo;

class ZipEntry {
  #facts;
  #content;

  /** Only made by the functions here. */
  constructor(key, facts, content) {
    if (key !== kMake) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#facts = facts;
    this.#content = content;
  }

  static {
    factsOf = (entry) => entry.#facts;
    contentOf = (entry) => entry.#content;
    moveTo = (entry, content) => {
      entry.#content = content;
      entry.#facts.isStreamed = false;
    };
  }

  /** The entries of an archive in memory. @param {Buffer | ArrayBufferView | ArrayBuffer} buffer */
  static* read(buffer) {
    warnOnce();
    yield* entriesOf(asBuffer(buffer, 'buffer')).entries;
  }

  /** @param {string} filename @param {Buffer | ArrayBufferView | ArrayBuffer} data @param {object} [options] */
  static async create(filename, data, options) {
    warnOnce();
    const { facts, bytes, method } = checkData(filename, data, options);
    const compressed = method === STORE ? bytes : await compressors.get(method).inBackground(bytes);
    return withContent(facts, bytes, method, compressed);
  }

  /** @param {string} filename @param {Buffer | ArrayBufferView | ArrayBuffer} data @param {object} [options] */
  static createSync(filename, data, options) {
    warnOnce();
    const { facts, bytes, method } = checkData(filename, data, options);
    return withContent(facts, bytes, method, method === STORE ? bytes : compressors.get(method).sync(bytes));
  }

  /** @param {string} filename @param {AsyncIterable<Uint8Array>} source @param {object} [options] */
  static createStream(filename, source, options) {
    warnOnce();
    const facts = createFacts(filename, options, 0o644, kRegular);
    if (facts.isDirectory) throw new codes.ERR_INVALID_ARG_VALUE('filename', filename, 'a directory entry cannot be streamed');
    facts.method = methodOf(options);
    facts.flags |= DESCRIBED;
    return new ZipEntry(kMake, facts, new StreamContent(source));
  }

  /** @param {string} filename @param {string} target @param {object} [options] */
  static createSymlink(filename, target, options) {
    warnOnce();
    const facts = createFacts(filename, options, 0o777, kSymlink);
    validateString(target, 'target');
    const bytes = encodeText(target);
    return withContent(facts, bytes, STORE, bytes);
  }

  get compressed() {
    return this.#facts.method !== STORE;
  }

  get rawContent() {
    return this.#content.raw;
  }

  get method() {
    return this.#facts.method;
  }

  get flags() {
    return this.#facts.flags;
  }

  get crc32() {
    checkKnown(this);
    return this.#facts.crc32;
  }

  get name() {
    return this.#facts.text;
  }

  get nameBuffer() {
    return this.#facts.name;
  }

  get comment() {
    return textOf(this.#facts, this.#facts.comment);
  }

  get size() {
    checkKnown(this);
    return this.#facts.size;
  }

  get compressedSize() {
    checkKnown(this);
    return this.#facts.compressedSize;
  }

  get modified() {
    this.#facts.modified ??= readModified(this.#facts, this.#content);
    return new Date(this.#facts.modified);
  }

  get mode() {
    return unixMode(this.#facts) & kPermissionMask;
  }

  get isSymlink() {
    return (unixMode(this.#facts) & kKindMask) === kSymlink;
  }

  get isFile() {
    return !this.isDirectory && !this.isSymlink;
  }

  get isDirectory() {
    return this.#facts.isDirectory;
  }

  /** @param {{ verify?: boolean, maxSize?: number }} [options] @returns {Promise<Buffer>} */
  async content(options) {
    checkKnown(this);
    checkReadable(this.#facts, options?.maxSize ?? getMaxZipContentSize());
    return decode(this.#facts, await this.#content.read(), options?.verify ?? true);
  }

  /** @param {{ verify?: boolean, maxSize?: number }} [options] */
  contentSync(options) {
    checkKnown(this);
    checkReadable(this.#facts, options?.maxSize ?? getMaxZipContentSize());
    return decodeSync(this.#facts, this.#content.readSync(), options?.verify ?? true);
  }

  /** @param {{ verify?: boolean, maxSize?: number }} [options] @returns {AsyncGenerator<Buffer>} */
  contentIterator(options) {
    return iterate(this, options?.verify ?? true, options?.maxSize ?? Infinity);
  }

  /** Local header, content and what follows it, as an archive holds them. */
  * [Symbol.iterator]() {
    if (this.#content instanceof StreamContent) throw new codes.ERR_INVALID_STATE('a streaming entry cannot be serialized synchronously');
    const raw = this.#content.readSync();
    yield localHeader(rewritten(this));
    if (raw.length > 0) yield raw;
  }

  async* [Symbol.asyncIterator]() {
    if (this.#content instanceof StreamContent) {
      yield* writeStreamed(this.#facts, this.#content);
      return;
    }
    yield localHeader(rewritten(this));
    yield* this.#content.pieces();
  }

  /** Lets go of a source that nothing was read from. */
  [Symbol.dispose]() {
    const content = this.#content;
    if (!(content instanceof StreamContent) || content.state === 'written') return;
    content.state = 'written';
    content.source?.destroy?.();
  }

  async [Symbol.asyncDispose]() {
    this[Symbol.dispose]();
  }
}

// --- Made by a program ---------------------------------------------------------------------------------------------------

function checkData(filename, data, options) {
  const facts = createFacts(filename, options, undefined, kRegular);
  const bytes = asBuffer(data, 'data');
  if (facts.isDirectory && bytes.length > 0) throw new codes.ERR_INVALID_ARG_VALUE('data', data, 'must be empty for a directory entry');
  const method = methodOf(options);
  return { facts, bytes, method: bytes.length === 0 ? STORE : method };
}

/** Everything but the content. @param {string} filename @param {object | undefined} options @param {number | undefined} mode @param {number} kind */
function createFacts(filename, options, mode, kind) {
  validateString(filename, 'filename');
  if (filename === '') throw new codes.ERR_INVALID_ARG_VALUE('filename', filename, 'must not be empty');
  const name = limited(encodeText(filename), 'name');
  const isDirectory = filename.endsWith('/');
  if (kind === kRegular && isDirectory) kind = kDirectory;
  const modified = dateOf(options);
  const { date: dosDate, time: dosTime } = toDosTime(modified);
  const permissions = modeOf(options) ?? mode ?? (isDirectory ? 0o755 : 0o644);
  return {
    madeBy: UNIX << 8,
    flags: UTF8,
    method: STORE,
    dosTime,
    dosDate,
    crc32: 0,
    compressedSize: 0,
    size: 0,
    internalAttributes: 0,
    attributes: ((kind | permissions & kPermissionMask) << 16 | (kind === kDirectory ? kDosDirectory : 0)) >>> 0,
    name,
    extra: timesField(modified),
    comment: commentOf(options),
    text: name.toString(),
    isDirectory,
    modified,
  };
}

function limited(bytes, what) {
  if (bytes.length <= kMax16) return bytes;
  throw new codes.ERR_ZIP_ENTRY_TOO_LARGE(`the entry ${what} must not exceed ${kMax16} bytes when encoded as UTF-8`);
}

function commentOf(options) {
  const comment = options?.comment;
  if (comment === undefined) return Buffer.alloc(0);
  validateString(comment, 'options.comment');
  return limited(encodeText(comment), 'comment');
}

function modeOf(options) {
  const mode = options?.mode ?? undefined;
  if (mode !== undefined) validateUint32(mode, 'options.mode');
  return mode;
}

function dateOf(options) {
  // A time that the header's own field holds.
  const modified = options?.modified ?? new Date(Math.floor(Date.now() / 2000) * 2000);
  if (!isDate(modified)) throw new codes.ERR_INVALID_ARG_TYPE('options.modified', 'Date', modified);
  if (Number.isNaN(modified.getTime())) throw new codes.ERR_INVALID_ARG_VALUE('modified', modified, 'must be a valid Date');
  return new Date(modified);
}

function methodOf(options) {
  const name = options?.method;
  if (name === undefined) return DEFLATE;
  const method = typeof name === 'string' ? methods[name] : undefined;
  if (method === undefined) throw new codes.ERR_INVALID_ARG_VALUE('options.method', name, "must be 'deflate', 'store', or 'zstd'");
  return method;
}

/** What does not become smaller is stored. */
function withContent(facts, bytes, method, compressed) {
  const isSmaller = compressed.length < bytes.length;
  facts.method = isSmaller ? method : STORE;
  facts.crc32 = zlib.crc32(bytes);
  facts.size = bytes.length;
  const raw = isSmaller ? compressed : bytes;
  facts.compressedSize = raw.length;
  return new ZipEntry(kMake, facts, new MemoryContent(raw));
}

// --- Read from an archive ------------------------------------------------------------------------------------------------

/** Comment and entries of an archive in memory, all of whose headers are sound. @param {Buffer} archive */
function entriesOf(archive) {
  const { comment, members } = fromMemory(archive, readDirectory(archive.length));
  const entries = members.map((member) => {
    const { start, extra, flags } = fromMemory(archive, readLocal(member));
    return entryOf({ ...member, flags }, new MemoryContent(archive.subarray(start, start + member.compressedSize)), extra);
  });
  return { comment, entries };
}

/** @param {import('internal:zlib/zip/directory').Member} member @param {object} content @param {Buffer} [localExtra] */
function entryOf(member, content, localExtra) {
  const fields = parseExtra(member.extra);
  const text = unicodePathOf(fields, member.name) ?? textOf(member, member.name);
  const facts = { ...member, extra: withoutZip64(member.extra), text, isDirectory: text.endsWith('/'), modified: modifiedOf(fields), localExtra };
  return new ZipEntry(kMake, facts, content);
}

/** A flag may say that it is UTF-8. */
function textOf({ flags }, bytes) {
  return (flags & UTF8) !== 0 ? bytes.toString() : decodeText(bytes);
}

/** From a header that has more than the directory, or from the coarse time that every entry has. */
function readModified(facts, content) {
  return modifiedOf(parseExtra(localExtraOf(facts, content))) ?? fromDosTime(facts.dosDate, facts.dosTime);
}

function localExtraOf(facts, content) {
  if (facts.localExtra !== undefined) return facts.localExtra;
  try {
    return content.localSync().extra;
  } catch {
    return Buffer.alloc(0);
  }
}

function unixMode({ madeBy, attributes }) {
  return madeBy >> 8 === UNIX ? attributes >>> 16 : 0;
}

async function* iterate(entry, verify, most) {
  const content = contentOf(entry);
  const facts = factsOf(entry);
  if (!(content instanceof StreamContent)) checkReadable(facts, most);
  yield* decodePieces(facts, content.pieces(), verify);
}

// --- Written -------------------------------------------------------------------------------------------------------------

/**
 * In an archive that is written anew sizes and checksum stand before the content, and what only the old local header said of the time is said
 * again.
 * @param {ZipEntry} entry
 */
function rewritten(entry) {
  const facts = factsOf(entry);
  const { modified } = entry;
  const { date: dosDate, time: dosTime } = toDosTime(modified);
  const hasTime = modifiedOf(parseExtra(facts.extra)) !== undefined;
  const extra = hasTime ? facts.extra : Buffer.concat([facts.extra, timesField(modified)]);
  return { ...facts, flags: facts.flags & ~DESCRIBED, dosDate, dosTime, extra };
}

function checkKnown(entry) {
  const content = contentOf(entry);
  if (content instanceof StreamContent && content.state !== 'written') {
    throw new codes.ERR_INVALID_STATE('this streaming entry has not finished serializing yet');
  }
}

/** Compresses the source on its way. */
async function* writeStreamed(facts, content) {
  if (content.state !== 'waiting') throw new codes.ERR_INVALID_STATE('a streaming entry can only be serialized once');
  content.state = 'writing';
  yield localHeader(facts);
  const plain = counted(facts, content.source);
  for await (const piece of facts.method === STORE ? plain : compressed(facts.method, plain)) {
    facts.compressedSize += piece.length;
    if (piece.length > 0) yield piece;
  }
  yield descriptor(facts);
  content.state = 'written';
  facts.isStreamed = true;
}

async function* counted(facts, source) {
  for await (const chunk of source) {
    if (!isUint8Array(chunk)) throw new codes.ERR_INVALID_ARG_TYPE('chunk', 'Uint8Array', chunk);
    facts.size += chunk.length;
    facts.crc32 = zlib.crc32(chunk, facts.crc32);
    yield chunk;
  }
}

function compressed(method, plain) {
  const compressor = compressors.get(method).create();
  // What goes wrong comes out of the compressor.
  pipeline(Readable.from(plain), compressor, () => {});
  return compressor;
}

module.exports = { ZipEntry, contentOf, entriesOf, entryOf, factsOf, moveTo, rewritten };
