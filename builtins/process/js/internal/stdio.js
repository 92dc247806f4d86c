'use strict';

/**
 * `process.stdin`, `stdout` and `stderr`, made on first use: most programs need one of them, and each costs a stream.
 *
 * Writing is synchronous to files and pipes, as programs rely on when they print and exit; a terminal has its own stream class.
 */

const process = require('internal:process/object');

const kStdin = 0;
const kStdout = 1;
const kStderr = 2;

let stdin;
let stdout;
let stderr;

function getStdin() {
  stdin ??= makeStdin();
  return stdin;
}

function getStdout() {
  stdout ??= makeOutput(kStdout);
  return stdout;
}

function getStderr() {
  stderr ??= makeOutput(kStderr);
  return stderr;
}

/** Before the heap becomes a snapshot: the next process makes streams of its own. */
function forgetStreams() {
  stdin = stdout = stderr = undefined;
  isPlainOutput.length = 0;
}

// ---- output without a stream ----

/** By descriptor, whether what it is takes synchronous writes and no colours; asked once. */
const isPlainOutput = [];

/**
 * Whether text for standard output or error may go to the descriptor at once: nobody has asked for the stream, whose making takes several
 * times as long as the rest of a small program, or put another in its place, and the descriptor is a file or a pipe.
 * @param {1 | 2} fd
 */
function canWriteWithoutStream(fd) {
  if ((fd === kStdout ? stdout : stderr) !== undefined) return false;
  const isUntouched = fd === kStdout ? getterOf('stdout') === getStdout : getterOf('stderr') === getStderr;
  if (!isUntouched) return false;
  isPlainOutput[fd] ??= ['FILE', 'PIPE', 'TCP'].includes(binding.guessHandleType(fd));
  return isPlainOutput[fd];
}

function getterOf(name) {
  return Object.getOwnPropertyDescriptor(process, name)?.get;
}

/**
 * Writes text to a descriptor for which `canWriteWithoutStream`.
 * @returns {number} 0, or a negative error number
 */
function writeWithoutStream(fd, text) {
  return binding.writeFully(fd, require('node:buffer').Buffer.from(text));
}

// ---- output ----

function makeOutput(fd) {
  const stream = openOutput(fd);
  stream.fd = fd;
  stream._isStdio = true;
  stream.destroySoon = stream.destroy;
  stream._destroy = keepOpen;
  if (stream.isTTY) process.on('SIGWINCH', () => stream._refreshSize());
  return stream;
}

/** Closing a standard stream ends the JavaScript object; the descriptor stays, others may write to it. */
function keepOpen(error, callback) {
  callback(error);
  this._undestroy();
  if (!this._writableState.emitClose) process.nextTick(emitClose, this);
}

function emitClose(stream) {
  stream.emit('close');
}

function openOutput(fd) {
  switch (binding.guessHandleType(fd)) {
    case 'TTY': {
      const { WriteStream } = require('node:tty');
      const stream = new WriteStream(fd);
      stream._type = 'tty';
      return stream;
    }
    case 'FILE':
      return syncStream(fd, 'fs');
    case 'PIPE':
    case 'TCP':
      return syncStream(fd, 'pipe');
    default:
      return discardingStream();
  }
}

function syncStream(fd, type) {
  const { SyncWriteStream } = require('internal:process/sync_write_stream');
  const stream = new SyncWriteStream(fd);
  stream._type = type;
  return stream;
}

/** For a descriptor that is closed or of no known kind: a program that prints must not fail for it. */
function discardingStream() {
  const { Writable } = require('node:stream');
  return new Writable({ write(chunk, encoding, callback) { callback(); } });
}

// ---- input ----

function makeStdin() {
  const stream = openInput(kStdin);
  stream.fd = kStdin;
  // Made paused: a program that only looks at the object must be able to end.
  if (stream._handle?.readStop) {
    stream._handle.reading = false;
    stream._readableState.reading = false;
    stream._handle.readStop();
  }
  stream.on('pause', () => stopReading(stream));
  return stream;
}

function stopReading(stream) {
  process.nextTick(() => {
    if (!stream._handle?.reading || stream._readableState.flowing) return;
    stream._handle.reading = false;
    stream._readableState.reading = false;
    stream._handle.readStop();
  });
}

function openInput(fd) {
  switch (binding.guessHandleType(fd)) {
    case 'TTY': {
      const { ReadStream } = require('node:tty');
      return new ReadStream(fd);
    }
    case 'FILE': {
      const { ReadStream } = require('node:fs');
      return new ReadStream(null, { fd, autoClose: false });
    }
    case 'PIPE':
    case 'TCP': {
      const { Socket } = require('node:net');
      const stream = new Socket({ fd, readable: true, writable: false, manualStart: true });
      stream._type = 'pipe';
      return stream;
    }
    default: {
      const { Readable } = require('node:stream');
      const stream = new Readable({ read() {} });
      stream.push(null);
      return stream;
    }
  }
}

module.exports = { canWriteWithoutStream, forgetStreams, getStderr, getStdin, getStdout, writeWithoutStream };
