'use strict';

/** `node:cluster` in a worker: its servers get their handles from the primary process. */

const process = require('internal:process/object');
const path = require('node:path');
const EventEmitter = require('node:events');
const { kOwner, tellServer } = require('internal:net/handles');
const { listenThroughPrimary } = require('internal:net/server');
const { setInterval, clearInterval } = require('node:timers');
const messages = require('internal:cluster/messages');
const { Worker } = require('internal:cluster/worker');

/** The longest that a timer can be: for one that only keeps the loop alive. */
const kTimeoutMax = 2 ** 31 - 1;

const cluster = new EventEmitter();
/** The handles of this worker's servers by their key in the primary process. */
const handles = new Map();
/** The places of the calls that asked for the same address. */
const places = new Map();

Object.assign(cluster, {
  isWorker: true,
  isMaster: false,
  isPrimary: false,
  worker: null,
  Worker,
  _setupWorker: setupWorker,
  _getServer: getServer,
});

/** Joins the primary process. Called once, before the program runs. */
function setupWorker() {
  const worker = new Worker({ id: +process.env.NODE_UNIQUE_ID | 0, process, state: 'online' });
  cluster.worker = worker;
  process.once('disconnect', () => {
    process.channel = null;
    worker.emit('disconnect');
    // The primary process is gone: there is nobody to work for.
    if (!worker.exitedAfterDisconnect) process.exit(0);
  });
  process.on('internalMessage', messages.receiver((message, handle) => receive(worker, message, handle)));
  listenThroughPrimary((server, query, callback) => cluster._getServer(server, query, callback));
  tell({ act: 'online' });
}

function receive(worker, message, handle) {
  if (message.act === 'newconn') takeConnection(message, handle);
  else if (message.act === 'disconnect') leave(worker, true);
}

function tell(message, answered) {
  return messages.send(process, message, null, answered);
}

// --- Servers -------------------------------------------------------------------------------------------------------------

/**
 * Asks the primary process for the handle of a server or UDP socket.
 * @param {object} owner @param {object} query @param {(errno: number, handle: object | null) => void} callback
 */
function getServer(owner, query, callback) {
  let { address } = query;
  if (query.port < 0 && typeof address === 'string') address = path.resolve(address);
  const place = takePlace([address, query.port, query.addressType, query.fd].join(':'));
  const message = { act: 'queryServer', index: place.index, data: null, ...query, address };
  if (owner._getServerData) message.data = owner._getServerData();
  tell(message, (reply, handle) => {
    if (typeof owner._setServerData === 'function') owner._setServerData(reply.data);
    if (handle) shareHandle(reply, handle, place, callback);
    else useConnections(reply, place, callback);
  });
  owner.once('listening', () => {
    // A shared socket that was closed and opened again has told its place back.
    cluster.worker.state = 'listening';
    const own = owner.address();
    tell({ ...message, act: 'listening', port: own?.port || query.port });
  });
}

/** The number of a call among those for the same address: the first of every worker share a port. */
function takePlace(key) {
  let taken = places.get(key);
  if (taken === undefined) {
    taken = { next: 0, open: 0 };
    places.set(key, taken);
  }
  taken.open++;
  return { key, index: taken.next++ };
}

/** When all servers of an address are closed, counting begins anew: a server that listens again finds its old port. */
function leavePlace({ key }) {
  const taken = places.get(key);
  if (taken !== undefined && --taken.open === 0) places.delete(key);
}

/** A descriptor of the primary's socket. */
function shareHandle({ errno, key }, handle, place, callback) {
  const { close } = handle;
  handle.close = function (...args) {
    tell({ act: 'close', key });
    handles.delete(key);
    leavePlace(place);
    return Reflect.apply(close, handle, args);
  };
  handles.set(key, handle);
  callback(errno, handle);
}

/** The primary listens and sends connections. */
function useConnections({ errno, key, sockname }, place, callback) {
  if (errno) {
    leavePlace(place);
    callback(errno, null);
    return;
  }
  const handle = new DistantHandle(key, place);
  if (sockname) handle.getsockname = () => [sockname.address, sockname.port, sockname.family];
  handles.set(key, handle);
  callback(0, handle);
}

/** Stands for a handle in the primary process, with what a `net.Server` calls. */
class DistantHandle {
  #key;
  #place;
  #keepAlive = null;

  constructor(key, place) {
    this.#key = key;
    this.#place = place;
    this[kOwner] = null;
    this.onconnection = tellServer;
    this.ref();
  }

  /** The primary listens already. */
  listen() {
    return 0;
  }

  close(callback) {
    if (this.#key !== undefined) {
      this.unref();
      tell({ act: 'close', key: this.#key });
      handles.delete(this.#key);
      leavePlace(this.#place);
      this.#key = undefined;
    }
    if (typeof callback === 'function') process.nextTick(callback);
  }

  ref() {
    this.#keepAlive ??= setInterval(() => {}, kTimeoutMax);
  }

  unref() {
    clearInterval(this.#keepAlive);
    this.#keepAlive = null;
  }

  hasRef() {
    return this.#keepAlive !== null;
  }
}

function takeConnection({ key, seq }, connection) {
  const handle = handles.get(key);
  const accepted = handle !== undefined && !isFull(handle[kOwner]);
  tell({ ack: seq, accepted });
  if (accepted) handle.onconnection(0, connection);
  else connection?.close(undefined);
}

/** A server with all the connections it wants leaves the next one to another worker, unless it is to drop it. */
function isFull(server) {
  if (!server || server.maxConnections == null) return false;
  return server._connections >= server.maxConnections && !server.dropMaxConnection;
}

// --- The end -------------------------------------------------------------------------------------------------------------

Worker.prototype.disconnect = function () {
  if (this.state !== 'disconnecting' && this.state !== 'destroying') {
    this.state = 'disconnecting';
    leave(this, false);
  }
  return this;
};

Worker.prototype.destroy = function () {
  if (this.state === 'destroying') return;
  this.exitedAfterDisconnect = true;
  if (!this.isConnected()) process.exit(0);
  this.state = 'destroying';
  tell({ act: 'exitedAfterDisconnect' }, () => process.disconnect());
  process.once('disconnect', () => process.exit(0));
};

/** Closes all servers and then the channel, of which the primary is told unless it is the one that asked. */
function leave(worker, isAsked) {
  worker.exitedAfterDisconnect = true;
  let open = 1;
  const closed = () => {
    if (--open > 0) return;
    if (isAsked) process.disconnect();
    else tell({ act: 'exitedAfterDisconnect' }, () => process.disconnect());
  };
  for (const handle of [...handles.values()]) {
    open++;
    if (handle[kOwner]) handle[kOwner].close(closed);
    else handle.close(closed);
  }
  handles.clear();
  closed();
}

module.exports = { cluster };
