'use strict';

/** Directories listed in steps: `opendir` and `Dir`. */

const process = require('internal:process/object');
const { codes } = require('internal:shared/errors');
const { validateUint32 } = require('internal:shared/validators');
const { toCallback, toOptions } = require('internal:fs/arguments');
const { toDirents } = require('internal:fs/dirent');
const { asBuffer, isUtf8, toPath } = require('internal:fs/paths');
const { promised, traced } = require('internal:fs/promised');

const DEFAULT_BUFFER_SIZE = 32;

class Dir {
  #path;
  #encoding;
  #bufferSize;
  #recursive;
  /** The directory being listed, null between two of them. */
  #handle;
  #handlePath;
  /** Directories below, found and not listed yet. */
  #pending = [];
  /** Entries read and not handed out yet, the next one last. */
  #ready = [];
  #closed = false;
  /** How many calls wait for the pool. */
  #running = 0;
  /** Settles when the last of them is done: one directory is read by one call at a time. */
  #last = Promise.resolve();

  constructor(handle, path, options) {
    if (handle == null) throw new codes.ERR_MISSING_ARGS('handle');
    this.#handle = handle;
    this.#path = this.#handlePath = path;
    this.#encoding = options.encoding;
    this.#bufferSize = options.bufferSize;
    this.#recursive = Boolean(options.recursive);
  }

  get path() {
    return this.#path;
  }

  /** The next entry, or null at the end. */
  read(callback) {
    if (arguments.length === 0) return this.#closed ? Promise.reject(new codes.ERR_DIR_CLOSED()) : this.#readPromised();
    toCallback(callback);
    if (this.#closed) throw new codes.ERR_DIR_CLOSED();
    this.#callBack(this.#readPromised(), callback);
    return undefined;
  }

  readSync() {
    this.#assertIdle();
    while (this.#ready.length === 0) {
      if (this.#handle !== null) {
        this.#receive(binding.readDir(this.#handle, this.#bufferSize, !isUtf8(this.#encoding)));
      } else if (this.#pending.length > 0) {
        this.#enter(this.#pending[0], binding.openDir(this.#pending[0]));
      } else {
        return null;
      }
    }
    return this.#ready.pop();
  }

  close(callback) {
    if (callback === undefined) {
      return this.#closed ? Promise.reject(new codes.ERR_DIR_CLOSED()) : this.#closePromised();
    }
    toCallback(callback);
    if (this.#closed) process.nextTick(callback, new codes.ERR_DIR_CLOSED());
    else this.#callBack(this.#closePromised(), callback);
    return undefined;
  }

  closeSync() {
    this.#assertIdle();
    this.#closed = true;
    this.#release();
  }

  /** All entries that are left; closes the directory at the end. */
  async *entries() {
    try {
      for (;;) {
        const entry = await this.read();
        if (entry === null) break;
        yield entry;
      }
    } finally {
      await this.close();
    }
  }

  [Symbol.dispose]() {
    if (!this.#closed) this.closeSync();
  }

  async [Symbol.asyncDispose]() {
    if (!this.#closed) await this.close();
  }

  async #readPromised() {
    if (this.#running === 0 && this.#ready.length > 0) return this.#ready.pop();
    return await this.#inTurn(async () => {
      while (this.#ready.length === 0) {
        if (this.#handle !== null) {
          this.#receive(await promised(binding.readDir, this.#handle, this.#bufferSize, !isUtf8(this.#encoding)));
        } else if (this.#pending.length > 0) {
          this.#enter(this.#pending[0], await promised(binding.openDir, this.#pending[0]));
        } else {
          return null;
        }
      }
      return this.#ready.pop();
    });
  }

  async #closePromised() {
    this.#closed = true;
    await this.#inTurn(async () => this.#release());
  }

  /** Runs `job` after the jobs before it, whether they succeeded or not. */
  #inTurn(job) {
    this.#running++;
    const turn = this.#last.then(job).finally(() => {
      this.#running--;
    });
    this.#last = turn.then(nothing, nothing);
    return turn;
  }

  /** Outside the promise, so that what the callback throws is an uncaught exception. */
  #callBack(promise, callback) {
    promise.then(
      (value) => process.nextTick(callback, null, value),
      (error) => process.nextTick(callback, error),
    );
  }

  #receive(listing) {
    const entries = toDirents(listing, this.#handlePath, this.#encoding);
    if (this.#recursive) {
      for (const entry of entries) if (entry.isDirectory()) this.#pending.push(this.#pathOf(entry));
    }
    if (entries.length === 0) this.#release();
    this.#ready = entries.reverse();
  }

  #pathOf(entry) {
    const text = (part) => (typeof part === 'string' ? part : asBuffer(part).toString());
    return require('node:path').join(text(entry.parentPath), text(entry.name));
  }

  #enter(path, handle) {
    this.#pending.shift();
    this.#handle = handle;
    this.#handlePath = path;
  }

  #release() {
    if (this.#handle !== null) binding.closeDir(this.#handle);
    this.#handle = null;
  }

  #assertIdle() {
    if (this.#closed) throw new codes.ERR_DIR_CLOSED();
    if (this.#running > 0) throw new codes.ERR_DIR_CONCURRENT_OPERATION();
  }
}

Object.defineProperty(Dir.prototype, Symbol.asyncIterator, {
  __proto__: null,
  value: Dir.prototype.entries,
  writable: true,
  enumerable: false,
  configurable: true,
});

function nothing() {}

function opendir(path, options, callback) {
  callback = toCallback(typeof options === 'function' ? options : callback);
  path = toPath(path);
  options = toOpendirOptions(options);
  binding.openDir(path, (error, handle) => {
    if (error) callback(error);
    else callback(null, new Dir(handle, path, options));
  });
}

function opendirSync(path, options) {
  path = toPath(path);
  options = toOpendirOptions(options);
  return new Dir(binding.openDir(path), path, options);
}

function toOpendirOptions(options) {
  options = { bufferSize: DEFAULT_BUFFER_SIZE, encoding: 'utf8', ...toOptions(options, {}) };
  validateUint32(options.bufferSize, 'options.bufferSize', true);
  return options;
}

const promises = {
  opendir(path, options) {
    return traced(
      new Promise((resolve, reject) => {
        opendir(path, options, (error, dir) => (error ? reject(error) : resolve(dir)));
      }),
    );
  },
};

module.exports = { Dir, opendir, opendirSync, promises };
