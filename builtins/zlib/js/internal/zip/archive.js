'use strict';

/** `createZipArchive`, `createZipArchiveSync` and `zipFiles`: entries, one after the other, then their directory. */

const { Buffer } = require('node:buffer');
const { promisify } = require('node:util');
const fs = require('node:fs');
const { Readable } = require('node:stream');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateInteger, validateObject, validateString } = require('internal:shared/validators');
const { ZipEntry, factsOf, rewritten } = require('internal:zlib/zip/entry');
const { kMax16, unsupported } = require('internal:zlib/zip/format');
const { centralHeader, directoryOf } = require('internal:zlib/zip/headers');
const { warnOnce } = require('internal:zlib/zip/limits');
const { encodeText } = require('internal:zlib/zip/text');

const stat = promisify(fs.stat);
const lstat = promisify(fs.lstat);
const readlink = promisify(fs.readlink);

/**
 * @param {Iterable<ZipEntry> | AsyncIterable<ZipEntry>} entries @param {string | { comment?: string, baseOffset?: number }} [options]
 * @returns {Readable}
 */
function createZipArchive(entries, options) {
  warnOnce();
  const { comment, baseOffset } = archiveOptions(options);
  return streamOf(entries, comment, baseOffset);
}

/** @param {Iterable<ZipEntry>} entries @param {string | { comment?: string, baseOffset?: number }} [options] @returns {Generator<Buffer>} */
function createZipArchiveSync(entries, options) {
  warnOnce();
  const { comment, baseOffset } = archiveOptions(options);
  return writeArchiveSync(entries, comment, baseOffset);
}

/** @param {Iterable<[string, string]>} files @param {string | { followSymlinks?: boolean, comment?: string, baseOffset?: number }} [options] */
function zipFiles(files, options) {
  warnOnce();
  const { comment, baseOffset } = archiveOptions(options);
  const follow = typeof options === 'object' ? options.followSymlinks ?? true : true;
  validateBoolean(follow, 'options.followSymlinks');
  return streamOf(entriesOfFiles(files, follow), comment, baseOffset);
}

/** @param {string | object | undefined} options @param {Buffer} [comment] where they have none */
function archiveOptions(options, comment = encodeText('')) {
  if (options === undefined) return { comment, baseOffset: 0 };
  if (typeof options === 'string') return { comment: commentBytes(options), baseOffset: 0 };
  validateObject(options, 'options');
  const { baseOffset = 0 } = options;
  if (options.comment !== undefined) {
    validateString(options.comment, 'options.comment');
    comment = commentBytes(options.comment);
  }
  validateInteger(baseOffset, 'options.baseOffset', 0);
  return { comment, baseOffset };
}

/** @param {string} text */
function commentBytes(text) {
  const bytes = encodeText(text);
  if (bytes.length <= kMax16) return bytes;
  throw new codes.ERR_ZIP_ARCHIVE_TOO_LARGE(`the archive comment must not exceed ${kMax16} bytes when encoded as UTF-8`);
}

/** An archive as a stream. @param {Iterable<ZipEntry> | AsyncIterable<ZipEntry>} entries @param {Buffer} comment @param {number} baseOffset */
function streamOf(entries, comment, baseOffset) {
  return Readable.from(writeArchive(entries, comment, baseOffset), { objectMode: false });
}

// --- Writing -------------------------------------------------------------------------------------------------------------

/** What is written so far: the records of the directory and where the next entry begins. */
class Directory {
  constructor(offset) {
    this.offset = offset;
    this.records = [];
  }

  /** @param {ZipEntry} entry whose local header is at `offset` */
  add(entry, offset) {
    this.records.push(centralHeader(headerFacts(entry), offset));
  }

  /** @param {Buffer} comment @returns {Buffer[]} */
  end(comment) {
    return directoryOf(this.records, this.offset, comment);
  }
}

/** A streamed entry was written with its sizes behind it, all others with their sizes before. */
function headerFacts(entry) {
  const facts = factsOf(entry);
  return facts.isStreamed ? facts : rewritten(entry);
}

function checkEntry(entry) {
  if (!(entry instanceof ZipEntry)) throw new codes.ERR_INVALID_ARG_TYPE('entry', 'ZipEntry', entry);
}

async function* writeArchive(entries, comment, baseOffset) {
  const directory = new Directory(baseOffset);
  const iterator = entries[Symbol.asyncIterator]?.() ?? entries[Symbol.iterator]();
  let current = null;
  let isWhole = false;
  try {
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
      current = step.value;
      checkEntry(current);
      const { offset } = directory;
      for await (const piece of current) {
        directory.offset += piece.length;
        yield piece;
      }
      directory.add(current, offset);
      current = null;
    }
    isWhole = true;
    yield* directory.end(comment);
  } finally {
    if (!isWhole) await disposeRest(current, iterator);
  }
}

function* writeArchiveSync(entries, comment, baseOffset) {
  const directory = new Directory(baseOffset);
  const iterator = entries[Symbol.iterator]();
  let current = null;
  let isWhole = false;
  try {
    for (let step = iterator.next(); !step.done; step = iterator.next()) {
      current = step.value;
      checkEntry(current);
      const { offset } = directory;
      for (const piece of current) {
        directory.offset += piece.length;
        yield piece;
      }
      directory.add(current, offset);
      current = null;
    }
    isWhole = true;
    yield* directory.end(comment);
  } finally {
    if (!isWhole) disposeRestSync(current, iterator);
  }
}

/** Nothing will read the sources of what is left. */
async function disposeRest(current, iterator) {
  dispose(current);
  try {
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) dispose(step.value);
  } catch {
    // The archive has failed for another reason, which is the one that counts.
  }
}

function disposeRestSync(current, iterator) {
  dispose(current);
  try {
    for (let step = iterator.next(); !step.done; step = iterator.next()) dispose(step.value);
  } catch {
    // As above.
  }
}

function dispose(entry) {
  if (entry instanceof ZipEntry) entry[Symbol.dispose]();
}

// --- Files ---------------------------------------------------------------------------------------------------------------

async function* entriesOfFiles(files, follow) {
  for (const { 0: path, 1: name } of files) {
    validateString(path, 'sourcePath');
    validateString(name, 'name');
    yield await entryOfFile(path, name, follow);
  }
}

async function entryOfFile(path, name, follow) {
  const stats = await (follow ? stat(path) : lstat(path));
  const options = { mode: stats.mode & 0o7777, modified: stats.mtime };
  if (stats.isSymbolicLink()) return ZipEntry.createSymlink(name, await readlink(path), options);
  if (stats.isDirectory()) return ZipEntry.create(name.endsWith('/') ? name : `${name}/`, Buffer.alloc(0), options);
  if (!stats.isFile()) throw unsupported(`cannot archive ${JSON.stringify(path)}: not a regular file`);
  return ZipEntry.createStream(name, fs.createReadStream(path), options);
}

module.exports = { archiveOptions, checkEntry, createZipArchive, createZipArchiveSync, headerFacts, streamOf, writeArchive, writeArchiveSync, zipFiles };
