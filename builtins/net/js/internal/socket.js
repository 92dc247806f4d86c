'use strict';

/** `net.Socket`: a Duplex over a native handle. Connecting is in internal:net/connect. */

const process = require('internal:process/object');
const { counts, requestCallback, triggeredBy } = require('internal:async_hooks/resources');
const { Duplex } = require('node:stream');
const { Buffer } = require('node:buffer');
const { clearTimeout, setTimeout } = require('node:timers');
const { codes, errnoException } = require('internal:shared/errors');
const { validateAbortSignal, validateFunction, validateInt32, validateNumber } = require('internal:shared/validators');
const { kNormalized, normalizeArguments } = require('internal:net/arguments');
const { beginRequest, kOwner, kWriteCallback, PIPE, TCP, WRITTEN, createStream, kTakeStream } = require('internal:net/handles');
const { kRequireTransferable, kTransfer, markCloneable } = require('internal:web/transferable');
const { timerDuration } = require('internal:net/timer_duration');

const kTimeout = Symbol('net.timeout');
const kUserBuffer = Symbol('net.userBuffer');
/** Takes what comes while nobody is to read, in place of the stream. @type {((this: Socket) => void) | null} */
const kUnasked = Symbol('net.unasked');
const kSettings = Symbol('net.settings');
const kBytesRead = Symbol('net.bytesRead');
const kBytesWritten = Symbol('net.bytesWritten');
const kResetOnClose = Symbol('net.resetOnClose');
const kHandle = Symbol('net.handle');
const kLastQueueSize = Symbol('net.lastQueueSize');

/** libuv's numbers for the errors that are handled here. */
const UV_EOF = -4095;
const UV_ECANCELED = -125;
const UV_ENOTCONN = -107;
const UV_ENOTSOCK = -88;

/**
 * @param {number | object} [options] a descriptor, or `fd`, `handle`, `readable`, `writable`, `allowHalfOpen`, `signal`, `onread`,
 *   `noDelay`, `keepAlive`, `keepAliveInitialDelay`, `highWaterMark`
 */
function Socket(options) {
  if (!(this instanceof Socket)) return new Socket(options);
  options = checkOptions(options);

  initFields(this, options);
  Duplex.call(this, options);
  this._sockname = null;
  this._peername = undefined;
  this._pendingData = null;
  this._pendingEncoding = '';
  this.server = null;
  this._server = null;

  this.on('end', onReadableEnd);
  const handle = options.handle ?? (options.fd === undefined ? null : openHandle(options.fd));
  if (handle && typeof handle[kTakeStream] === 'function') this._placeHandle(handle[kTakeStream]());
  else if (handle) adopt(this, handle, options);
}
Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
Object.setPrototypeOf(Socket, Duplex);

/** What every socket has, in the same order. */
function initFields(socket, options) {
  socket.connecting = false;
  socket._hadError = false;
  socket[kHandle] = null;
  socket._parent = null;
  socket._host = null;
  socket[kTimeout] = null;
  socket[kSettings] = {
    noDelay: Boolean(options.noDelay),
    keepAlive: Boolean(options.keepAlive),
    initialDelay: ~~(options.keepAliveInitialDelay / 1000),
    typeOfService: options.typeOfService,
  };
  socket[kUserBuffer] = userBuffer(options.onread);
  socket[kUnasked] = null;
  socket[kBytesRead] = 0;
  socket[kBytesWritten] = 0;
  socket[kResetOnClose] = false;
  socket[kLastQueueSize] = 0;
}

function checkOptions(options) {
  if (typeof options === 'number') options = { fd: options };
  else options = { ...options };
  for (const mode of ['objectMode', 'readableObjectMode', 'writableObjectMode']) {
    if (options[mode]) throw new codes.ERR_INVALID_ARG_VALUE(`options.${mode}`, options[mode], 'is not supported');
  }
  if (options.signal) validateAbortSignal(options.signal, 'options.signal');
  if (options.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
    if (options.keepAliveInitialDelay < 0) options.keepAliveInitialDelay = 0;
  }
  if (options.typeOfService !== undefined) validateInt32(options.typeOfService, 'options.typeOfService', 0, 255);
  options.allowHalfOpen = Boolean(options.allowHalfOpen);
  // 'close' comes when the handle is closed; a write before the connection keeps its text.
  options.emitClose = false;
  options.autoDestroy = true;
  options.decodeStrings = false;
  return options;
}

/** The `onread` option: one buffer for all that is read, or a function that gives one. */
function userBuffer(onread) {
  if (onread === null || typeof onread !== 'object') return null;
  const { buffer, callback } = onread;
  const isView = ArrayBuffer.isView(buffer);
  if (typeof callback !== 'function' || (!isView && typeof buffer !== 'function')) return null;
  return { buffer: isView ? buffer : buffer(), next: isView ? null : buffer, callback };
}

function openHandle(fd) {
  const { guessHandleType } = require('internal:tty/handle_type');
  validateInt32(fd, 'fd', 0);
  const type = guessHandleType(fd);
  if (type !== 'TCP' && type !== 'PIPE') throw new codes.ERR_INVALID_FD_TYPE(type);
  const handle = createStream(type === 'TCP' ? TCP : PIPE);
  const failed = handle.open(fd);
  if (failed) throw errnoException(failed, 'open');
  return handle;
}

/** Takes a handle over when the socket is made. */
function adopt(socket, handle, options) {
  socket._handle = handle;
  initHandle(socket);
  if (options.readable === false) return;
  if (options.pauseOnCreate) {
    handle.reading = false;
    handle.readStop();
    socket.readableFlowing = false;
  } else if (!options.manualStart) {
    socket.read(0);
  }
}

/** Takes a handle to connect with; null where an attempt has failed. Called by internal:net/connect. */
Socket.prototype._placeHandle = function _placeHandle(handle) {
  this[kHandle] = handle;
  if (handle !== null) initHandle(this);
};

/** Makes the socket the owner of its handle. */
function initHandle(socket) {
  socket[kHandle][kOwner] = socket;
  const user = socket[kUserBuffer];
  if (user) socket[kHandle].useUserBuffer(user.buffer);
}

Object.defineProperty(Socket.prototype, '_handle', {
  __proto__: null,
  get() {
    return this[kHandle];
  },
  set(handle) {
    this[kHandle] = handle;
  },
});

// --- Connecting ----------------------------------------------------------------------------------------------------------

Socket.prototype.connect = function connect(...args) {
  const [options, callback] = args[0]?.[kNormalized] ? args[0] : normalizeArguments(args);
  if (options.port === undefined && options.path == null) {
    throw new codes.ERR_MISSING_ARGS(['options', 'port', 'path']);
  }
  if (this.write !== Socket.prototype.write) this.write = Socket.prototype.write;
  if (this.destroyed) reset(this);
  this._sockname = null;
  if (callback !== null) this.once('connect', callback);
  this._unrefTimer();
  const { connectTo } = require('internal:net/connect');
  connectTo(this, options);
  return this;
};

/** A destroyed socket may be connected again. */
function reset(socket) {
  socket._undestroy();
  socket[kHandle] = null;
  socket._peername = undefined;
}

/** The connection stands. Called by internal:net/connect. */
Socket.prototype._handleConnected = function _handleConnected(readable, writable) {
  this.connecting = false;
  this._sockname = null;
  if (this.readable && !readable) {
    this.push(null);
    this.read();
  }
  if (this.writable && !writable) this.end();
  this._unrefTimer();
  applySettings(this);
  this.emit('connect');
  this.emit('ready');
  // By way of `_read`, which packages that answer in the place of a server replace.
  if (readable && this[kHandle] && !this.isPaused()) this.read(0);
};

function applySettings(socket) {
  const handle = socket[kHandle];
  const { noDelay, keepAlive, initialDelay, typeOfService } = socket[kSettings];
  if (!isTcp(handle)) return;
  if (noDelay) handle.setNoDelay(true);
  if (keepAlive) handle.setKeepAlive(true, initialDelay);
  if (typeOfService !== undefined) handle.setTypeOfService(typeOfService);
}

/** Handles that programs bring have no kind; they take what they have methods for. */
function isTcp(handle) {
  return handle.kind === TCP || handle.kind === undefined;
}

// --- Reading -------------------------------------------------------------------------------------------------------------

Socket.prototype._read = function _read(size) {
  if (this.connecting || !this[kHandle]) {
    this.once('connect', () => this._read(size));
  } else if (!this[kHandle].reading) {
    startReading(this);
  }
};

function startReading(socket) {
  const handle = socket[kHandle];
  handle.reading = true;
  const failed = handle.readStart();
  // A write that failed before tells more.
  if (failed && !socket.errored) socket.destroy(errnoException(failed, 'read'));
}

function stopReading(socket) {
  const handle = socket[kHandle];
  if (!handle?.reading) return;
  handle.reading = false;
  const failed = handle.readStop();
  if (failed) socket.destroy(errnoException(failed, 'read'));
}

/** Bytes, the end or an error came from the handle. */
Socket.prototype._handleRead = function _handleRead(count, buffer) {
  this._unrefTimer();
  if (count > 0) {
    if (this.destroyed) return;
    if (this[kUnasked] !== null) {
      this[kUnasked]();
      return;
    }
    const wantsMore = this[kUserBuffer] ? toUserBuffer(this, count) : this.push(buffer);
    if (!wantsMore) stopReading(this);
  } else if (count === UV_EOF) {
    if (this.destroyed) return;
    this[kHandle].reading = false;
    this.push(null);
    this.read(0);
  } else {
    this.destroy(errnoException(count, 'read'));
  }
};

function toUserBuffer(socket, count) {
  const user = socket[kUserBuffer];
  const wantsMore = user.callback.call(socket, count, user.buffer) !== false;
  if (user.next !== null && socket[kHandle]) {
    user.buffer = user.next();
    socket[kHandle].useUserBuffer(user.buffer);
  }
  return wantsMore;
}

Socket.prototype.pause = function pause() {
  if (this[kUserBuffer] && !this.connecting) stopReading(this);
  return Duplex.prototype.pause.call(this);
};

Socket.prototype.resume = function resume() {
  readToUserBuffer(this);
  return Duplex.prototype.resume.call(this);
};

Socket.prototype.read = function read(size) {
  readToUserBuffer(this);
  return Duplex.prototype.read.call(this, size);
};

function readToUserBuffer(socket) {
  if (socket[kUserBuffer] && !socket.connecting && socket[kHandle] && !socket[kHandle].reading) startReading(socket);
}

/** The other side has ended; a socket that may not be half open cannot write any more. */
function onReadableEnd() {
  if (!this.allowHalfOpen) this.write = writeAfterFin;
}

function writeAfterFin(chunk, encoding, callback) {
  if (!this.writableEnded) return Duplex.prototype.write.call(this, chunk, encoding, callback);
  if (typeof encoding === 'function') callback = encoding;
  const error = Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' });
  if (typeof callback === 'function') process.nextTick(callback, error);
  this.destroy(error);
  return false;
}

// --- Writing -------------------------------------------------------------------------------------------------------------

Socket.prototype._write = function _write(chunk, encoding, callback) {
  this._writeGeneric(false, chunk, encoding, callback);
};

Socket.prototype._writev = function _writev(chunks, callback) {
  this._writeGeneric(true, chunks, '', callback);
};

Socket.prototype._writeGeneric = function _writeGeneric(isVector, data, encoding, callback) {
  if (this.connecting) {
    writeOnceConnected(this, isVector, data, encoding, callback);
    return;
  }
  this._pendingData = null;
  this._pendingEncoding = '';
  const handle = this[kHandle];
  if (!handle) {
    callback(new codes.ERR_SOCKET_CLOSED());
    return;
  }
  this._unrefTimer();
  const status = isVector ? writeVector(handle, data) : writeChunk(handle, data, encoding);
  if (status === WRITTEN) callback();
  else if (status < 0) callback(errnoException(status, 'write'));
  else beginRequest(handle, 'WRITEWRAP', (result) => written(this, result, callback));
};

function writeOnceConnected(socket, isVector, data, encoding, callback) {
  socket._pendingData = data;
  socket._pendingEncoding = encoding;
  socket.once('connect', function connected() {
    this.off('close', closed);
    this._writeGeneric(isVector, data, encoding, callback);
  });
  function closed() {
    callback(new codes.ERR_SOCKET_CLOSED_BEFORE_CONNECTION());
  }
  socket.once('close', closed);
}

function written(socket, status, callback) {
  if (status < 0) callback(errnoException(status, 'write'));
  else if (socket.destroyed) callback(null);
  else {
    socket._unrefTimer();
    callback();
  }
}

function writeChunk(handle, chunk, encoding) {
  if (typeof chunk !== 'string') return handle.write(chunk);
  switch (encoding) {
    case 'utf8':
    case 'utf-8':
      return handle.writeUtf8(chunk);
    case 'latin1':
    case 'binary':
    case 'ascii':
      return handle.writeLatin1(chunk);
    default:
      return handle.write(Buffer.from(chunk, encoding));
  }
}

function writeVector(handle, chunks) {
  return handle.writev(chunks.map(({ chunk, encoding }) => (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)));
}

Socket.prototype._final = function _final(callback) {
  if (this.connecting) {
    this.once('connect', () => this._final(callback));
    return;
  }
  if (!this[kHandle]) {
    callback();
    return;
  }
  const handle = this[kHandle];
  const ended = counts.hooks === 0 ? callback : endRequest(handle, callback);
  const status = handle.shutdown();
  // A connection that is gone already, and a pipe, which has no halves, are as ended as they can be.
  if (status === 0 || status === UV_ENOTCONN || status === UV_ENOTSOCK) ended();
  else callback(errnoException(status, 'shutdown'));
};

/** The system ends a connection at once; hooks see the request that it is in Node, which ends in a later turn. */
function endRequest(handle, callback) {
  const ended = requestCallback(handle, 'SHUTDOWNWRAP', callback);
  return () => require('internal:timers/immediate').queueInternalNow(ended);
}

Socket.prototype.end = function end(data, encoding, callback) {
  Duplex.prototype.end.call(this, data, encoding, callback);
  return this;
};

// --- Closing -------------------------------------------------------------------------------------------------------------

/** Destroys the socket once everything written is with the system. */
Socket.prototype.destroySoon = function destroySoon() {
  if (this.writable) this.end();
  if (this.writableFinished) this.destroy();
  else this.once('finish', this.destroy);
};

Socket.prototype.resetAndDestroy = function resetAndDestroy() {
  const handle = this[kHandle];
  if (!handle) {
    this.destroy(new codes.ERR_SOCKET_CLOSED());
    return this;
  }
  if (handle.kind !== TCP) throw new codes.ERR_INVALID_HANDLE_TYPE();
  if (this.connecting) this.once('connect', () => this._reset());
  else this._reset();
  return this;
};

Socket.prototype._reset = function _reset() {
  this[kResetOnClose] = true;
  return this.destroy();
};

Socket.prototype._destroy = function _destroy(error, callback) {
  this.connecting = false;
  for (let socket = this; socket != null; socket = socket._parent) clearTimeout(socket[kTimeout]);
  if (this[kHandle]) {
    closeHandle(this, Boolean(error), callback);
    callback(error);
  } else {
    callback(error);
    process.nextTick(emitClose, this, false);
  }
  leaveServer(this);
};

function closeHandle(socket, hadError) {
  const handle = socket[kHandle];
  const waiting = handle[kWriteCallback];
  socket[kBytesRead] = handle.bytesRead;
  socket[kBytesWritten] = handle.bytesWritten;
  if (socket[kResetOnClose]) handle.resetOnClose();
  handle[kOwner] = null;
  handle[kWriteCallback] = null;
  handle.close(() => {
    // The write that waited ends with the socket, whose state tells why.
    if (waiting !== null && typeof waiting === 'function') waiting(UV_ECANCELED, null);
    emitClose(socket, hadError);
  });
  socket[kHandle] = null;
  socket._sockname = null;
}

function emitClose(socket, hadError) {
  socket.emit('close', hadError);
}

function leaveServer(socket) {
  const server = socket._server;
  if (!server) return;
  server._connections--;
  server._emitCloseIfDrained?.();
}

// --- Timeouts ------------------------------------------------------------------------------------------------------------

Socket.prototype.setTimeout = function setSocketTimeout(msecs, callback) {
  if (this.destroyed) return this;
  this.timeout = msecs;
  const duration = timerDuration(msecs, 'msecs');
  clearTimeout(this[kTimeout]);
  this[kTimeout] = null;
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (duration === 0) {
    if (callback !== undefined) this.removeListener('timeout', callback);
    return this;
  }
  this[kTimeout] = setTimeout(expire, duration, this).unref();
  if (callback !== undefined) this.once('timeout', callback);
  return this;
};

function expire(socket) {
  socket._onTimeout();
}

Socket.prototype._onTimeout = function _onTimeout() {
  const handle = this[kHandle];
  const waiting = handle ? handle.writeQueueSize : 0;
  const moved = waiting > 0 && waiting !== this[kLastQueueSize];
  this[kLastQueueSize] = waiting;
  // A write that still moves is activity, although no call has come.
  if (moved) this._unrefTimer();
  else this.emit('timeout');
};

/** Something happened: the idle time begins anew, here and on the sockets this one carries. */
Socket.prototype._unrefTimer = function _unrefTimer() {
  for (let socket = this; socket != null; socket = socket._parent) {
    if (socket[kTimeout]) socket[kTimeout].refresh();
  }
};

// --- Settings ------------------------------------------------------------------------------------------------------------

Socket.prototype.setNoDelay = function setNoDelay(enable) {
  const on = enable === undefined ? true : Boolean(enable);
  const settings = this[kSettings];
  if (!this[kHandle] || this.connecting) settings.noDelay = on;
  else if (isTcp(this[kHandle]) && on !== settings.noDelay) {
    settings.noDelay = on;
    this[kHandle].setNoDelay?.(on);
  }
  return this;
};

Socket.prototype.setKeepAlive = function setKeepAlive(enable, initialDelay) {
  const on = Boolean(enable);
  const delay = ~~(initialDelay / 1000);
  const settings = this[kSettings];
  if (!this[kHandle] || this.connecting) Object.assign(settings, { keepAlive: on, initialDelay: delay });
  else if (isTcp(this[kHandle]) && (on !== settings.keepAlive || (on && delay !== settings.initialDelay))) {
    Object.assign(settings, { keepAlive: on, initialDelay: delay });
    this[kHandle].setKeepAlive?.(on, delay);
  }
  return this;
};

Socket.prototype.setTypeOfService = function setTypeOfService(value) {
  if (Number.isNaN(value)) throw new codes.ERR_INVALID_ARG_TYPE('tos', 'number', value);
  validateInt32(value, 'tos', 0, 255);
  this[kSettings].typeOfService = value;
  if (!this[kHandle] || this.connecting) return this;
  const failed = this[kHandle].setTypeOfService(value);
  if (failed) throw errnoException(failed, 'setTypeOfService');
  return this;
};

Socket.prototype.getTypeOfService = function getTypeOfService() {
  if (!this[kHandle] || this.connecting) return this[kSettings].typeOfService ?? 0;
  const value = this[kHandle].getTypeOfService();
  if (value < 0) throw errnoException(value, 'getTypeOfService');
  return value;
};

Socket.prototype.ref = function ref() {
  if (this[kHandle]) this[kHandle].ref?.();
  else this.once('connect', this.ref);
  return this;
};

Socket.prototype.unref = function unref() {
  if (this[kHandle]) this[kHandle].unref?.();
  else this.once('connect', this.unref);
  return this;
};

// --- State ---------------------------------------------------------------------------------------------------------------

Socket.prototype.address = function address() {
  return this._getsockname();
};

Socket.prototype._getsockname = function _getsockname() {
  if (this[kHandle]?.getsockname === undefined) return {};
  this._sockname ??= addressOf(this[kHandle], 'getsockname') ?? null;
  return this._sockname ?? {};
};

Socket.prototype._getpeername = function _getpeername() {
  if (this[kHandle]?.getpeername === undefined || this.connecting) return this._peername || {};
  this._peername ??= addressOf(this[kHandle], 'getpeername');
  return this._peername ?? {};
};

/** Unix sockets have no address object; an error has none yet. A function that a package put there fills in an object, as in Node. */
function addressOf(handle, method) {
  const filled = {};
  const result = handle[method](filled);
  if (!Array.isArray(result)) return typeof result === 'string' ? {} : result === 0 ? filled : undefined;
  const [address, port, family] = result;
  return { address, family, port };
}

function defineGetter(name, get) {
  Object.defineProperty(Socket.prototype, name, { __proto__: null, configurable: false, enumerable: true, get });
}

defineGetter('_connecting', function () {
  return this.connecting;
});

defineGetter('pending', function () {
  return !this[kHandle] || this.connecting;
});

defineGetter('readyState', function () {
  if (this.connecting) return 'opening';
  if (this.readable && this.writable) return 'open';
  if (this.readable) return 'readOnly';
  return this.writable ? 'writeOnly' : 'closed';
});

defineGetter('bufferSize', function () {
  return this[kHandle] ? this.writableLength : undefined;
});

defineGetter('bytesRead', function () {
  return this[kHandle] ? this[kHandle].bytesRead : this[kBytesRead];
});

defineGetter('_bytesDispatched', function () {
  return this[kHandle] ? this[kHandle].bytesWritten : this[kBytesWritten];
});

/** What was written, with what still waits in the stream or for the connection. */
defineGetter('bytesWritten', function () {
  let bytes = this._bytesDispatched;
  const buffered = this.writableBuffer;
  if (!buffered) return undefined;
  for (const entry of buffered) bytes += lengthOf(entry.chunk, entry.encoding);
  const pending = this._pendingData;
  if (Array.isArray(pending)) {
    for (const entry of pending) bytes += lengthOf(entry.chunk, entry.encoding);
  } else if (pending) {
    bytes += lengthOf(pending, this._pendingEncoding);
  }
  return bytes;
});

function lengthOf(chunk, encoding) {
  return typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.byteLength;
}

for (const [end, names] of [
  ['_getpeername', { remoteAddress: 'address', remoteFamily: 'family', remotePort: 'port' }],
  ['_getsockname', { localAddress: 'address', localFamily: 'family', localPort: 'port' }],
]) {
  for (const [name, field] of Object.entries(names)) {
    defineGetter(name, function () {
      return this[end]()?.[field];
    });
  }
}

// --- Moving to another thread ---

markCloneable(Socket.prototype);
Socket.prototype[kRequireTransferable] = function requireTransferable() {
  require('internal:net/moving').requireMovableSocket(this);
};
Socket.prototype[kTransfer] = function transfer() {
  return require('internal:net/moving').moveSocket(this);
};

module.exports = { Socket, applySettings, kUnasked };
