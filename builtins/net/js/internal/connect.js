'use strict';

/**
 * Connecting a socket: to a path, to an address, or to a name, whose addresses are tried one after the other when there are several
 * (RFC 8305, with Node's timeouts).
 */

const process = require('internal:process/object');
const { triggeredBy } = require('internal:async_hooks/resources');
const dc = require('node:diagnostics_channel');
const { Buffer } = require('node:buffer');
const { clearTimeout, setImmediate, setTimeout } = require('node:timers');
const { codes, exceptionWithHostPort } = require('internal:shared/errors');
const {
  validateBoolean, validateFunction, validateInt32, validateNumber, validatePort, validateString,
} = require('internal:shared/validators');
const { beginning, offerSpan } = require('internal:perf_hooks/observed');
const { isIP } = require('internal:net/ip');
const { beginRequest, CONNECT_TYPES, kWriteCallback, PIPE, TCP, createStream } = require('internal:net/handles');
const defaults = require('internal:net/defaults');

const clientChannel = dc.channel('net.client.socket');

const UV_ETIMEDOUT = -110;

/** Where and how to connect. @typedef {{ address: string, port?: number, family?: 4 | 6, localAddress?: string, localPort?: number }} Target */

/** Begins to connect `socket`. Wrong arguments throw, everything else ends in an event. */
function connectTo(socket, options) {
  socket.connecting = true;
  ensureHandle(socket, options.path ? PIPE : TCP);
  if (clientChannel.hasSubscribers) clientChannel.publish({ socket });
  if (options.path) connectPath(socket, options.path);
  else connectHost(socket, options);
}

/** The handle that connects: the socket's own, or, of a socket that encrypts, the one below it. */
function wireOf(socket) {
  const handle = socket._handle;
  return handle?._parent === undefined ? handle : handle._parent;
}

function ensureHandle(socket, kind) {
  const wire = wireOf(socket);
  if (wire && (wire === socket._handle || wire.kind === kind)) return;
  wire?.close(undefined);
  socket._placeHandle(createStream(kind));
}

/** Told of connects to paths; gives what is told of their ends. Undefined while nobody traces. @type {{ begin?: (path: string) => (status: number) => void }} */
const pathTracer = { begin: undefined };

function connectPath(socket, path) {
  validateString(path, 'options.path');
  const tellEnd = pathTracer.begin?.(path);
  const failed = socket._handle.connectPath(Buffer.from(path));
  // Later, as the system tells of an address that does not answer: who has the socket can listen first.
  if (failed) {
    tellEnd?.(failed);
    triggeredBy(socket._handle, setImmediate, fail, socket, exceptionWithHostPort(failed, 'connect', path));
  } else {
    whenDone(socket, { address: path }, tellEnd);
  }
}

// --- By name -------------------------------------------------------------------------------------------------------------

function connectHost(socket, options) {
  const { localAddress, localPort } = options;
  const host = options.host || 'localhost';
  validateString(host, 'options.host');
  if (host.includes('\0')) throw new codes.ERR_INVALID_ARG_VALUE('options.host', host, 'must be a string without null bytes');
  const port = checkPort(options.port);
  if (localAddress && !isIP(localAddress)) throw new codes.ERR_INVALID_IP_ADDRESS(localAddress);
  if (localPort) validateNumber(localPort, 'options.localPort');
  const attempts = attemptOptions(options);
  const family = isIP(host);
  if (family) {
    triggeredBy(socket._handle, process.nextTick, connectAddress, socket, { address: host, port, family, localAddress, localPort, blockList: options.blockList });
    return;
  }
  if (options.lookup != null) validateFunction(options.lookup, 'options.lookup');
  const target = { port, localAddress, localPort, blockList: options.blockList };
  lookUp(socket, host, options, attempts, target);
}

function checkPort(port) {
  if (port === undefined) return 0;
  if (typeof port !== 'number' && typeof port !== 'string') {
    throw new codes.ERR_INVALID_ARG_TYPE('options.port', ['number', 'string'], port);
  }
  validatePort(port);
  return port | 0;
}

/** Whether several addresses are tried, and how long each but the last may take. */
function attemptOptions(options) {
  let { autoSelectFamily, autoSelectFamilyAttemptTimeout: timeout } = options;
  if (autoSelectFamily != null) validateBoolean(autoSelectFamily, 'options.autoSelectFamily');
  else autoSelectFamily = defaults.getDefaultAutoSelectFamily();
  if (timeout != null) {
    validateInt32(timeout, 'options.autoSelectFamilyAttemptTimeout', 1);
    timeout = Math.max(timeout, defaults.kShortestAttempt);
  } else {
    timeout = defaults.getDefaultAutoSelectFamilyAttemptTimeout();
  }
  return { autoSelectFamily, timeout };
}

function lookUp(socket, host, options, attempts, target) {
  const dns = require('node:dns');
  const query = { family: socketFamily(options.family), hints: options.hints || 0 };
  if (query.family !== 4 && query.family !== 6 && query.hints === 0) query.hints = dns.ADDRCONFIG;
  const lookup = options.lookup || dns.lookup;
  const several = query.family !== 4 && query.family !== 6 && !target.localAddress && attempts.autoSelectFamily;
  socket._host = host;
  if (several) {
    query.all = true;
    triggeredBy(socket._handle, lookup, host, query, (error, addresses) => foundAll(socket, host, options, attempts.timeout, target, error, addresses));
  } else {
    triggeredBy(socket._handle, lookup, host, query, (error, address, family) => foundOne(socket, host, options, target, error, address, family));
  }
}

function socketFamily(family) {
  if (family === 'IPv4') return 4;
  return family === 'IPv6' ? 6 : family || 0;
}

function foundOne(socket, host, options, target, error, address, family) {
  socket.emit('lookup', error, address, family, host);
  if (!socket.connecting) return;
  error ??= addressError(address, family, options);
  if (error) {
    process.nextTick(fail, socket, error);
    return;
  }
  socket._unrefTimer();
  connectAddress(socket, { ...target, address, family });
}

/** What is wrong with the answer of a lookup. */
function addressError(address, family, options) {
  if (typeof address !== 'string' || !isIP(address)) return new codes.ERR_INVALID_IP_ADDRESS(address);
  if (family !== 4 && family !== 6) return new codes.ERR_INVALID_ADDRESS_FAMILY(family, options.host, options.port);
  return null;
}

function foundAll(socket, host, options, timeout, target, error, addresses) {
  if (error) {
    socket.emit('lookup', error, undefined, undefined, host);
    if (socket.connecting) process.nextTick(fail, socket, error);
    return;
  }
  const valid = [];
  let problem = null;
  for (const { address, family } of addresses) {
    socket.emit('lookup', error, address, family, host);
    if (!socket.connecting) return;
    const wrong = addressError(address, family, options);
    problem ??= wrong;
    if (wrong === null) valid.push({ ...target, address, family });
  }
  if (valid.length === 0) process.nextTick(fail, socket, problem ?? new codes.ERR_INVALID_IP_ADDRESS(undefined));
  else if (valid.length === 1) connectAddress(socket, valid[0]);
  else new Attempts(socket, alternating(valid), timeout).next();
}

/** The families in turn, beginning with that of the first address. */
function alternating(targets) {
  const first = targets.filter(({ family }) => family === targets[0].family);
  const others = targets.filter(({ family }) => family !== targets[0].family);
  const result = [];
  for (let i = 0; i < Math.max(first.length, others.length); i++) {
    if (i < first.length) result.push(first[i]);
    if (i < others.length) result.push(others[i]);
  }
  return result;
}

// --- One address ---------------------------------------------------------------------------------------------------------

/** @param {import('node:net').Socket} socket @param {Target} target */
function connectAddress(socket, target) {
  if (!socket.connecting) return;
  const error = begin(socket, target, (status) => connected(socket, target, status));
  if (error) fail(socket, error);
}

/** Begins an attempt with the socket's handle; gives the error of one that fails at once. */
function begin(socket, target, oncomplete) {
  const { address, port, family, localAddress, localPort, blockList } = target;
  ensureHandle(socket, TCP);
  const handle = socket._handle;
  if (localAddress || localPort) {
    const host = localAddress || (family === 6 ? '::' : '0.0.0.0');
    const failed = handle.bind(host, localPort || 0);
    if (failed) return exceptionWithHostPort(failed, 'bind', host, localPort);
  }
  if (blockList?.check(address, `ipv${family}`)) return new codes.ERR_IP_BLOCKED(address);
  socket.emit('connectionAttempt', address, port, family);
  if (!socket.connecting) return null;
  target.began = beginning('net');
  const request = { oncomplete, address, port, localAddress, localPort, addressType: family };
  const failed = family === 6 ? handle.connect6(request, address, port) : handle.connect(request, address, port);
  return failed ? exceptionWithHostPort(failed, 'connect', address, port, localText(handle)) : null;
}

function localText(handle) {
  const local = handle.getsockname();
  return Array.isArray(local) && local[1] ? `${local[0]}:${local[1]}` : undefined;
}

function whenDone(socket, target, tellEnd) {
  if (socket._handle === null) return;
  beginRequest(wireOf(socket), CONNECT_TYPES[PIPE], (status) => {
    tellEnd?.(status);
    connected(socket, target, status);
  });
}

/** The attempt has ended. */
function connected(socket, target, status) {
  if (socket.destroyed) return;
  if (status === 0) {
    succeeded(socket, target);
    return;
  }
  const error = connectError(status, target);
  if (target.family) socket.emit('connectionAttemptFailed', target.address, target.port, target.family, error);
  fail(socket, error);
}

function succeeded(socket, target) {
  if (target.began) offerSpan('connect', 'net', target.began, { host: target.address, port: target.port });
  socket._handleConnected(true, true);
}

function connectError(status, { address, port, localAddress, localPort }) {
  const local = localAddress && localPort ? `${localAddress}:${localPort}` : undefined;
  return exceptionWithHostPort(status, 'connect', address, port, local);
}

function fail(socket, error) {
  socket.destroy(error);
}

// --- Several addresses ---------------------------------------------------------------------------------------------------

/** The attempts at the addresses of a name. */
class Attempts {
  /** @param {import('node:net').Socket} socket @param {Target[]} targets @param {number} timeout */
  constructor(socket, targets, timeout) {
    this.socket = socket;
    this.targets = targets;
    this.timeout = timeout;
    this.index = 0;
    this.errors = [];
    this.timer = null;
    socket.autoSelectFamilyAttemptedAddresses = [];
  }

  /** Begins the next attempt; after the last one the socket fails with all errors. */
  next() {
    const { socket } = this;
    if (!socket.connecting) return;
    if (this.index > 0) dropHandle(socket);
    if (this.index === this.targets.length) {
      fail(socket, this.failure());
      return;
    }
    const target = this.targets[this.index++];
    socket.autoSelectFamilyAttemptedAddresses.push(`${target.address}:${target.port}`);
    const error = begin(socket, target, (status) => this.done(target, status));
    if (!socket.connecting) return;
    if (error) this.failed(target, error);
    else this.wait(target);
  }

  wait(target) {
    if (this.index < this.targets.length) {
      this.timer = setTimeout(() => this.timedOut(target), this.timeout);
    }
  }

  done(target, status) {
    const { socket } = this;
    clearTimeout(this.timer);
    if (socket.destroyed) return;
    if (status === 0) succeeded(socket, target);
    else this.failed(target, connectError(status, target));
  }

  timedOut(target) {
    const { socket } = this;
    if (!socket.connecting) return;
    socket.emit('connectionAttemptTimeout', target.address, target.port, target.family);
    this.errors.push(connectError(UV_ETIMEDOUT, target));
    this.next();
  }

  failed(target, error) {
    this.errors.push(error);
    this.socket.emit('connectionAttemptFailed', target.address, target.port, target.family, error);
    this.next();
  }

  failure() {
    if (this.errors.length === 1) return this.errors[0];
    const error = new AggregateError(this.errors);
    error.code = this.errors[0].code;
    return error;
  }
}

/** The handle of a failed attempt. */
function dropHandle(socket) {
  const wire = wireOf(socket);
  if (wire === null) return;
  wire[kWriteCallback] = null;
  wire.close(undefined);
  socket._placeHandle(null);
}

module.exports = { connectTo, pathTracer };
