'use strict';

/**
 * Where the stored bytes of an entry are. Each kind gives them whole, at once or in the background, and in pieces; `raw` is the memory that holds
 * them, or null.
 */

const { promisify } = require('node:util');
const fs = require('node:fs');
const { Buffer } = require('node:buffer');
const { codes } = require('internal:shared/errors');
const { drive, driveAsync, readLocal } = require('internal:zlib/zip/directory');

const read = promisify(fs.read);

const kPiece = 64 * 1024;

class MemoryContent {
  /** @param {Buffer} raw */
  constructor(raw) {
    this.raw = raw;
  }

  readSync() {
    return this.raw;
  }

  async read() {
    return this.raw;
  }

  async* pieces() {
    if (this.raw.length > 0) yield this.raw;
  }
}

/** A file that entries are read from as long as it is open. */
class OpenFile {
  /** @param {number} fd */
  constructor(fd) {
    this.fd = fd;
    this.isClosed = false;
  }

  /** As much of it as there is. */
  readSync(offset, length) {
    const bytes = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length) {
      const count = fs.readSync(this.fd, bytes, filled, length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }

  async read(offset, length) {
    const bytes = Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await read(this.fd, bytes, filled, length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }
}

/** In a file, behind a local header that is looked at when the content is first asked for. */
class FileContent {
  /** @param {OpenFile} file @param {import('internal:zlib/zip/directory').Member} member */
  constructor(file, member) {
    this.file = file;
    this.member = member;
    this.local = null;
  }

  get raw() {
    return null;
  }

  readSync() {
    const { start } = this.localSync();
    return this.file.readSync(start, this.member.compressedSize);
  }

  async read() {
    const { start } = await this.#local();
    return this.file.read(start, this.member.compressedSize);
  }

  async* pieces() {
    const { start } = await this.#local();
    const end = start + this.member.compressedSize;
    for (let offset = start; offset < end; offset += kPiece) {
      this.#check();
      yield await this.file.read(offset, Math.min(kPiece, end - offset));
    }
  }

  /** Start and extra field behind the local header. */
  localSync() {
    this.#check();
    this.local ??= drive(readLocal(this.member), (offset, length) => this.file.readSync(offset, length));
    return this.local;
  }

  async #local() {
    this.#check();
    this.local ??= await driveAsync(readLocal(this.member), (offset, length) => this.file.read(offset, length));
    return this.local;
  }

  #check() {
    if (this.file.isClosed) throw new codes.ERR_INVALID_STATE('cannot read a ZipEntry after its backing ZipFile has been closed');
  }
}

/** What a program will bring while the entry is written. */
class StreamContent {
  /** @param {AsyncIterable<Uint8Array>} source */
  constructor(source) {
    this.source = source;
    /** @type {'waiting' | 'writing' | 'written'} */
    this.state = 'waiting';
  }

  get raw() {
    return null;
  }

  readSync() {
    throw this.#notThere();
  }

  async read() {
    throw this.#notThere();
  }

  // eslint-disable-next-line require-yield
  async* pieces() {
    throw this.#notThere();
  }

  #notThere() {
    return new codes.ERR_INVALID_STATE('the content of a streaming entry is not available for reading');
  }
}

module.exports = { FileContent, MemoryContent, OpenFile, StreamContent };
