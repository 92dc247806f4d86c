'use strict';

/** `FileHandle`: an open file as an object, with a promise for every operation. */

const process = require('internal:process/object');
const EventEmitter = require('node:events');
const { codes } = require('internal:shared/errors');
const { parseFileMode, validateBoolean, validateBuffer, validateObject } = require(
  'internal:shared/validators',
);
const { toFlags, toLength, toOptions, toUnixTime, validateId } = require('internal:fs/arguments');
const descriptor = require('internal:fs/descriptor');
const { toPath } = require('internal:fs/paths');
const { promised } = require('internal:fs/promised');
const { toStats } = require('internal:fs/stats');
const { kRequireTransferable, kTransfer, markCloneable } = require('internal:web/transferable');

const DEFAULT_FILE_MODE = 0o666;
const READ_BUFFER_SIZE = 16384;
const CLOSED = -1;

/** Keeps the file open for a user such as a stream, until `kUnref`. */
const kRef = Symbol('kRef');
const kUnref = Symbol('kUnref');

class FileHandle extends EventEmitter {
  #fd;
  /** The handle's own use, and one for every operation under way and every stream. */
  #users = 1;
  /** Set by the first `close`. */
  #closing = null;
  #finishClosing = null;
  #hasWebStream = false;
  #isTransferred = false;

  /** @param {number} fd @param {string | Uint8Array} path for messages */
  constructor(fd, path) {
    super();
    markCloneable(this);
    this.#fd = fd;
    handles().register(this, { fd, path }, this);
  }

  get fd() {
    return this.#fd;
  }

  getAsyncId() {
    return require('node:async_hooks').executionAsyncId();
  }

  /** Waits for operations under way, then closes the file. */
  close() {
    if (this.#closing !== null) return this.#closing;
    if (this.#fd === CLOSED) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#closing = promise;
    this.#finishClosing = { resolve, reject };
    this[kUnref]();
    this.emit('close');
    return promise;
  }

  [kRef]() {
    this.#users++;
  }

  [kUnref]() {
    this.#users--;
    if (this.#users > 0) return;
    const fd = this.#fd;
    this.#fd = CLOSED;
    handles().unregister(this);
    promised(binding.close, fd).then(this.#finishClosing.resolve, this.#finishClosing.reject).finally(() => {
      this.#closing = null;
    });
  }

  [kRequireTransferable]() {
    if (this.#users === 1 && this.#fd !== CLOSED) return;
    const { DOMException } = require('internal:web/dom_exception');
    throw new DOMException('Cannot transfer FileHandle while in use', 'DataCloneError');
  }

  /** The file moves; this object is closed. */
  [kTransfer]() {
    const fd = this.#fd;
    this.#fd = CLOSED;
    this.#isTransferred = true;
    handles().unregister(this);
    return { data: undefined, parcel: packDescriptor(fd), deserializeInfo: 'internal:fs/file_handle#reviveFileHandle' };
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }

  /** Runs an operation on the open file. Static, so that a foreign receiver is an error of ours. */
  static async #use(handle, syscall, operation) {
    if (!isObject(handle) || !(#fd in handle)) {
      throw new codes.ERR_INTERNAL_ASSERTION('handle must be an instance of FileHandle');
    }
    if (handle.#fd === CLOSED) throw handle.#isTransferred ? transferredError(syscall) : closedError(syscall);
    handle[kRef]();
    try {
      return await operation(handle.#fd);
    } finally {
      handle[kUnref]();
    }
  }

  // --- Content -------------------------------------------------------------------------------------------------------

  /** `read(buffer, offset, length, position)`, `read(buffer[, options])`, `read([options])`. */
  async read(buffer, offsetOrOptions, length, position) {
    if (!ArrayBuffer.isView(buffer)) {
      if (buffer != null) validateObject(buffer, 'options');
      offsetOrOptions = buffer ?? {};
      buffer = offsetOrOptions.buffer === undefined ? newReadBuffer() : offsetOrOptions.buffer;
    }
    let offset = offsetOrOptions;
    if (offsetOrOptions !== null && typeof offsetOrOptions === 'object') {
      ({ offset = 0, length, position = null } = offsetOrOptions);
    }
    validateBuffer(buffer);
    return await FileHandle.#use(this, 'read', async (fd) => {
      const range = descriptor.toReadRange(buffer, offset, length ?? undefined);
      if (range.length === 0) return { __proto__: null, bytesRead: 0, buffer };
      if (buffer.byteLength === 0) {
        throw new codes.ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
      }
      const at = descriptor.toReadPosition(position, range.length);
      const count = await promised(binding.read, fd, buffer, range.offset, range.length, at);
      return { __proto__: null, bytesRead: count, buffer };
    });
  }

  async readv(buffers, position) {
    return await FileHandle.#use(this, 'read', async (fd) => {
      descriptor.validateViews(buffers);
      const count = await promised(binding.readv, fd, buffers, typeof position === 'number' ? position : -1);
      return { __proto__: null, bytesRead: count, buffers };
    });
  }

  async readFile(options) {
    return await FileHandle.#use(this, 'readFile', async (fd) => {
      const { DEFAULTS, readFilePromised } = require('internal:fs/read_file');
      return await readFilePromised(fd, toOptions(options, DEFAULTS));
    });
  }

  /** Lines of text, from where the file stands. */
  readLines(options) {
    return require('node:readline').createInterface({
      input: this.createReadStream(options),
      crlfDelay: Infinity,
    });
  }

  /** A web stream of bytes. One handle has one, for it moves the file's position. */
  readableWebStream(options = undefined) {
    if (this.#fd === CLOSED) throw new codes.ERR_INVALID_STATE('The FileHandle is closed');
    if (this.#closing !== null) throw new codes.ERR_INVALID_STATE('The FileHandle is closing');
    if (this.#hasWebStream) throw new codes.ERR_INVALID_STATE('The FileHandle is locked');
    const { autoClose = false, type = 'bytes' } = toWebStreamOptions(options);
    if (type !== 'bytes') {
      const message = 'A non-"bytes" options.type has no effect. A byte-oriented steam is always created.';
      process.emitWarning(message, 'ExperimentalWarning');
    }
    this.#hasWebStream = true;
    return webStreamOf(this, autoClose);
  }

  createReadStream(options = undefined) {
    const { ReadStream } = require('internal:fs/streams');
    return new ReadStream(undefined, { ...toOptions(options, {}), fd: this });
  }

  createWriteStream(options = undefined) {
    const { WriteStream } = require('internal:fs/streams');
    return new WriteStream(undefined, { ...toOptions(options, {}), fd: this });
  }

  /** `write(buffer, offset, length, position)`, `write(buffer[, options])`, `write(string[, position[, encoding]])`. */
  async write(data, offsetOrPosition, lengthOrEncoding, position) {
    return await FileHandle.#use(this, 'write', async (fd) => {
      if (ArrayBuffer.isView(data)) {
        if (data.byteLength === 0) return { __proto__: null, bytesWritten: 0, buffer: data };
        const part = descriptor.toWritePart(data, offsetOrPosition, lengthOrEncoding, position);
        const count = await promised(binding.write, fd, data, part.offset, part.length, part.position);
        return { __proto__: null, bytesWritten: count, buffer: data };
      }
      descriptor.validateWritable(data);
      const bytes = descriptor.toBytes(data, lengthOrEncoding);
      const at = descriptor.toWritePosition(offsetOrPosition);
      const count = await promised(binding.write, fd, bytes, 0, bytes.byteLength, at);
      return { __proto__: null, bytesWritten: count, buffer: data };
    });
  }

  async writev(buffers, position) {
    return await FileHandle.#use(this, 'write', async (fd) => {
      descriptor.validateViews(buffers);
      if (buffers.length === 0) return { __proto__: null, bytesWritten: 0, buffers };
      const count = await promised(binding.writev, fd, buffers, typeof position === 'number' ? position : -1);
      return { __proto__: null, bytesWritten: count, buffers };
    });
  }

  async writeFile(data, options) {
    const { WRITE } = require('internal:fs/write_file');
    await FileHandle.#use(this, 'writeFile', (fd) => writeTo(fd, data, options, WRITE));
  }

  async appendFile(data, options) {
    const { APPEND } = require('internal:fs/write_file');
    await FileHandle.#use(this, 'writeFile', (fd) => writeTo(fd, data, options, APPEND));
  }

  async truncate(len) {
    await FileHandle.#use(this, 'ftruncate', (fd) => promised(binding.ftruncate, fd, toLength(len)));
  }

  // --- Metadata ------------------------------------------------------------------------------------------------------

  async stat(options) {
    return await FileHandle.#use(this, 'fstat', async (fd) => {
      return toStats(await promised(binding.fstat, fd, Boolean(options?.bigint)));
    });
  }

  async chmod(mode) {
    await FileHandle.#use(this, 'fchmod', (fd) => promised(binding.fchmod, fd, parseFileMode(mode, 'mode')));
  }

  async chown(uid, gid) {
    await FileHandle.#use(this, 'fchown', (fd) => {
      validateId(uid, 'uid');
      validateId(gid, 'gid');
      return promised(binding.fchown, fd, uid, gid);
    });
  }

  async utimes(atime, mtime) {
    await FileHandle.#use(this, 'futimes', (fd) => {
      return promised(binding.futimes, fd, toUnixTime(atime, 'atime'), toUnixTime(mtime, 'mtime'));
    });
  }

  async sync() {
    await FileHandle.#use(this, 'fsync', (fd) => promised(binding.fsync, fd));
  }

  async datasync() {
    await FileHandle.#use(this, 'fdatasync', (fd) => promised(binding.fdatasync, fd));
  }
}

/** A handle that was sent to another port. */
function reviveFileHandle(_data, parcel) {
  return new FileHandle(binding.unpackDescriptor(parcel), '');
}

/** For other builtins whose descriptors move: a parcel of it, out of the hands of this thread. @param {number} fd */
function packDescriptor(fd) {
  return binding.packDescriptor(fd);
}

/** For the native handle of another builtin, which closes it. @param {object} parcel @returns {number} */
function unpackDescriptor(parcel) {
  return binding.unpackDescriptorForHandle(parcel);
}

function transferredError(syscall) {
  return Object.assign(new Error('The FileHandle has been transferred'), { code: 'EBADF', syscall });
}

let registry;

/** Sees handles that nobody closed go. Made by the first handle: a startup snapshot cannot hold one. */
function handles() {
  return (registry ??= new FinalizationRegistry(onAbandoned));
}

/** Closes the file, and tells the program that it relied on chance. */
function onAbandoned({ fd, path }) {
  binding.close(fd);
  const error = new Error(
    'A FileHandle object was closed during garbage collection. This used to be allowed with a deprecation warning ' +
      `but is now considered an error. Please close FileHandle objects explicitly. File descriptor: ${fd} (${path})`,
  );
  error.code = 'ERR_INVALID_STATE';
  process.nextTick(() => {
    throw error;
  });
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

function closedError(syscall) {
  return Object.assign(new Error('file closed'), { code: 'EBADF', syscall });
}

function newReadBuffer() {
  return require('node:buffer').Buffer.alloc(READ_BUFFER_SIZE);
}

async function writeTo(fd, data, options, defaults) {
  const { isIterable, startPromised, toData, toWriteOptions, writeChunks } = require('internal:fs/write_file');
  options = toWriteOptions(options, defaults);
  if (isIterable(data)) await writeChunks(fd, data, options);
  else await startPromised(fd, toData(data, options.encoding), options);
}

function toWebStreamOptions(options) {
  if (options === undefined) return {};
  validateObject(options, 'options');
  if (options.autoClose !== undefined) validateBoolean(options.autoClose, 'options.autoClose');
  return options;
}

/** The stream ends with the file or with the handle, whichever comes first. */
function webStreamOf(handle, autoClose) {
  const { ReadableStream } = require('node:stream/web');
  let isDone = false;
  const finish = () => {
    if (isDone) return;
    isDone = true;
    handle.off('close', onClose);
    handle[kUnref]();
    if (autoClose) handle.close();
  };
  let onClose;
  handle[kRef]();
  return new ReadableStream({
    type: 'bytes',
    autoAllocateChunkSize: READ_BUFFER_SIZE,
    start(controller) {
      onClose = () => {
        controller.close();
        controller.byobRequest?.respond(0);
        finish();
      };
      handle.once('close', onClose);
    },
    async pull(controller) {
      const { view } = controller.byobRequest;
      const { bytesRead } = await handle.read(view, view.byteOffset, view.byteLength);
      if (isDone) return;
      if (bytesRead === 0) {
        finish();
        controller.close();
      }
      controller.byobRequest.respond(bytesRead);
    },
    cancel: finish,
  });
}

/** `fs.promises.open`, with the path and flags checked. */
async function open(path, flags, mode) {
  path = toPath(path);
  const fd = await promised(binding.open, path, toFlags(flags), parseFileMode(mode, 'mode', DEFAULT_FILE_MODE));
  return new FileHandle(fd, path);
}

module.exports = { FileHandle, kRef, kUnref, open, packDescriptor, reviveFileHandle, unpackDescriptor };
