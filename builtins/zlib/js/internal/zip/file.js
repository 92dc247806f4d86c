'use strict';

/** `ZipFile`: the entries of an archive in a file, which is read where it is asked and written where its directory begins. */

const { Buffer } = require('node:buffer');
const { promisify } = require('node:util');
const fs = require('node:fs');
const { Readable } = require('node:stream');
const { codes } = require('internal:shared/errors');
const { validateBoolean, validateFunction, validateString } = require('internal:shared/validators');
const { archiveOptions, checkEntry, headerFacts, streamOf, writeArchiveSync } = require('internal:zlib/zip/archive');
const { FileContent, OpenFile, StreamContent } = require('internal:zlib/zip/content');
const { drive, driveAsync, readDirectory } = require('internal:zlib/zip/directory');
const { ZipEntry, contentOf, entryOf, factsOf, moveTo } = require('internal:zlib/zip/entry');
const { centralHeader, directoryOf } = require('internal:zlib/zip/headers');
const { warnOnce } = require('internal:zlib/zip/limits');
const { decodeText } = require('internal:zlib/zip/text');

const open = promisify(fs.open);
const fstat = promisify(fs.fstat);
const close = promisify(fs.close);
const write = promisify(fs.write);
const ftruncate = promisify(fs.ftruncate);

const kMake = Symbol('make');
const kUnsettled = 'cannot call a synchronous ZipFile method while an asynchronous add(), addEntry(), delete(), or close() call has not settled yet';

class ZipFile {
  /** @type {OpenFile} */
  #file;
  #writable;
  #comment;
  /** Where the directory begins. */
  #start;
  /** Entries by name, each with the offset of its local header. @type {Map<string, { entry: ZipEntry, facts: object, offset: number }>} */
  #members = new Map();
  /** Changes in the background, one after the other. */
  #changes = Promise.resolve();
  #unsettled = 0;

  /** Only made by `open` and `openSync`. */
  constructor(key, file, writable, { comment, members, start }) {
    if (key !== kMake) throw new codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#file = file;
    this.#writable = writable;
    this.#comment = comment;
    this.#start = start;
    for (const member of members) {
      const entry = entryOf(member, new FileContent(file, member));
      this.#members.set(entry.name, { entry, facts: factsOf(entry), offset: member.offset });
    }
  }

  /** @param {string} filename @param {{ writable?: boolean }} [options] @returns {Promise<ZipFile>} */
  static async open(filename, options) {
    warnOnce();
    const writable = checkOpen(filename, options);
    const file = new OpenFile(await open(filename, writable ? 'r+' : 'r'));
    try {
      const { size } = await fstat(file.fd);
      return new ZipFile(kMake, file, writable, await driveAsync(readDirectory(size), (offset, length) => file.read(offset, length)));
    } catch (error) {
      await close(file.fd);
      throw error;
    }
  }

  /** @param {string} filename @param {{ writable?: boolean }} [options] */
  static openSync(filename, options) {
    warnOnce();
    const writable = checkOpen(filename, options);
    const file = new OpenFile(fs.openSync(filename, writable ? 'r+' : 'r'));
    try {
      const { size } = fs.fstatSync(file.fd);
      return new ZipFile(kMake, file, writable, drive(readDirectory(size), (offset, length) => file.readSync(offset, length)));
    } catch (error) {
      fs.closeSync(file.fd);
      throw error;
    }
  }

  get writable() {
    return this.#writable;
  }

  get comment() {
    return decodeText(this.#comment);
  }

  has(name) {
    validateString(name, 'name');
    this.#checkOpen();
    return this.#members.has(name);
  }

  /** @param {string} name @returns {Promise<ZipEntry>} */
  async get(name) {
    return this.#find(name);
  }

  getSync(name) {
    this.#checkSettled();
    return this.#find(name);
  }

  /** @param {string} name @param {{ verify?: boolean, maxSize?: number }} [options] @returns {Promise<Readable>} */
  async stream(name, options) {
    return Readable.from(this.#find(name).contentIterator(options), { objectMode: false });
  }

  /** @param {ZipEntry} entry @returns {Promise<ZipEntry>} */
  async addEntry(entry) {
    this.#checkWritable();
    checkEntry(entry);
    return this.#change(() => this.#append(entry));
  }

  async add(filename, data, options) {
    this.#checkWritable();
    return this.#change(async () => this.#append(await ZipEntry.create(filename, data, options)));
  }

  addEntrySync(entry) {
    this.#checkWritable();
    this.#checkSettled();
    checkEntry(entry);
    return this.#appendSync(entry);
  }

  addSync(filename, data, options) {
    this.#checkWritable();
    this.#checkSettled();
    return this.#appendSync(ZipEntry.createSync(filename, data, options));
  }

  async delete(name) {
    this.#checkWritable();
    validateString(name, 'name');
    return this.#change(async () => {
      const isThere = this.#members.delete(name);
      if (isThere) await this.#writeDirectory();
      return isThere;
    });
  }

  deleteSync(name) {
    this.#checkWritable();
    this.#checkSettled();
    validateString(name, 'name');
    const isThere = this.#members.delete(name);
    if (isThere) this.#writeDirectorySync();
    return isThere;
  }

  /** A new archive of the entries that are left. @param {string} [comment] @returns {Readable} */
  compact(comment) {
    this.#checkOpen();
    const options = archiveOptions(comment === undefined ? undefined : { comment }, this.#comment);
    return streamOf(this.#entries(), options.comment, 0);
  }

  compactSync(comment) {
    this.#checkSettled();
    const options = archiveOptions(comment === undefined ? undefined : { comment }, this.#comment);
    return Buffer.concat([...writeArchiveSync(this.#entries(), options.comment, 0)]);
  }

  keys() {
    this.#checkOpen();
    return this.#members.keys();
  }

  * values() {
    for (const entry of this.#entries()) yield Promise.resolve(entry);
  }

  * valuesSync() {
    this.#checkSettled();
    yield* this.#entries();
  }

  * entries() {
    for (const entry of this.#entries()) yield [entry.name, Promise.resolve(entry)];
  }

  * entriesSync() {
    this.#checkSettled();
    for (const entry of this.#entries()) yield [entry.name, entry];
  }

  get size() {
    this.#checkOpen();
    return this.#members.size;
  }

  /** @param {(entry: Promise<ZipEntry>, name: string, archive: ZipFile) => void} callback */
  forEach(callback, thisArg) {
    validateFunction(callback, 'callback');
    for (const { 0: name, 1: entry } of this.entries()) Reflect.apply(callback, thisArg, [entry, name, this]);
  }

  /** @param {(entry: ZipEntry, name: string, archive: ZipFile) => void} callback */
  forEachSync(callback, thisArg) {
    validateFunction(callback, 'callback');
    for (const { 0: name, 1: entry } of this.entriesSync()) Reflect.apply(callback, thisArg, [entry, name, this]);
  }

  /** @returns {Promise<void>} */
  close() {
    return this.#file.isClosed ? Promise.resolve() : this.#change(() => this.#close());
  }

  closeSync() {
    if (this.#file.isClosed) return;
    this.#checkSettled();
    this.#file.isClosed = true;
    fs.closeSync(this.#file.fd);
  }

  async* [Symbol.asyncIterator]() {
    yield* this.#entries();
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  get [Symbol.toStringTag]() {
    return 'ZipFile';
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }

  [Symbol.dispose]() {
    this.closeSync();
  }

  // --- Reading ---

  #find(name) {
    validateString(name, 'name');
    this.#checkOpen();
    const found = this.#members.get(name);
    if (found === undefined) throw new codes.ERR_ZIP_ENTRY_NOT_FOUND(name);
    return found.entry;
  }

  * #entries() {
    this.#checkOpen();
    for (const { entry } of this.#members.values()) yield entry;
  }

  #checkOpen() {
    if (this.#file.isClosed) throw new codes.ERR_INVALID_STATE('the ZipFile has been closed');
  }

  #checkWritable() {
    if (!this.#writable) throw new codes.ERR_ZIP_NOT_WRITABLE();
    this.#checkOpen();
  }

  #checkSettled() {
    if (this.#unsettled > 0) throw new codes.ERR_INVALID_STATE(kUnsettled);
    this.#checkOpen();
  }

  // --- Writing ---

  /** @param {() => Promise<T>} change @returns {Promise<T>} @template T */
  async #change(change) {
    this.#unsettled++;
    const changed = this.#changes.then(change);
    this.#changes = changed.then(ignore, ignore);
    try {
      return await changed;
    } finally {
      this.#unsettled--;
    }
  }

  async #close() {
    if (this.#file.isClosed) return;
    this.#file.isClosed = true;
    await close(this.#file.fd);
  }

  /** Writes the entry over the directory, and the directory behind it. When that fails the old one is written again. */
  async #append(entry) {
    this.#checkOpen();
    let position = this.#start;
    try {
      for await (const piece of entry) {
        await this.#write(piece, position);
        position += piece.length;
      }
      this.#keep(entry, position);
    } finally {
      await this.#writeDirectory();
    }
    return entry;
  }

  #appendSync(entry) {
    let position = this.#start;
    try {
      for (const piece of entry) {
        this.#writeSync(piece, position);
        position += piece.length;
      }
      this.#keep(entry, position);
    } finally {
      this.#writeDirectorySync();
    }
    return entry;
  }

  /** The entry is in the file up to `end`. A streamed one is read from there from now on. */
  #keep(entry, end) {
    const facts = { ...headerFacts(entry) };
    const member = { ...facts, offset: this.#start, limit: end, end };
    const content = new FileContent(this.#file, member);
    const isStreamed = contentOf(entry) instanceof StreamContent;
    if (isStreamed) moveTo(entry, content);
    this.#members.set(entry.name, { entry: isStreamed ? entry : entryOf(member, content), facts, offset: this.#start });
    this.#start = end;
  }

  #directory() {
    const records = [...this.#members.values()].map(({ facts, offset }) => centralHeader(facts, offset));
    return Buffer.concat(directoryOf(records, this.#start, this.#comment));
  }

  async #writeDirectory() {
    const bytes = this.#directory();
    await this.#write(bytes, this.#start);
    await ftruncate(this.#file.fd, this.#start + bytes.length);
  }

  #writeDirectorySync() {
    const bytes = this.#directory();
    this.#writeSync(bytes, this.#start);
    fs.ftruncateSync(this.#file.fd, this.#start + bytes.length);
  }

  async #write(bytes, position) {
    for (let done = 0; done < bytes.length;) done += (await write(this.#file.fd, bytes, done, bytes.length - done, position + done)).bytesWritten;
  }

  #writeSync(bytes, position) {
    for (let done = 0; done < bytes.length;) done += fs.writeSync(this.#file.fd, bytes, done, bytes.length - done, position + done);
  }
}

function ignore() {}

/** @returns {boolean} whether the file is to be written */
function checkOpen(filename, options) {
  validateString(filename, 'filename');
  const writable = options?.writable ?? false;
  validateBoolean(writable, 'options.writable');
  return writable;
}

module.exports = { ZipFile };
