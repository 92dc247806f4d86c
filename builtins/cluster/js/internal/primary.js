'use strict';

/** `node:cluster` in the primary process: it forks workers and has the handles that they share. */

const process = require('internal:process/object');
const assert = require('node:assert');
const path = require('node:path');
const EventEmitter = require('node:events');
const { fork } = require('node:child_process');
const messages = require('internal:cluster/messages');
const { RoundRobinHandle } = require('internal:cluster/round_robin');
const { SCHED_NONE, SCHED_RR, forkOptions, mergedSettings, policyOfEnvironment } = require('internal:cluster/settings');
const { SharedHandle } = require('internal:cluster/shared_handle');
const { Worker } = require('internal:cluster/worker');

const cluster = new EventEmitter();
/** Says once that all workers have disconnected. */
const farewell = new EventEmitter();
/** The shared handles by what was asked for. @type {Map<string, RoundRobinHandle | SharedHandle>} */
const handles = new Map();
let isSetUp = false;
/** The policy of the whole life of this process, fixed by the first `setupPrimary`. */
let policy;
let lastId = 0;

Object.assign(cluster, {
  isWorker: false,
  isMaster: true,
  isPrimary: true,
  Worker,
  workers: {},
  settings: {},
  SCHED_NONE,
  SCHED_RR,
  schedulingPolicy: policyOfEnvironment(),
  setupPrimary,
  setupMaster: setupPrimary,
  fork: forkWorker,
  disconnect,
});

/** @param {object} [options] `exec`, `args`, `execArgv`, `cwd`, `silent`, `stdio`, `serialization`, `inspectPort`, `uid`, `gid`, `windowsHide` */
function setupPrimary(options) {
  const settings = mergedSettings(cluster.settings, options);
  cluster.settings = settings;
  if (!isSetUp) {
    isSetUp = true;
    policy = cluster.schedulingPolicy;
    assert(policy === SCHED_NONE || policy === SCHED_RR, `Bad cluster.schedulingPolicy: ${policy}`);
  }
  process.nextTick(() => cluster.emit('setup', settings));
}

/** Starts a worker. @param {Record<string, string>} [env] added to its environment @returns {Worker} */
function forkWorker(env) {
  cluster.setupPrimary();
  const id = ++lastId;
  const { settings } = cluster;
  const worker = new Worker({ id, process: fork(settings.exec, settings.args, forkOptions(settings, id, env)) });
  worker.on('message', function (message, handle) {
    cluster.emit('message', this, message, handle);
  });
  worker.process.once('exit', (code, signal) => exited(worker, code, signal));
  worker.process.once('disconnect', () => disconnected(worker));
  worker.process.on('internalMessage', messages.receiver((message) => receive(worker, message)));
  process.nextTick(() => cluster.emit('fork', worker));
  cluster.workers[id] = worker;
  return worker;
}

// --- The end of workers --------------------------------------------------------------------------------------------------

function exited(worker, code, signal) {
  // Its channel may still have messages; what belongs to it goes with the later of the two.
  if (!worker.isConnected()) forget(worker);
  worker.exitedAfterDisconnect = Boolean(worker.exitedAfterDisconnect);
  worker.state = 'dead';
  worker.emit('exit', code, signal);
  cluster.emit('exit', worker, code, signal);
}

function disconnected(worker) {
  releaseHandles(worker);
  if (worker.isDead()) removeWorker(worker);
  worker.exitedAfterDisconnect = Boolean(worker.exitedAfterDisconnect);
  worker.state = 'disconnected';
  worker.emit('disconnect');
  cluster.emit('disconnect', worker);
}

function forget(worker) {
  releaseHandles(worker);
  removeWorker(worker);
}

function removeWorker(worker) {
  delete cluster.workers[worker.id];
  if (Object.keys(cluster.workers).length > 0) return;
  assert(handles.size === 0, 'Resource leak detected.');
  farewell.emit('disconnect');
}

function releaseHandles(worker) {
  for (const [key, handle] of handles) {
    if (handle.remove(worker)) handles.delete(key);
  }
}

/** Disconnects all workers. @param {() => void} [callback] called when they all have */
function disconnect(callback) {
  const workers = Object.values(cluster.workers);
  if (workers.length === 0) process.nextTick(() => farewell.emit('disconnect'));
  for (const worker of workers) {
    if (worker.isConnected()) worker.disconnect();
  }
  if (typeof callback === 'function') farewell.once('disconnect', callback);
}

Worker.prototype.disconnect = function () {
  this.exitedAfterDisconnect = true;
  messages.send(this.process, { act: 'disconnect' });
  forget(this);
  return this;
};

Worker.prototype.destroy = function (signal) {
  this.process.kill(signal || 'SIGTERM');
};

// --- What workers ask for ------------------------------------------------------------------------------------------------

const actions = {
  __proto__: null,
  online(worker) {
    worker.state = 'online';
    worker.emit('online');
    cluster.emit('online', worker);
  },
  exitedAfterDisconnect(worker, { seq }) {
    worker.exitedAfterDisconnect = true;
    messages.send(worker.process, { ack: seq });
  },
  queryServer,
  listening(worker, { addressType, address, port, fd }) {
    const info = { addressType, address, port, fd };
    worker.state = 'listening';
    worker.emit('listening', info);
    cluster.emit('listening', worker, info);
  },
  close(worker, { key }) {
    if (handles.get(key)?.remove(worker)) handles.delete(key);
  },
};

function receive(worker, message) {
  actions[message.act]?.(worker, message);
}

/** A worker wants to listen. */
function queryServer(worker, message) {
  // It is about to leave and would never get the answer.
  if (worker.exitedAfterDisconnect) return;
  const key = keyOf(message);
  const handle = handleFor(worker, key, message);
  handle.data ??= message.data;
  handle.add(worker, (errno, reply, native) => {
    const { data } = handle;
    if (errno && handles.get(key) === handle) handles.delete(key);
    messages.send(worker.process, { errno, key, ack: message.seq, data, ...reply }, native);
  });
}

/** Every port 0 of a worker is one of its own, but the same as that of the other workers' calls in the same place. */
function keyOf({ address, port, addressType, fd, index }) {
  const key = `${address}:${port}:${addressType}:${fd}`;
  return port === 0 ? `${key}:${index}` : key;
}

function handleFor(worker, key, message) {
  const present = handles.get(key);
  // A worker that listens twice at the same address gets a handle, and with it an error, of its own.
  if (present !== undefined && !present.has(worker)) return present;
  const isUdp = message.addressType === 'udp4' || message.addressType === 'udp6';
  const Handle = policy === SCHED_RR && !isUdp ? RoundRobinHandle : SharedHandle;
  const handle = new Handle(key, shortAddress(message), message);
  if (present === undefined) handles.set(key, handle);
  return handle;
}

/** Paths of sockets have little room: the shorter of the absolute and the relative one. */
function shortAddress({ address, port }) {
  if (!(port < 0) || typeof address !== 'string') return address;
  const relative = path.relative(process.cwd(), address);
  return relative.length < address.length ? relative : address;
}

module.exports = { cluster };
