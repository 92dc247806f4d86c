'use strict';

/** `ZipBuffer`: the entries of an archive in memory, to which others may be added. */

const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { validateFunction, validateString } = require('internal:shared/validators');
const { archiveOptions, checkEntry, writeArchive, writeArchiveSync } = require('internal:zlib/zip/archive');
const { ZipEntry, entriesOf } = require('internal:zlib/zip/entry');
const { asBuffer } = require('internal:zlib/zip/format');
const { warnOnce } = require('internal:zlib/zip/limits');
const { decodeText } = require('internal:zlib/zip/text');

class ZipBuffer {
  #comment;
  /** @type {Map<string, ZipEntry>} */
  #entries = new Map();

  /** @param {Buffer | ArrayBufferView | ArrayBuffer} buffer which may not change as long as its entries are read */
  constructor(buffer) {
    warnOnce();
    const { comment, entries } = entriesOf(asBuffer(buffer, 'buffer'));
    this.#comment = comment;
    for (const entry of entries) this.#entries.set(entry.name, entry);
  }

  get writable() {
    return true;
  }

  get comment() {
    return decodeText(this.#comment);
  }

  has(name) {
    validateString(name, 'name');
    return this.#entries.has(name);
  }

  get(name) {
    validateString(name, 'name');
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new codes.ERR_ZIP_ENTRY_NOT_FOUND(name);
    return entry;
  }

  addEntry(entry) {
    checkEntry(entry);
    this.#entries.set(entry.name, entry);
    return entry;
  }

  async add(filename, data, options) {
    return this.addEntry(await ZipEntry.create(filename, data, options));
  }

  addSync(filename, data, options) {
    return this.addEntry(ZipEntry.createSync(filename, data, options));
  }

  delete(name) {
    validateString(name, 'name');
    return this.#entries.delete(name);
  }

  clear() {
    this.#entries.clear();
  }

  keys() {
    return this.#entries.keys();
  }

  * values() {
    yield* this.#entries.values();
  }

  * entries() {
    yield* this.#entries.entries();
  }

  get size() {
    return this.#entries.size;
  }

  /** @param {(entry: ZipEntry, name: string, archive: ZipBuffer) => void} callback */
  forEach(callback, thisArg) {
    validateFunction(callback, 'callback');
    for (const { 0: name, 1: entry } of this.#entries) Reflect.apply(callback, thisArg, [entry, name, this]);
  }

  /** @param {string | { comment?: string, baseOffset?: number }} [options] @returns {Promise<Buffer>} */
  async toBuffer(options) {
    const { comment, baseOffset } = archiveOptions(options, this.#comment);
    const pieces = [];
    for await (const piece of writeArchive(this.#entries.values(), comment, baseOffset)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** @param {string | { comment?: string, baseOffset?: number }} [options] */
  toBufferSync(options) {
    const { comment, baseOffset } = archiveOptions(options, this.#comment);
    return Buffer.concat([...writeArchiveSync(this.#entries.values(), comment, baseOffset)]);
  }

  [Symbol.iterator]() {
    return this.entries();
  }

  get [Symbol.toStringTag]() {
    return 'ZipBuffer';
  }

  /** There is nothing but memory to let go of. */
  [Symbol.dispose]() {
    this.clear();
  }
}

module.exports = { ZipBuffer };
