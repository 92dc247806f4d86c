'use strict';

/** `net.Server`: listens, and makes a socket of every connection. */

const process = require('internal:process/object');
const EventEmitter = require('node:events');
const { triggeredBy } = require('internal:async_hooks/resources');
const dc = require('node:diagnostics_channel');
const { Buffer } = require('node:buffer');
const { codes, errnoException, exceptionWithHostPort, uvExceptionWithHostPort } = require('internal:shared/errors');
const {
  validateAbortSignal, validateBoolean, validateNumber, validatePort, validateString,
} = require('internal:shared/validators');
const { isPipeName, normalizeArguments, toPort } = require('internal:net/arguments');
const { kIpv6Only, kOwner, kReusePort, kTakeListener, PIPE, TCP, createListener } = require('internal:net/handles');
const { kRequireTransferable, kTransfer, markCloneable } = require('internal:web/transferable');
const foreign = require('internal:net/foreign_connections');
const { Socket, applySettings } = require('internal:net/socket');

const serverChannel = dc.channel('net.server.socket');
const listenChannel = dc.tracingChannel('net.server.listen');

/**
 * A server property: `(handle) => boolean` that may take a connection before a socket is made of it. It owns the handle then;
 * `handle.detach()` gives its descriptor.
 */
const kTakeConnection = Symbol('net.server.takeConnection');

const kBacklog = 511;
const UV_EINVAL = -22;
const UV_EADDRINUSE = -98;

/**
 * In a worker of a cluster, what gets the handles of servers from the primary process; elsewhere null.
 * @type {null | ((server: Server, query: object, callback: (errno: number, handle: object | null) => void) => void)}
 */
let primary = null;

/** Called by `node:cluster` when this process is a worker. */
function listenThroughPrimary(getServer) {
  primary = getServer;
}

/** For the other kinds of sockets that a cluster shares. */
function handlesOfPrimary() {
  return primary;
}

/**
 * @param {object} [options] `allowHalfOpen`, `pauseOnConnect`, `noDelay`, `keepAlive`, `keepAliveInitialDelay`, `highWaterMark`, `blockList`
 * @param {(socket: Socket) => void} [connectionListener]
 */
function Server(options, connectionListener) {
  if (!(this instanceof Server)) return new Server(options, connectionListener);
  EventEmitter.call(this);
  if (typeof options === 'function') {
    connectionListener = options;
    options = {};
  } else if (options == null) {
    options = {};
  } else if (typeof options !== 'object') {
    throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  if (typeof connectionListener === 'function') this.on('connection', connectionListener);
  this._connections = 0;
  this._handle = null;
  this._usingWorkers = false;
  this._workers = [];
  this._unref = false;
  this._listeningId = 1;
  this.allowHalfOpen = options.allowHalfOpen || false;
  this.pauseOnConnect = Boolean(options.pauseOnConnect);
  this.noDelay = Boolean(options.noDelay);
  this.keepAlive = Boolean(options.keepAlive);
  this.keepAliveInitialDelay = initialDelay(options.keepAliveInitialDelay);
  if (options.highWaterMark !== undefined) validateNumber(options.highWaterMark, 'options.highWaterMark');
  this.highWaterMark = options.highWaterMark ?? require('node:stream').getDefaultHighWaterMark(false);
  if (options.blockList) checkBlockList(this, options.blockList);
}
Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Server, EventEmitter);

/** In seconds, as the system counts. */
function initialDelay(value) {
  if (value === undefined) return 0;
  validateNumber(value, 'options.keepAliveInitialDelay');
  return Math.max(~~(value / 1000), 0);
}

function checkBlockList(server, blockList) {
  const { BlockList } = require('internal:net/block_list');
  if (!BlockList.isBlockList(blockList)) {
    throw new codes.ERR_INVALID_ARG_TYPE('options.blockList', 'net.BlockList', blockList);
  }
  server.blockList = blockList;
}

// --- listen --------------------------------------------------------------------------------------------------------------

Server.prototype.listen = function listen(...args) {
  const [options, callback] = normalizeArguments(args);
  if (this._handle) throw new codes.ERR_SERVER_ALREADY_LISTEN();
  if (listenChannel.hasSubscribers) listenChannel.asyncStart.publish({ server: this, options });
  if (callback !== null) this.once('listening', callback);
  const backlog = toPort(args.length > 1 && args[1]) || toPort(args.length > 2 && args[2]);
  listenOn(this, args, options, backlog);
  return this;
};

function listenOn(server, args, options, backlogArgument) {
  const handle = handleIn(options);
  if (handle !== null) {
    server._handle = handle;
    server._listen2(null, -1, -1, backlogArgument);
    return;
  }
  const flags = bindFlags(options);
  addSignal(server, options);
  const backlog = options.backlog || backlogArgument;
  // A port that every process may bind need not be shared.
  const exclusive = Boolean(options.exclusive) || options.reusePort === true;
  if (typeof options.fd === 'number' && options.fd >= 0) {
    start(server, { address: null, port: null, family: null, backlog, fd: options.fd, flags: undefined, exclusive: false });
  } else if (isPort(args, options)) {
    validatePort(options.port, 'options.port');
    const place = { address: null, port: options.port | 0, family: 4, backlog, fd: undefined, flags, exclusive };
    if (options.host) lookUpAndStart(server, options.host, place);
    else start(server, place);
  } else if (options.path && isPipeName(options.path)) {
    listenOnPath(server, options, backlog, exclusive);
  } else {
    throw wrongOptions(options);
  }
}

/** `listen(handle)`, and `listen(server)` or `listen({ handle })`, which hold one. */
function handleIn(options) {
  for (const value of [options, options._handle, options.handle]) {
    if (value instanceof binding.Listener) return value;
    if (typeof value?.[kTakeListener] === 'function') return value[kTakeListener]();
  }
  return null;
}

/** `listen()`, `listen(cb)`, `listen(undefined)` and `listen(null)` mean any port, as every number does. */
function isPort(args, options) {
  if (args.length === 0 || typeof args[0] === 'function') {
    options.port = 0;
    return true;
  }
  if ('port' in options && (options.port === undefined || options.port === null)) {
    options.port = 0;
    return true;
  }
  return typeof options.port === 'number' || typeof options.port === 'string';
}

function wrongOptions(options) {
  if (!('port' in options || 'path' in options)) {
    return new codes.ERR_INVALID_ARG_VALUE('options', options, 'must have the property "port" or "path"');
  }
  return new codes.ERR_INVALID_ARG_VALUE('options', options);
}

function bindFlags(options) {
  const { ipv6Only, reusePort } = options;
  if (ipv6Only != null) validateBoolean(ipv6Only, 'options.ipv6Only');
  if (reusePort != null) validateBoolean(reusePort, 'options.reusePort');
  return (ipv6Only ? kIpv6Only : 0) | (reusePort ? kReusePort : 0);
}

function addSignal(server, { signal }) {
  if (signal === undefined) return;
  validateAbortSignal(signal, 'options.signal');
  const close = () => server.close();
  if (signal.aborted) {
    process.nextTick(close);
    return;
  }
  const { addAbortListener } = require('internal:events/abort_listener');
  const disposable = addAbortListener(signal, close);
  server.once('close', disposable[Symbol.dispose]);
}

function listenOnPath(server, options, backlog, exclusive) {
  const { path, readableAll, writableAll } = options;
  validateString(path, 'options.path');
  server._pipeName = path;
  const place = { address: path, port: -1, family: -1, backlog, fd: undefined, flags: undefined, exclusive, readableAll, writableAll };
  start(server, place);
  if (server._handle === null || primary !== null || (!readableAll && !writableAll)) return;
  const failed = server._handle.changePathMode(0o700 | (readableAll ? 0o044 : 0) | (writableAll ? 0o022 : 0));
  if (!failed) return;
  const error = errnoException(failed, 'uv_pipe_chmod');
  server._handle.close(undefined);
  server._handle = null;
  process.nextTick(() => server.emit('error', error));
}

function lookUpAndStart(server, host, place) {
  const { lookup } = require('node:dns');
  const id = ++server._listeningId;
  lookup(host, (error, address, family) => {
    // Another listen, or a close, came in the meantime.
    if (id !== server._listeningId) return;
    if (error) {
      server.emit('error', error);
      return;
    }
    place.address = address;
    place.family = family || 4;
    start(server, place);
  });
}

/** Listens at a place: in this process, or in a worker through the primary one. */
function start(server, place) {
  if (primary !== null && !place.exclusive) startThroughPrimary(server, place);
  else server._listen2(place.address, place.port, place.family, place.backlog, place.fd, place.flags);
}

function startThroughPrimary(server, { address, port, family, backlog, fd, flags, readableAll, writableAll }) {
  // The answer to an earlier listen counts no more.
  const id = ++server._listeningId;
  const query = { address, port, addressType: family, fd, flags, backlog, readableAll, writableAll };
  primary(server, query, (errno, handle) => {
    if (id !== server._listeningId) {
      handle?.close(undefined);
      return;
    }
    const failed = errno || otherPort(handle, port);
    if (failed) {
      server.emit('error', exceptionWithHostPort(failed, 'bind', address, port));
      return;
    }
    server._handle = handle;
    server._listen2(address, port, family, backlog, fd, flags);
  });
}

/** A taken address may show only in this: the handle has another port than the one that was asked for. */
function otherPort(handle, port) {
  if (!(port > 0) || handle.getsockname === undefined) return 0;
  const name = handle.getsockname();
  if (!Array.isArray(name)) return typeof name === 'number' ? name : 0;
  return name[1] === port ? 0 : UV_EADDRINUSE;
}

/** Binds and listens; failures are told in an event. */
Server.prototype._listen2 = function _listen2(address, port, family, backlog, fd, flags) {
  if (!this._handle) {
    if (!address && typeof fd !== 'number') [this._handle, address, family] = openAny(port, flags);
    else this._handle = createServerHandle(address, port, family, fd, flags);
    if (typeof this._handle === 'number') {
      const failed = this._handle;
      this._handle = null;
      listenFailed(this, failed, address, port);
      return;
    }
  }
  this._handle[kOwner] = this;
  const failed = this._handle.listen(backlog || kBacklog);
  if (failed) {
    this._handle.close(undefined);
    this._handle = null;
    listenFailed(this, failed, address, port);
    return;
  }
  this._connectionKey = `${family}:${address}:${port}`;
  if (this._unref) this.unref();
  if (listenChannel.hasSubscribers) listenChannel.asyncEnd.publish({ server: this });
  triggeredBy(this._handle, process.nextTick, emitListening, this);
};

function listenFailed(server, errno, address, port) {
  const error = uvExceptionWithHostPort(errno, 'listen', address, port);
  if (listenChannel.hasSubscribers) listenChannel.error.publish({ server, error });
  process.nextTick(() => server.emit('error', error));
}

/** All addresses: IPv6 with IPv4 mapped into it, or IPv4 alone where there is no IPv6. */
function openAny(port, flags) {
  const handle = createServerHandle('::', port, 6, undefined, flags);
  if (typeof handle !== 'number') return [handle, '::', 6];
  return [createServerHandle('0.0.0.0', port, 4, undefined, flags), '0.0.0.0', 4];
}

function emitListening(server) {
  // It may have been closed in the meantime.
  if (server._handle) server.emit('listening');
}

/** A bound handle, or the negative number of the error. */
function createServerHandle(address, port, family, fd, flags = 0) {
  if (typeof fd === 'number' && fd >= 0) return handleOfDescriptor(fd);
  const isPath = port === -1 && family === -1;
  const handle = createListener(isPath ? PIPE : TCP);
  const failed = isPath ? handle.bindPath(Buffer.from(address)) : handle.bind(address || '::', port, flags);
  if (failed) {
    handle.close(undefined);
    return failed;
  }
  return handle;
}

function handleOfDescriptor(fd) {
  const { guessHandleType } = require('internal:tty/handle_type');
  const type = guessHandleType(fd);
  if (type !== 'TCP' && type !== 'PIPE') return UV_EINVAL;
  const handle = createListener(type === 'TCP' ? TCP : PIPE);
  const failed = handle.open(fd);
  if (failed) {
    handle.close(undefined);
    return failed;
  }
  return handle;
}

// --- Connections ---------------------------------------------------------------------------------------------------------

/** A connection, or the error of taking one, came from the handle. */
Server.prototype._handleConnection = function _handleConnection(status, handle) {
  if (status) {
    this.emit('error', errnoException(status, 'accept'));
    return;
  }
  if (this.maxConnections != null && this._connections >= this.maxConnections) {
    this.emit('drop', refuse(handle));
    return;
  }
  if (this.blockList && isBlocked(this.blockList, handle)) {
    handle.close(undefined);
    return;
  }
  if (this[kTakeConnection]?.(handle)) return;
  const socket = this._makeSocket(handle);
  this.emit('connection', socket);
  if (serverChannel.hasSubscribers) serverChannel.publish({ socket });
};

Server.prototype._makeSocket = function _makeSocket(handle) {
  const socket = new Socket({
    handle,
    allowHalfOpen: this.allowHalfOpen,
    pauseOnCreate: this.pauseOnConnect,
    readable: true,
    writable: true,
    readableHighWaterMark: this.highWaterMark,
    writableHighWaterMark: this.highWaterMark,
    noDelay: this.noDelay,
    keepAlive: this.keepAlive,
    keepAliveInitialDelay: this.keepAliveInitialDelay * 1000,
  });
  applySettings(socket);
  this._connections++;
  socket.server = this;
  socket._server = this;
  return socket;
};

/** Closes a connection that is one too many; gives what is told of it. */
function refuse(handle) {
  const [localAddress, localPort, localFamily] = addressParts(handle.getsockname());
  const [remoteAddress, remotePort, remoteFamily] = addressParts(handle.getpeername());
  handle.close(undefined);
  if (localAddress === undefined) return {};
  return { localAddress, localPort, localFamily, remoteAddress, remotePort, remoteFamily };
}

function addressParts(result) {
  return Array.isArray(result) ? result : [];
}

function isBlocked(blockList, handle) {
  const [address, , family] = addressParts(handle.getpeername());
  return address !== undefined && blockList.check(address, family.toLowerCase());
}

Server.prototype.getConnections = function getConnections(callback) {
  if (this._workers.length === 0) process.nextTick(callback, null, this._connections);
  else foreign.count(this, callback);
  return this;
};

/** Connections were given to another process, which `list` stands for. */
Server.prototype._setupWorker = function _setupWorker(list) {
  foreign.add(this, list);
};

// --- State and end -------------------------------------------------------------------------------------------------------

Object.defineProperty(Server.prototype, 'listening', {
  __proto__: null,
  get() {
    return Boolean(this._handle);
  },
  configurable: true,
  enumerable: true,
});

/** The address of a TCP server, the path of another; null before it listens. */
Server.prototype.address = function address() {
  if (this._pipeName) return this._handle ? this._pipeName : null;
  if (!this._handle?.getsockname) return null;
  const result = this._handle.getsockname();
  if (typeof result === 'number') throw errnoException(result, 'address');
  if (typeof result === 'string') return result;
  const [host, port, family] = result;
  return { address: host, family, port };
};

Server.prototype.close = function close(callback) {
  this._listeningId++;
  if (typeof callback === 'function') {
    if (this._handle) this.once('close', callback);
    else this.once('close', () => callback(new codes.ERR_SERVER_NOT_RUNNING()));
  }
  if (this._handle) {
    this._handle.close(undefined);
    this._handle = null;
    this._pipeName = undefined;
  }
  if (this._workers.length > 0) foreign.close(this);
  else this._emitCloseIfDrained();
  return this;
};

Server.prototype[Symbol.asyncDispose] = async function () {
  if (!this._handle) return;
  await new Promise((resolve, reject) => this.close((error) => (error ? reject(error) : resolve())));
};

Server.prototype._emitCloseIfDrained = function _emitCloseIfDrained() {
  if (this._handle || this._connections > 0) return;
  process.nextTick(() => this.emit('close'));
};

Server.prototype[EventEmitter.captureRejectionSymbol] = function (error, event, socket) {
  if (event === 'connection') socket.destroy(error);
  else this.emit('error', error);
};

Server.prototype.ref = function ref() {
  this._unref = false;
  this._handle?.ref();
  return this;
};

Server.prototype.unref = function unref() {
  this._unref = true;
  this._handle?.unref();
  return this;
};

// --- Moving to another thread ---

markCloneable(Server.prototype);
Server.prototype[kRequireTransferable] = function requireTransferable() {
  require('internal:net/moving').requireMovableServer(this);
};
Server.prototype[kTransfer] = function transfer() {
  return require('internal:net/moving').moveServer(this);
};

module.exports = { Server, createServerHandle, openAny, kTakeConnection, handlesOfPrimary, listenThroughPrimary };
