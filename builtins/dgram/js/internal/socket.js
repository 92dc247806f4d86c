'use strict';

/** `dgram.Socket`: from unbound to bound, connected to a peer or not, and closed. */

const process = require('internal:process/object');
const dc = require('node:diagnostics_channel');
const EventEmitter = require('node:events');
const { codes, errnoException, exceptionWithHostPort } = require('internal:shared/errors');
const {
  validateAbortSignal, validateNumber, validateObject, validatePort, validateString, validateUint32,
} = require('internal:shared/validators');
const { isIP } = require('internal:net/ip');
const { ANY_ADDRESS, createHandle, kOwner, kState } = require('internal:dgram/handle');
const { piecesOf, readArguments, sendTo } = require('internal:dgram/send');

/** Flags of a bind, libuv's. */
const kIpv6Only = 1;
const kReuseAddress = 4;
const kReusePort = 8;

/** What a socket without an address of its own is connected to. */
const LOOPBACK = { __proto__: null, udp4: '127.0.0.1', udp6: '::1' };

const UNBOUND = 0;
const BINDING = 1;
const BOUND = 2;

const DISCONNECTED = 0;
const CONNECTING = 1;
const CONNECTED = 2;

/**
 * @param {'udp4' | 'udp6' | object} options
 * @param {(message: Buffer, from: object) => void} [listener]
 */
function createSocket(options, listener) {
  return new Socket(options, listener);
}

const socketChannel = dc.channel('udp.socket');

function Socket(options, listener) {
  EventEmitter.call(this);
  const given = options !== null && typeof options === 'object' ? options : { type: options };
  this[kState] = stateOf(given);
  this[kState].handle[kOwner] = this;
  this.type = given.type;
  if (typeof listener === 'function') this.on('message', listener);
  if (given.signal !== undefined) closeOnAbort(this, given.signal);
  if (socketChannel.hasSubscribers) socketChannel.publish({ socket: this });
}
Object.setPrototypeOf(Socket.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Socket, EventEmitter);

/** What a socket knows of itself. */
function stateOf({ type, lookup, recvBufferSize, sendBufferSize, receiveBlockList, sendBlockList, reuseAddr, reusePort, ipv6Only }) {
  if (recvBufferSize) validateUint32(recvBufferSize, 'options.recvBufferSize');
  if (sendBufferSize) validateUint32(sendBufferSize, 'options.sendBufferSize');
  checkBlockList(receiveBlockList, 'options.receiveBlockList');
  checkBlockList(sendBlockList, 'options.sendBlockList');
  return {
    handle: createHandle(type, lookup),
    bindState: UNBOUND,
    connectState: DISCONNECTED,
    receiving: false,
    /** Calls that wait for the bind. @type {(() => void)[] | undefined} */
    queue: undefined,
    reuseAddr: Boolean(reuseAddr),
    reusePort: Boolean(reusePort),
    ipv6Only: Boolean(ipv6Only),
    recvBufferSize,
    sendBufferSize,
    receiveBlockList,
    sendBlockList,
  };
}

function checkBlockList(list, name) {
  if (list && !require('node:net').BlockList.isBlockList(list)) throw new codes.ERR_INVALID_ARG_TYPE(name, 'net.BlockList', list);
}

function closeOnAbort(socket, signal) {
  validateAbortSignal(signal, 'options.signal');
  const close = () => {
    if (socket[kState].handle) socket.close();
  };
  if (signal.aborted) {
    close();
    return;
  }
  const listening = EventEmitter.addAbortListener(signal, close);
  socket.once('close', () => listening[Symbol.dispose]());
}

/** The state of a socket that is open. */
function open(socket) {
  const state = socket[kState];
  if (!state.handle) throw new codes.ERR_SOCKET_DGRAM_NOT_RUNNING();
  return state;
}

const { prototype } = Socket;

// --- Binding -------------------------------------------------------------------------------------------------------------

/** `(port?, address?, callback?)` or `(options, callback?)` */
prototype.bind = function bind(port, address, ...rest) {
  const state = open(this);
  if (state.bindState !== UNBOUND) throw new codes.ERR_SOCKET_ALREADY_BOUND();
  state.bindState = BINDING;
  const args = [port, address, ...rest];
  const callback = args.findLast((arg) => arg !== undefined);
  if (typeof callback === 'function') callOnceBound(this, callback);
  const request = bindRequest(port, address);
  if (request.handle) {
    replaceHandle(this, request.handle);
    startListening(this);
  } else if (request.fd !== undefined) {
    bindDescriptor(this, request);
  } else {
    bindAddress(this, request);
  }
  return this;
};

/** @returns {{ address: string, port: number, exclusive: boolean, fd?: number, handle?: object }} */
function bindRequest(port, address) {
  if (port === null || typeof port !== 'object') {
    return { address: typeof address === 'function' ? '' : address, port, exclusive: false };
  }
  // A handle that another socket was bound with.
  if (typeof port.recvStart === 'function') return { handle: port };
  const fd = Number.isInteger(port.fd) && port.fd > 0 ? port.fd : undefined;
  return { address: port.address || '', port: port.port, exclusive: Boolean(port.exclusive), fd };
}

/** The callback is for this bind only: an error ends its wait. */
function callOnceBound(socket, callback) {
  const forget = () => {
    socket.removeListener('error', forget);
    socket.removeListener('listening', onListening);
  };
  function onListening() {
    forget();
    callback.call(socket);
  }
  socket.on('error', forget);
  socket.on('listening', onListening);
}

function replaceHandle(socket, handle) {
  const state = socket[kState];
  const { lookup } = state.handle;
  state.handle[kOwner] = null;
  state.handle.close();
  handle.lookup = lookup;
  handle[kOwner] = socket;
  state.handle = handle;
}

function bindDescriptor(socket, { fd, exclusive }) {
  const state = socket[kState];
  const throughPrimary = primaryOfCluster();
  if (throughPrimary && !exclusive) {
    askPrimary(socket, throughPrimary, { address: null, port: null, addressType: socket.type, fd, flags: null });
    return;
  }
  const kind = require('internal:tty/handle_type').guessHandleType(fd);
  if (kind !== 'UDP') throw new codes.ERR_INVALID_FD_TYPE(kind);
  const errno = state.handle.open(fd);
  if (errno) throw errnoException(errno, 'open');
  startListening(socket);
}

function bindAddress(socket, { address, port, exclusive }) {
  const state = socket[kState];
  state.handle.lookup(address || ANY_ADDRESS[socket.type], (error, ip) => {
    // It was closed meanwhile.
    if (!state.handle) return;
    if (error) {
      failBind(socket, error);
      return;
    }
    const flags = flagsOf(state);
    const throughPrimary = primaryOfCluster();
    // A port that is shared through the system needs no primary.
    if (throughPrimary && !exclusive && !state.reusePort) {
      askPrimary(socket, throughPrimary, { address: ip, port, addressType: socket.type, fd: -1, flags });
      return;
    }
    const errno = state.handle.bind(ip, port || 0, flags);
    if (errno) failBind(socket, exceptionWithHostPort(errno, 'bind', ip, port));
    else startListening(socket);
  });
}

function flagsOf(state) {
  let flags = 0;
  if (state.ipv6Only) flags |= kIpv6Only;
  if (state.reuseAddr) flags |= kReuseAddress;
  if (state.reusePort) flags |= kReusePort;
  return flags;
}

function failBind(socket, error) {
  socket[kState].bindState = UNBOUND;
  socket.emit('error', error);
}

/** In a worker of a cluster, what gets handles from the primary process. */
function primaryOfCluster() {
  return require('internal:net/server').handlesOfPrimary();
}

function askPrimary(socket, getServer, query) {
  const state = socket[kState];
  getServer(socket, query, (errno, handle) => {
    if (errno) {
      failBind(socket, exceptionWithHostPort(errno, 'bind', query.address, query.port));
      return;
    }
    // The answer comes for a socket that was closed meanwhile.
    if (!state.handle) {
      handle.close();
      return;
    }
    replaceHandle(socket, handle);
    startListening(socket);
  });
}

function startListening(socket) {
  startReceiving(socket);
  socket.emit('listening');
}

function startReceiving(socket) {
  const state = socket[kState];
  state.handle.recvStart();
  state.receiving = true;
  state.bindState = BOUND;
  if (state.recvBufferSize) bufferSize(socket, state.recvBufferSize, true);
  if (state.sendBufferSize) bufferSize(socket, state.sendBufferSize, false);
}

/**
 * Binds at once, to an address that needs no look-up.
 * @param {{ port?: number, address?: string }} [options]
 * @returns {{ address: string, family: string, port: number }}
 */
prototype.bindSync = function bindSync(options = {}) {
  const state = open(this);
  validateObject(options, 'options');
  if (state.bindState !== UNBOUND) throw new codes.ERR_SOCKET_ALREADY_BOUND();
  const port = validatePort(options.port ?? 0, 'options.port');
  const address = options.address || ANY_ADDRESS[this.type];
  requireNumericAddress(address, 'options.address', 'bindSync');
  const errno = state.handle.bind(address, port, flagsOf(state));
  if (errno) throw exceptionWithHostPort(errno, 'bind', address, port);
  startReceiving(this);
  process.nextTick(() => this.emit('listening'));
  return this.address();
};

function requireNumericAddress(address, name, method) {
  validateString(address, name);
  if (isIP(address) !== 0) return;
  throw new codes.ERR_INVALID_ARG_VALUE(name, address, `must be a numeric IP address; ${method} does not perform DNS resolution`);
}

/** Waits for the bind; a bind that fails takes back what waits. */
function enqueue(socket, call) {
  const state = socket[kState];
  if (state.queue !== undefined) {
    state.queue.push(call);
    return;
  }
  state.queue = [call];
  const onListening = () => {
    socket.removeListener(EventEmitter.errorMonitor, onError);
    const { queue } = state;
    state.queue = undefined;
    for (const waiting of queue) waiting();
  };
  const onError = () => {
    socket.removeListener('listening', onListening);
    state.queue = undefined;
  };
  socket.once('listening', onListening);
  socket.once(EventEmitter.errorMonitor, onError);
}

/** Runs `call` once the socket has an address of its own. */
function whenBound(socket, call) {
  const state = socket[kState];
  if (state.bindState === UNBOUND) socket.bind({ port: 0, exclusive: true });
  if (state.bindState === BOUND) call();
  else enqueue(socket, call);
}

// --- Connecting ----------------------------------------------------------------------------------------------------------

/** `(port, address?, callback?)` */
prototype.connect = function connect(port, address, callback) {
  port = validatePort(port, 'Port', false);
  if (typeof address === 'function') {
    callback = address;
    address = '';
  } else if (address === undefined) {
    address = '';
  }
  validateString(address, 'address');
  const state = this[kState];
  if (state.connectState !== DISCONNECTED) throw new codes.ERR_SOCKET_DGRAM_IS_CONNECTED();
  open(this);
  state.connectState = CONNECTING;
  whenBound(this, () => connectTo(this, port, address, callback));
};

function connectTo(socket, port, address, callback) {
  if (callback) socket.once('connect', callback);
  const state = open(socket);
  state.handle.lookup(address, (error, ip) => {
    if (!state.handle) return;
    const failure = error ?? failureToConnect(state, ip, address, port);
    if (!failure) {
      state.connectState = CONNECTED;
      process.nextTick(() => socket.emit('connect'));
      return;
    }
    state.connectState = DISCONNECTED;
    process.nextTick(() => {
      if (!callback) {
        socket.emit('error', failure);
        return;
      }
      socket.removeListener('connect', callback);
      callback(failure);
    });
  });
}

/** Connects at once, to an address that needs no look-up. @param {number} port @param {string} [address] that of this machine by default */
prototype.connectSync = function connectSync(port, address) {
  const state = open(this);
  port = validatePort(port, 'Port', false);
  if (state.connectState !== DISCONNECTED) throw new codes.ERR_SOCKET_DGRAM_IS_CONNECTED();
  if (address === undefined || address === null || address === '') address = LOOPBACK[this.type];
  requireNumericAddress(address, 'address', 'connectSync');
  if (state.bindState === UNBOUND) this.bindSync();
  else if (state.bindState === BINDING) throw new codes.ERR_SOCKET_ALREADY_BOUND();
  const failure = failureToConnect(state, address, address, port);
  if (failure) throw failure;
  state.connectState = CONNECTED;
  process.nextTick(() => this.emit('connect'));
};

function failureToConnect(state, ip, address, port) {
  if (state.sendBlockList?.check(ip, `ipv${isIP(ip)}`)) return new codes.ERR_IP_BLOCKED(ip);
  const errno = state.handle.connect(ip, port);
  return errno ? exceptionWithHostPort(errno, 'connect', address, port) : undefined;
}

prototype.disconnect = function disconnect() {
  const state = this[kState];
  if (state.connectState !== CONNECTED) throw new codes.ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const errno = state.handle.disconnect();
  if (errno) throw errnoException(errno, 'connect');
  state.connectState = DISCONNECTED;
};

// --- Sending -------------------------------------------------------------------------------------------------------------

/** The form of old, with all arguments. */
prototype.sendto = function sendto(buffer, offset, length, port, address, callback) {
  validateNumber(offset, 'offset');
  validateNumber(length, 'length');
  validateNumber(port, 'port');
  this.send(buffer, offset, length, port, address, callback);
};

/**
 * `(message, port?, address?, callback?)` or `(message, offset, length, port?, address?, callback?)`; a connected socket takes no
 * port and no address.
 */
prototype.send = function send(...args) {
  const isConnected = this[kState].connectState === CONNECTED;
  const request = readArguments(args, isConnected);
  const pieces = piecesOf(request.buffer);
  const port = isConnected ? undefined : validatePort(request.port, 'Port', false);
  let { address, callback } = request;
  if (typeof callback !== 'function') callback = undefined;
  if (typeof address === 'function') {
    callback = address;
    address = undefined;
  } else if (address != null) {
    validateString(address, 'address');
  }
  open(this);
  whenBound(this, () => sendBound(this, pieces, port, address, callback));
};

function sendBound(socket, pieces, port, address, callback) {
  const state = open(socket);
  if (state.connectState === CONNECTED) {
    sendTo(null, socket, null, pieces, address, port, callback);
    return;
  }
  if (port === undefined) throw new codes.ERR_SOCKET_DGRAM_NOT_CONNECTED();
  state.handle.lookup(address, (error, ip) => sendTo(error, socket, ip, pieces, address, port, callback));
}

prototype.getSendQueueSize = function getSendQueueSize() {
  return open(this).handle.getSendQueueSize();
};

prototype.getSendQueueCount = function getSendQueueCount() {
  return open(this).handle.getSendQueueCount();
};

// --- Closing -------------------------------------------------------------------------------------------------------------

prototype.close = function close(callback) {
  const state = this[kState];
  if (typeof callback === 'function') this.on('close', callback);
  if (state.queue !== undefined) {
    state.queue.push(() => this.close());
    return this;
  }
  open(this);
  state.receiving = false;
  state.handle.recvStop();
  state.handle.close();
  state.handle = null;
  process.nextTick(() => this.emit('close'));
  return this;
};

prototype[Symbol.asyncDispose] = function asyncDispose() {
  if (!this[kState].handle) return Promise.resolve();
  return new Promise((fulfil) => this.close(fulfil));
};

// --- Addresses and settings ----------------------------------------------------------------------------------------------

prototype.address = function address() {
  return addressOf(open(this).handle.getsockname(), 'getsockname');
};

prototype.remoteAddress = function remoteAddress() {
  const state = open(this);
  if (state.connectState !== CONNECTED) throw new codes.ERR_SOCKET_DGRAM_NOT_CONNECTED();
  return addressOf(state.handle.getpeername(), 'getpeername');
};

function addressOf(found, syscall) {
  if (typeof found === 'number') throw errnoException(found, syscall);
  const [address, port, family] = found;
  return { address, family, port };
}

/** Throws what a setting has to say. */
function check(errno, syscall) {
  if (errno) throw errnoException(errno, syscall);
}

prototype.setBroadcast = function setBroadcast(on) {
  check(open(this).handle.setBroadcast(Boolean(on)), 'setBroadcast');
};

prototype.setTTL = function setTTL(ttl) {
  validateNumber(ttl, 'ttl');
  check(open(this).handle.setTtl(ttl), 'setTTL');
  return ttl;
};

prototype.setMulticastTTL = function setMulticastTTL(ttl) {
  validateNumber(ttl, 'ttl');
  check(open(this).handle.setMulticastTtl(ttl), 'setMulticastTTL');
  return ttl;
};

prototype.setMulticastLoopback = function setMulticastLoopback(on) {
  check(open(this).handle.setMulticastLoopback(Boolean(on)), 'setMulticastLoopback');
  return on;
};

prototype.setMulticastInterface = function setMulticastInterface(interfaceAddress) {
  const state = open(this);
  validateString(interfaceAddress, 'interfaceAddress');
  check(state.handle.setMulticastInterface(interfaceAddress), 'setMulticastInterface');
};

prototype.addMembership = function addMembership(multicastAddress, interfaceAddress) {
  const state = open(this);
  if (!multicastAddress) throw new codes.ERR_MISSING_ARGS('multicastAddress');
  check(state.handle.addMembership(multicastAddress, interfaceAddress), 'addMembership');
};

prototype.dropMembership = function dropMembership(multicastAddress, interfaceAddress) {
  const state = open(this);
  if (!multicastAddress) throw new codes.ERR_MISSING_ARGS('multicastAddress');
  check(state.handle.dropMembership(multicastAddress, interfaceAddress), 'dropMembership');
};

prototype.addSourceSpecificMembership = function addSourceSpecificMembership(sourceAddress, groupAddress, interfaceAddress) {
  const state = open(this);
  validateString(sourceAddress, 'sourceAddress');
  validateString(groupAddress, 'groupAddress');
  check(state.handle.addSourceSpecificMembership(sourceAddress, groupAddress, interfaceAddress), 'addSourceSpecificMembership');
};

prototype.dropSourceSpecificMembership = function dropSourceSpecificMembership(sourceAddress, groupAddress, interfaceAddress) {
  const state = open(this);
  validateString(sourceAddress, 'sourceAddress');
  validateString(groupAddress, 'groupAddress');
  check(state.handle.dropSourceSpecificMembership(sourceAddress, groupAddress, interfaceAddress), 'dropSourceSpecificMembership');
};

/** Sets or, with 0, asks for the size of one of the system's buffers. */
function bufferSize(socket, size, isReceive) {
  if (size >>> 0 !== size) throw new codes.ERR_SOCKET_BAD_BUFFER_SIZE();
  const result = open(socket).handle.bufferSize(size, isReceive);
  if (result < 0) throw bufferError(result, `uv_${isReceive ? 'recv' : 'send'}_buffer_size`);
  return result;
}

function bufferError(errno, syscall) {
  const { getSystemErrorName, getSystemErrorMessage } = require('node:util');
  const context = { errno, code: getSystemErrorName(errno), message: getSystemErrorMessage(errno), syscall };
  return new codes.ERR_SOCKET_BUFFER_SIZE(context);
}

prototype.setRecvBufferSize = function setRecvBufferSize(size) {
  bufferSize(this, size, true);
};

prototype.setSendBufferSize = function setSendBufferSize(size) {
  bufferSize(this, size, false);
};

prototype.getRecvBufferSize = function getRecvBufferSize() {
  return bufferSize(this, 0, true);
};

prototype.getSendBufferSize = function getSendBufferSize() {
  return bufferSize(this, 0, false);
};

prototype.ref = function ref() {
  this[kState].handle?.ref();
  return this;
};

prototype.unref = function unref() {
  this[kState].handle?.unref();
  return this;
};

module.exports = { Socket, createSocket };
