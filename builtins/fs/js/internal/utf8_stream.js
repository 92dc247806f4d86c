'use strict';

/**
 * `Utf8Stream`: appends texts to a file, for logs. It is no stream of `node:stream`: small writes are joined, and with `sync` they are in
 * the file when `write` returns.
 */

const process = require('internal:process/object');
const EventEmitter = require('node:events');
const { codes } = require('internal:shared/errors');
const { validateFunction } = require('internal:shared/validators');
const { take, toUtf8StreamOptions } = require('internal:fs/utf8_stream_options');

/** A little over 16 KiB, from where on `write` asks the caller to wait. */
const HIGH_WATER_MARK = 16387;
const RETRY_DELAY = 100;
const CLOSED = -1;
/** Standard output and error are not ours to sync or close. */
const LARGEST_STANDARD_FD = 2;

class Utf8Stream extends EventEmitter {
  #options;
  #fs;
  #fd = CLOSED;
  #file = null;
  /** What waits to be written, each item at most `maxWrite` long. */
  #chunks = [];
  /** What is being written, or was when the last write failed. */
  #current = null;
  /** Of all that waits, the current chunk included. */
  #length = 0;
  #isOpening = false;
  #isWriting = false;
  #isEnding = false;
  #isDestroyed = false;
  /** A new file is to be opened once the write under way is done. */
  #reopens = false;
  /** Somebody waits for everything, whatever `minLength` says. */
  #isFlushing = false;
  #willDrain = false;
  #timer = null;

  constructor(options = {}) {
    super();
    this.#options = options = toUtf8StreamOptions(options);
    this.#fs = options.fs;
    if (typeof options.fd === 'number') {
      this.#fd = options.fd;
      process.nextTick(() => this.emit('ready'));
    } else {
      this.#open(options.dest);
    }
    if (options.periodicFlush > 0) {
      this.#timer = require('node:timers').setInterval(() => this.flush(), options.periodicFlush);
      this.#timer.unref();
    }
  }

  /**
   * @param {string | Buffer} data of the kind that `contentMode` says
   * @returns {boolean} false to ask for a pause until `drain`
   */
  write(data) {
    this.#assertAlive();
    this.#validateData(data);
    const { maxLength, minLength } = this.#options;
    if (maxLength > 0 && this.#length + data.length > maxLength) {
      this.emit('drop', data);
      return this.#hasRoom();
    }
    this.#append(data);
    if (!this.#isWriting && this.#length >= minLength) this.#writeNext();
    return this.#hasRoom();
  }

  /** Writes what waits and syncs the file, then calls back. */
  flush(callback = undefined) {
    if (callback != null) validateFunction(callback, 'cb');
    if (this.#isDestroyed) {
      const error = new codes.ERR_INVALID_STATE('Utf8Stream is destroyed');
      if (!callback) throw error;
      callback(error);
      return;
    }
    if (callback) this.#callWhenFlushed(callback);
    if (this.#length === 0) {
      if (callback) process.nextTick(() => this.#settleFlush(null));
    } else {
      this.#isFlushing = true;
      if (!this.#isWriting) this.#writeNext();
    }
  }

  #settleFlush = () => {};

  #callWhenFlushed(callback) {
    const earlier = this.#settleFlush;
    this.#settleFlush = (error) => {
      this.#settleFlush = () => {};
      earlier(error);
      if (error || this.#options.fsync || this.#fd === CLOSED) callback(error ?? undefined);
      else this.#fs.fsync(this.#fd, (syncError) => callback(syncError ?? undefined));
    };
  }

  /** Writes what waits here and now. */
  flushSync() {
    this.#assertAlive();
    if (this.#fd === CLOSED) throw new codes.ERR_INVALID_STATE('Invalid file descriptor');
    while (this.#nextChunk() !== null) {
      try {
        this.#release(this.#writeSync());
      } catch (error) {
        if (!this.#isWorthRetrying(error)) throw error;
        pause(RETRY_DELAY);
      }
    }
    this.#fs.fsyncSync(this.#fd);
  }

  /** Goes on in the file, opened anew; for a log that was moved away. */
  reopen(file = undefined) {
    this.#assertAlive();
    if (this.#isOpening) {
      this.once('ready', () => this.reopen(file));
      return;
    }
    if (this.#isEnding) return;
    if (this.#file === null && !file) {
      throw new codes.ERR_OPERATION_FAILED('Unable to reopen a file descriptor, you must pass a file to Utf8Stream');
    }
    if (file) this.#file = file;
    if (this.#isWriting) this.#reopens = true;
    else this.#open(this.#file);
  }

  /** Writes what waits and closes. */
  end() {
    this.#assertAlive();
    if (this.#isOpening) {
      this.once('ready', () => this.end());
      return;
    }
    if (this.#isEnding) return;
    this.#isEnding = true;
    if (this.#isWriting) return;
    if (this.#length > 0 && this.#fd !== CLOSED) this.#writeNext();
    else this.#close();
  }

  /** Closes without what waits. */
  destroy() {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    if (this.#isOpening) this.once('ready', () => this.#close());
    else if (!this.#isWriting) this.#close();
  }

  [Symbol.dispose]() {
    this.destroy();
  }

  get mode() {
    return this.#options.mode;
  }

  get file() {
    return this.#file;
  }

  get fd() {
    return this.#fd;
  }

  get minLength() {
    return this.#options.minLength;
  }

  get maxLength() {
    return this.#options.maxLength;
  }

  get writing() {
    return this.#isWriting || this.#isOpening;
  }

  get sync() {
    return this.#options.sync;
  }

  get fsync() {
    return this.#options.fsync;
  }

  get append() {
    return this.#options.append;
  }

  get periodicFlush() {
    return this.#options.periodicFlush;
  }

  get contentMode() {
    return this.#options.contentMode;
  }

  get mkdir() {
    return this.#options.mkdir;
  }

  // --- What waits ----------------------------------------------------------------------------------------------------

  #assertAlive() {
    if (this.#isDestroyed) throw new codes.ERR_INVALID_STATE('Utf8Stream is destroyed');
  }

  #validateData(data) {
    if (this.#options.contentMode === 'utf8') {
      if (typeof data !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('data', 'string', data);
    } else if (!require('node:buffer').Buffer.isBuffer(data)) {
      throw new codes.ERR_INVALID_ARG_TYPE('data', 'Buffer', data);
    }
  }

  #hasRoom() {
    return this.#length < Math.max(this.#options.minLength, HIGH_WATER_MARK);
  }

  #append(data) {
    const last = this.#chunks.length - 1;
    if (last < 0 || this.#chunks[last].length + data.length > this.#options.maxWrite) this.#chunks.push(data);
    else this.#chunks[last] = join(this.#chunks[last], data);
    this.#length += data.length;
  }

  /** The chunk to write: what is left of the last one, or the next. */
  #nextChunk() {
    this.#current ??= this.#chunks.shift() ?? null;
    return this.#current;
  }

  /** Takes what was written off the current chunk. */
  #release(bytes) {
    const before = this.#current.length;
    const left = take(this.#current, bytes);
    this.#length -= before - left.length;
    this.#current = left.length === 0 ? null : left;
  }

  // --- Writing -------------------------------------------------------------------------------------------------------

  #writeNext() {
    if (this.#fd === CLOSED || this.#isOpening || this.#nextChunk() === null) return;
    this.#isWriting = true;
    if (!this.#options.sync) {
      this.#writeLater();
      return;
    }
    let count;
    try {
      count = this.#writeSync();
    } catch (error) {
      this.#onWritten(error, 0);
      return;
    }
    this.#onWritten(null, count);
  }

  #writeLater() {
    const done = (error, count) => this.#onWritten(error, count);
    if (typeof this.#current === 'string') this.#fs.write(this.#fd, this.#current, 'utf8', done);
    else this.#fs.write(this.#fd, this.#current, done);
  }

  #writeSync() {
    if (typeof this.#current === 'string') return this.#fs.writeSync(this.#fd, this.#current, 'utf8');
    return this.#fs.writeSync(this.#fd, this.#current);
  }

  #onWritten(error, count) {
    this.#isWriting = false;
    if (error) {
      this.#onWriteError(error);
      return;
    }
    this.emit('write', count);
    this.#release(count);
    if (this.#current === null && this.#options.fsync) this.#fs.fsyncSync(this.#fd);
    this.#goOn();
  }

  #goOn() {
    if (this.#isDestroyed) {
      this.#close();
    } else if (this.#current !== null) {
      this.#writeNext();
    } else if (this.#reopens) {
      this.#reopens = false;
      this.#open(this.#file);
    } else if (this.#length > 0 && (this.#isEnding || this.#isFlushing || this.#length > this.#options.minLength)) {
      this.#writeNext();
    } else if (this.#isEnding) {
      this.#close();
    } else {
      this.#drain();
    }
  }

  /** Listeners of a synchronous write are told after it has returned, and once. */
  #drain() {
    if (!this.#options.sync) {
      this.#onDrained();
    } else if (!this.#willDrain) {
      this.#willDrain = true;
      process.nextTick(() => {
        this.#willDrain = false;
        this.#onDrained();
      });
    }
  }

  #onDrained() {
    this.#isFlushing = false;
    this.#settleFlush(null);
    this.emit('drain');
  }

  #onWriteError(error) {
    if (this.#isDestroyed) {
      this.#close();
    } else if (this.#isWorthRetrying(error)) {
      this.#isWriting = true;
      require('node:timers').setTimeout(() => {
        this.#isWriting = false;
        this.#writeNext();
      }, RETRY_DELAY);
    } else {
      // What was not written is tried again by the next write.
      this.#isFlushing = false;
      this.#settleFlush(error);
      this.emit('error', error);
    }
  }

  #isWorthRetrying(error) {
    if (error.code !== 'EAGAIN' && error.code !== 'EBUSY') return false;
    const { length } = this.#current;
    return this.#options.retryEAGAIN(error, length, this.#length - length);
  }

  // --- Opening and closing -------------------------------------------------------------------------------------------

  #open(file) {
    this.#isOpening = true;
    this.#file = file;
    const { append, mkdir, mode, sync } = this.#options;
    const flags = append ? 'a' : 'w';
    const { dirname } = require('node:path');
    if (sync) {
      this.#openSync(file, flags, mode, mkdir ? dirname(file) : null);
      return;
    }
    const open = (error) => {
      if (error) this.#onOpened(error);
      else this.#fs.open(file, flags, mode, (openError, fd) => this.#onOpened(openError, fd));
    };
    if (mkdir) this.#fs.mkdir(dirname(file), { recursive: true }, open);
    else open(null);
  }

  #openSync(file, flags, mode, directory) {
    let fd;
    try {
      if (directory !== null) this.#fs.mkdirSync(directory, { recursive: true });
      fd = this.#fs.openSync(file, flags, mode);
    } catch (error) {
      this.#isOpening = false;
      process.nextTick(() => {
        if (this.listenerCount('error') > 0) this.emit('error', error);
      });
      throw error;
    }
    this.#onOpened(null, fd);
  }

  /** After a failure the stream goes on with the file it had, if it had one. */
  #onOpened(error, fd) {
    this.#isOpening = false;
    if (error) {
      this.emit('error', error);
      return;
    }
    const old = this.#fd;
    this.#fd = fd;
    if (old !== CLOSED) this.#fs.close(old, (closeError) => closeError && this.emit('error', closeError));
    if (this.#options.sync) process.nextTick(() => this.emit('ready'));
    else this.emit('ready');
    if (this.#isDestroyed || this.#isWriting) return;
    if (this.#length > this.#options.minLength || (this.#length > 0 && this.#isFlushing)) this.#writeNext();
    else if (this.#length === 0 && old !== CLOSED) this.#drain();
  }

  #close() {
    this.#isDestroyed = true;
    require('node:timers').clearInterval(this.#timer);
    this.#chunks = [];
    const fd = this.#fd;
    this.#fd = CLOSED;
    if (fd === CLOSED || (fd > 0 && fd <= LARGEST_STANDARD_FD)) {
      process.nextTick(() => this.#onClosed(null));
    } else if (this.#options.fsync) {
      this.#fs.close(fd, (error) => this.#onClosed(error));
    } else {
      // A failing sync says that the file is a pipe or terminal, which need none.
      this.#fs.fsync(fd, () => this.#fs.close(fd, (error) => this.#onClosed(error)));
    }
  }

  #onClosed(error) {
    if (error) {
      this.emit('error', error);
      return;
    }
    if (this.#isEnding) this.emit('finish');
    this.emit('close');
  }
}

function join(one, other) {
  return typeof one === 'string' ? one + other : require('node:buffer').Buffer.concat([one, other]);
}

/** Blocks the thread: a synchronous flush has nothing else to wait with. */
function pause(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

module.exports = { Utf8Stream };
