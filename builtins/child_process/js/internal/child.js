'use strict';

/** `ChildProcess`: a running child, its streams and its end. */

const process = require('internal:process/object');
const { kOwner, opened } = require('internal:async_hooks/open_handles');
const { announce, endOnClose, runWithin } = require('internal:async_hooks/resources');
const EventEmitter = require('node:events');
const { channel: diagnosticsChannel, tracingChannel } = require('node:diagnostics_channel');
const { Socket } = require('node:net');
const { errnoException } = require('internal:shared/errors');
const { validateArray, validateObject, validateOneOf, validateString } = require('internal:shared/validators');
const { PIPE, createStream } = require('internal:net/handles');
const { signalName, toSignal } = require('internal:child_process/arguments');
const { normalizeStdio } = require('internal:child_process/stdio');

/** Failures that are told in an event, since they say something about the program and not about the call. */
const RUN_ERRORS = new Set([-13, -11, -24, -23, -2]);
/** Of these, the ones after which no pipe can be made either: out of descriptors. */
const EXHAUSTED = new Set([-24, -23]);
const UV_ESRCH = -3;
const UV_EINVAL = -22;
const UV_ENOSYS = -38;

/** Tells subscribers of every start: `start`, then `end` or `error`. */
const spawnTrace = tracingChannel('child_process.spawn');
/** Told of each child as it is made, before it is anything. */
const children = diagnosticsChannel('child_process');

const kClosesNeeded = Symbol('child.closesNeeded');
const kClosesGot = Symbol('child.closesGot');
/** Marks a stream that another child uses as one of its own. */
const kLent = Symbol('child.lent');

endOnClose(binding.Process.prototype);

function ChildProcess() {
  EventEmitter.call(this);
  this[kClosesNeeded] = 1;
  this[kClosesGot] = 0;
  this.connected = false;
  this.signalCode = null;
  this.exitCode = null;
  this.killed = false;
  this.spawnfile = null;
  const handle = new binding.Process((code, signal) => runWithin(handle, exited, this, code, signal));
  announce(handle, 'PROCESSWRAP');
  handle[kOwner] = this;
  opened(handle, 'ProcessWrap');
  this._handle = handle;
  if (children.hasSubscribers) children.publish({ process: this });
}
Object.setPrototypeOf(ChildProcess.prototype, EventEmitter.prototype);
Object.setPrototypeOf(ChildProcess, EventEmitter);

/**
 * Starts the program. Public for those who subclass; the rest use `child_process.spawn`.
 * @param {{ file: string, args?: string[], envPairs?: string[], cwd?: string, stdio?: unknown, detached?: boolean, uid?: number, gid?: number,
 *   serialization?: 'json' | 'advanced' }} options
 */
ChildProcess.prototype.spawn = function spawn(options) {
  validateObject(options, 'options');
  validateOneOf(options.serialization, 'options.serialization', [undefined, 'json', 'advanced']);
  const stdio = normalizeStdio(options.stdio || 'pipe', false);
  if (options.envPairs !== undefined) validateArray(options.envPairs, 'options.envPairs');
  validateString(options.file, 'options.file');
  if (options.args !== undefined) validateArray(options.args, 'options.args');

  this.spawnfile = options.file;
  this.spawnargs = options.args === undefined ? [] : options.args;
  const channel = { place: stdio.findIndex(({ type }) => type === 'ipc'), serialization: options.serialization || 'json' };
  spawnTrace.start.publish({ process: this, options });
  const failed = this._handle.spawn(commandOf(this, options, channel), stdio.map(({ entry }) => entry));
  publishOutcome(this, failed);
  for (const { lent } of stdio) {
    if (lent !== undefined) lend(lent);
  }
  if (failed !== 0) {
    startFailed(this, failed);
    if (EXHAUSTED.has(failed)) return failed;
  } else {
    process.nextTick(emitSpawn, this);
  }
  this.pid = this._handle.pid || undefined;
  openStreams(this, stdio);
  if (channel.place !== -1) {
    const { openChildChannel } = require('internal:child_process/ipc');
    openChildChannel(this, this._handle.takePipe(channel.place), channel.serialization);
  }
  return failed;
};

/** What the native side starts; the environment names the channel to the child. An empty directory is none here, and does not exist for `spawnSync`. */
function commandOf(child, options, { place, serialization }) {
  const envPairs = options.envPairs === undefined ? [] : [...options.envPairs];
  if (place !== -1) envPairs.push(`NODE_CHANNEL_FD=${place}`, `NODE_CHANNEL_SERIALIZATION_MODE=${serialization}`);
  const cwd = options.cwd || undefined;
  return { __proto__: null, ...options, cwd, args: child.spawnargs, envPairs, detached: Boolean(options.detached) };
}

/** Stops reading from a stream that is a child's now. */
function lend(stream) {
  stream[kLent] = true;
  const handle = stream._handle;
  if (!handle?.readStop) return;
  handle.reading = false;
  handle.readStop();
  stream.pause();
  stream.readableFlowing = false;
  stream._readableState.reading = false;
}

function startFailed(child, errno) {
  if (RUN_ERRORS.has(errno)) {
    process.nextTick(exited, child, errno, 0);
    return;
  }
  child._handle = null;
  throw errnoException(errno, 'spawn');
}

function publishOutcome(process, failed) {
  if (failed === 0) {
    spawnTrace.end.publish({ process });
  } else if (spawnTrace.error.hasSubscribers) {
    spawnTrace.error.publish({ process, error: errnoException(failed, 'spawn') });
  }
}

function emitSpawn(child) {
  child.emit('spawn');
}

/** A socket for every pipe. Those of a child that did not start have nobody at the other end. */
function openStreams(child, stdio) {
  child.stdio = stdio.map(({ type }, place) => {
    if (type === 'ipc') child[kClosesNeeded]++;
    return type === 'pipe' ? openStream(child, place) : null;
  });
  [child.stdin, child.stdout, child.stderr] = child.stdio;
}

function openStream(child, place) {
  const socket = connected(place, child._handle.takePipe(place));
  if (place === 0) return socket;
  child[kClosesNeeded]++;
  socket.on('close', () => maybeClose(child));
  return socket;
}

function connected(place, descriptor) {
  const handle = createStream(PIPE);
  handle.open(descriptor);
  return new Socket({ handle, readable: place > 0, writable: true });
}

// --- The end -------------------------------------------------------------------------------------------------------------

/** The child has ended, or did not start (a negative code). */
function exited(child, code, signal) {
  if (signal) child.signalCode = signalName(signal);
  else child.exitCode = code;
  if (child.stdin) child.stdin.destroy();
  if (child._handle) {
    child._handle.close(undefined);
    child._handle = null;
  }
  if (code < 0) child.emit('error', startError(child, code));
  else child.emit('exit', child.exitCode, child.signalCode);
  // Output that nobody reads must not keep 'close' from coming.
  process.nextTick(flushStreams, child);
  maybeClose(child);
}

function startError(child, errno) {
  const error = errnoException(errno, child.spawnfile ? `spawn ${child.spawnfile}` : 'spawn');
  if (child.spawnfile) error.path = child.spawnfile;
  error.spawnargs = child.spawnargs.slice(1);
  return error;
}

function flushStreams(child) {
  for (const stream of child.stdio ?? []) {
    if (stream && stream.readable && !stream[kLent] && stream !== child.stdin && !stream._readableState.readableListening && stream.readableFlowing === null) {
      stream.resume();
    }
  }
}

/** `close` comes when the child has ended and all its streams have. */
function maybeClose(child) {
  child[kClosesGot]++;
  if (child[kClosesGot] === child[kClosesNeeded]) child.emit('close', child.exitCode, child.signalCode);
}

// --- Control -------------------------------------------------------------------------------------------------------------

/** Sends a signal; tells whether it was sent. @param {string | number} [signal] */
ChildProcess.prototype.kill = function kill(signal) {
  const number = signal === 0 ? 0 : toSignal(signal === undefined ? 'SIGTERM' : signal);
  if (!this._handle) return false;
  const failed = this._handle.kill(number);
  if (failed === 0) {
    this.killed = true;
    return true;
  }
  if (failed === UV_EINVAL || failed === UV_ENOSYS) throw errnoException(failed, 'kill');
  // The child has ended and its 'exit' is on the way.
  if (failed !== UV_ESRCH) this.emit('error', errnoException(failed, 'kill'));
  return false;
};

ChildProcess.prototype[Symbol.dispose] = function () {
  if (!this.killed) this.kill();
};

ChildProcess.prototype.ref = function ref() {
  this._handle?.ref();
};

ChildProcess.prototype.unref = function unref() {
  this._handle?.unref();
};

module.exports = { ChildProcess, maybeClose };
